import { main } from "../../src/cli/main.ts";

/** Runs the program with a text on standard input. It finds other programs only where `env` says so. */
export async function program(
  args: readonly string[],
  stdin = "",
  env: Readonly<Record<string, string | undefined>> = {},
) {
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
    env,
  });
  return { exitCode, stdout, stderr };
}
