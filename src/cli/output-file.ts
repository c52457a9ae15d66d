import type { Flag, Given } from "./command.ts";
import type { Io } from "./io.ts";
import { writeWholeFile } from "./write-file.ts";

/** The option of commands that print one text. */
export const outputFlag = {
  output: { short: "o", value: "FILE", help: "write it to FILE" },
} as const satisfies Readonly<Record<string, Flag>>;

/** Streams of which standard output is the file of `--output`, where one is named. What is printed has to be one text. */
export function withOutput(io: Io, { output }: Given["flags"]): Io {
  if (typeof output !== "string" || output === "-") return io;
  return { ...io, stdout: (text) => writeWholeFile(output, [text]) };
}
