import { main } from "../../src/cli/main.ts";

/** Runs the program with a text on standard input. */
export async function program(args: readonly string[], stdin = "") {
  let [stdout, stderr] = ["", ""];
  const exitCode = await main(args, {
    stdin: () => Buffer.from(stdin),
    stdout: (part) => {
      stdout += typeof part === "string" ? part : Buffer.from(part).toString("utf8");
    },
    stderr: (text) => {
      stderr += text;
    },
    terminal: false,
    env: { PATH: process.env.PATH },
  });
  return { exitCode, stdout, stderr };
}
