import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** kustomize where it is, else kubectl. */
export function defaultKustomize(path: string | undefined): readonly string[] {
  const found = (name: string) => (path ?? "").split(":").some((folder) => existsSync(join(folder, name)));
  return found("kustomize") ? ["kustomize", "build"] : ["kubectl", "kustomize"];
}

/** What kustomize prints of a folder, or that it failed; `text` is what it says about that, for example that a field is deprecated. */
export type Build =
  | { readonly is: "built"; readonly documents: Buffer; readonly text: string }
  | { readonly is: "failed"; readonly text: string };

/** Runs kustomize on a folder. */
export function kustomizeBuild(folder: string, [program = "", ...args]: readonly string[]): Promise<Build> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args, folder], { stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.on("data", (part: Buffer) => errors.push(part));
    child.on("error", ({ message }) => resolve({ is: "failed", text: `${message}\n` }));
    child.on("close", (status, signal) => {
      const said = Buffer.concat(errors)
        .toString("utf8")
        .replace(/(?<=.)\n*$/, "\n");
      if (status === 0) return resolve({ is: "built", documents: Buffer.concat(output), text: said });
      const text = said || `${program} ended with ${status ?? signal}.\n`;
      resolve({ is: "failed", text: text + adviceFor(text) });
    });
  });
}

/** kustomize's own words do not say that there is nothing to enable. */
const adviceFor = (text: string) =>
  text.includes("unable to load external plugin 'ExpandPgBackRest'")
    ? `  hydrate is this function: list the Component fn-config/namereference, not fn-config/component. Or let kustomize run it as well:
  --kustomize "kubectl kustomize --enable-alpha-plugins".\n`
    : "";
