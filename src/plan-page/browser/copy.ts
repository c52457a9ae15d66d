import { all } from "./elements.ts";

/** Makes the buttons beside commands copy them; where the browser does not let us, the command is selected, to be copied by hand. */
export function copyButtons(root: HTMLElement): void {
  for (const button of all("button.copy", HTMLButtonElement, root)) {
    const command = button.parentElement?.querySelector("pre");
    button.addEventListener("click", async () => {
      if (command == null) return;
      try {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(command);
      }
    });
  }
}
