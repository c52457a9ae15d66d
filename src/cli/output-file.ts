import type { Flag, Given } from "./command.ts";
import type { Io } from "./io.ts";
import { refuseToReplace, refuseToReplaceOthers } from "./replaced-file.ts";
import { writeWholeFile } from "./write-file.ts";

/** The option of commands that print one text. */
export const outputFlag = {
  output: { short: "o", value: "FILE", help: "write it to FILE" },
} as const satisfies Readonly<Record<string, Flag>>;

/**
 * Streams of which standard output is the file of `--output`, where one is named. What is printed has to be one text. Throws `UsageError` for a
 * file that is not to be replaced by what is printed.
 */
export function withOutput(io: Io, { output }: Given["flags"], prints: "a report" | "a manifest" = "a report"): Io {
  if (typeof output !== "string" || output === "-") return io;
  if (prints === "a report") refuseToReplace(output);
  return {
    ...io,
    stdout(text) {
      if (prints === "a manifest") refuseToReplaceOthers(output, String(text));
      writeWholeFile(output, [text]);
    },
  };
}
