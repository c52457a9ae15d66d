import { existsSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../text/visible.ts";
import { kustomizeLines } from "./kustomize-messages.ts";
import { programMissing } from "./require-program.ts";
import { type Ended, type Limits, runProgram } from "./run-program.ts";

/** kustomize where it is, else kubectl. */
export function defaultKustomize(path: string | undefined): readonly string[] {
  const found = (name: string) => (path ?? "").split(":").some((folder) => existsSync(join(folder, name)));
  return found("kustomize") ? ["kustomize", "build"] : ["kubectl", "kustomize"];
}

/**
 * What kustomize prints of a folder, or that it failed; `text` is what it says about that, for example that a field is deprecated, and
 * `advice` what to do, which is the same for other folders. A build that was stopped has nothing to say.
 */
export type Build =
  | { readonly is: "built"; readonly documents: Buffer; readonly text: string }
  | { readonly is: "failed"; readonly text: string; readonly advice: string; readonly by: Ended["by"] }
  | { readonly is: "stopped" };

/** No list that is longer can be read as a text; nobody reads more messages. */
const mostBytes = { output: 512 * 2 ** 20, errors: 16 * 2 ** 20 };

/** Runs kustomize on a folder, with a limit of time, and one of output. */
export async function kustomizeBuild(
  folder: string,
  [program = "", ...args]: readonly string[],
  { bytes = mostBytes, ...limits }: Omit<Limits, "bytes"> & Partial<Limits>,
): Promise<Build> {
  const ended = await runProgram(program, [...args, folder.replace(/^-/, "./-")], { ...limits, bytes });
  const failed = (text: string, advice = ""): Build => ({ is: "failed", text, advice, by: ended.by });
  switch (ended.by) {
    case "stop":
      return { is: "stopped" };
    case "start":
      return startFailed(program, ended);
    case "bytes":
      return failed(
        `${visible(program)} printed more than ${sizeText(bytes.output)}, or ${sizeText(bytes.errors)} of messages, and was stopped.\n`,
      );
    case "timeout": {
      const problem = `${visible(program)} took longer than ${limits.seconds} s, and was stopped.\n`;
      const advice = "  Look for what it waits for, for example a remote base, or give it more time with --timeout.\n";
      return failed(visibleLines(ended.errors) + problem, advice);
    }
    case "itself": {
      const said = visibleLines(ended.errors);
      if (ended.status === 0) return { is: "built", documents: ended.output, text: said };
      const text = said || `${visible(program)} exited with ${ended.status}.\n`;
      return failed(text, adviceFor(text));
    }
  }
}

function startFailed(program: string, { message, isMissing }: Extract<Ended, { readonly by: "start" }>): Build {
  if (!isMissing) return { is: "failed", by: "start", text: `${visible(message)}\n`, advice: "" };
  const { problem, fix } = programMissing(program);
  return { is: "failed", by: "start", text: `${problem}.\n`, advice: `  ${fix}\n` };
}

const sizeText = (bytes: number) => (bytes < 2 ** 20 ? `${bytes} bytes` : `${bytes / 2 ** 20} MiB`);

/** What kustomize says quotes its input, secrets too: each line as a message may show it, the last one with its line break. */
const visibleLines = (text: Buffer) =>
  kustomizeLines(text.toString("utf8"))
    .map((line) => (line === "" ? "" : `${visible(line)}\n`))
    .join("");

/** True for what kustomize says where it is to run this function and may not. */
export const wantsFunction = (text: string): boolean =>
  text.includes("unable to load external plugin 'ExpandPgBackRest'");

/** kustomize's own words do not say that there is nothing to enable. */
const adviceFor = (text: string) =>
  wantsFunction(text)
    ? `  hydrate is the function itself, but cannot see where this kustomization lists it: take it off that list. Where a secretGenerator makes the Secret, keep
  the Component fn-config/namereference. Or let kustomize run the function as well: --kustomize-command "kubectl kustomize --enable-alpha-plugins".\n`
    : "";
