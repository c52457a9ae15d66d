import { findingsText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import type { Parts } from "../krm/edits.ts";
import type { Runnable } from "./command.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { readAll } from "./io.ts";
import { expectShortRun } from "./short-run.ts";

/** The filter that kustomize and kpt run: a ResourceList on standard input, the expanded one on standard output. */
export const filterCommand: Runnable = {
  name: "filter",
  flags: {
    input: { short: "i", value: "FILE", help: "read the ResourceList from FILE" },
    output: { short: "o", value: "FILE", help: "write the result to FILE, or with - to standard output" },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
    version: { help: "show the version" },
  },
  async run({ flags }, io) {
    if (flags.input === undefined && (await io.typed?.()))
      io.stderr("expand-pgbackrest is reading a ResourceList from the terminal; `--help` lists its commands.\n");
    const input = typeof flags.input === "string" ? readAll(flags.input) : io.stdin();
    if (input.length > 1 << 20) await expectShortRun(input.length);
    const functionConfig = await functionConfigFrom(flags["function-config"]);
    const { parts, findings, exitCode, hostShowsResults } = await filter(input, functionConfig);
    if (findings.length > 0 && !hostShowsResults) io.stderr(findingsText(findings));
    if (typeof flags.output === "string" && flags.output !== "-") {
      const { writeWholeFile } = await import("./write-file.ts");
      // The list holds the Secrets of the input, if it has any.
      writeWholeFile(flags.output, inLargePieces(parts), input.includes("Secret") ? 0o600 : 0o666);
    } else for (const part of inLargePieces(parts)) io.stdout(part);
    return exitCode;
  },
};

/** Joins small texts that follow each other: every piece is a system call. */
function* inLargePieces(parts: Parts): Iterable<Uint8Array | string> {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") text += part;
    if (text !== "" && (typeof part !== "string" || text.length >= 1 << 16)) {
      yield text;
      text = "";
    }
    if (part instanceof Uint8Array) yield part;
    else if (typeof part !== "string") yield part.valueOf();
  }
  if (text !== "") yield text;
}
