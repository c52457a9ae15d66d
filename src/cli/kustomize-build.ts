import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../text/visible.ts";

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
    child.on("error", ({ message }) => resolve({ is: "failed", text: `${visible(message)}\n` }));
    child.on("close", (status, signal) => {
      const said = visibleLines(Buffer.concat(errors).toString("utf8"));
      if (status === 0) return resolve({ is: "built", documents: Buffer.concat(output), text: said });
      const text = said || `${program} exited with ${status ?? signal}.\n`;
      resolve({ is: "failed", text: text + adviceFor(text) });
    });
  });
}

/** What kustomize says quotes its input: each line as a message may show it, the last one with its line break. */
const visibleLines = (text: string) =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => (line === "" ? "" : `${visible(line)}\n`))
    .join("");

/** kustomize's own words do not say that there is nothing to enable. */
const adviceFor = (text: string) =>
  text.includes("unable to load external plugin 'ExpandPgBackRest'")
    ? `  hydrate is the function itself: list the Component fn-config/namereference, not fn-config/component. Or let kustomize run the function as well:
  --kustomize "kubectl kustomize --enable-alpha-plugins".\n`
    : "";
