import { spawn } from "node:child_process";

/** What a program left: `output` is both streams in the order of arrival, `status` is 124 after a timeout. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly output: string;
  readonly seconds: number;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  readonly seconds?: number;
}

/** Runs a program to its end. It gets the given environment and PATH only; after `seconds` (60) it is killed. */
export function execute(command: string, args: readonly string[], options: Options = {}): Promise<Outcome> {
  const started = performance.now();
  const limit = options.seconds ?? 60;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { PATH: process.env.PATH, ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    let stdout = "";
    let output = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limit * 1000);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      const seconds = (performance.now() - started) / 1000;
      if (late) resolve({ status: 124, stdout, output: `${output}\nkilled after ${limit} s`, seconds });
      else resolve({ status: code ?? 137, stdout, output, seconds });
    });
    child.stdin.on("error", () => undefined).end(options.input ?? "");
  });
}

/** As `execute`, but anything else than exit code 0 is an error that shows the output. Gives standard output. */
export async function succeed(command: string, args: readonly string[], options: Options = {}): Promise<string> {
  const { status, stdout, output } = await execute(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${output}`);
  return stdout;
}

/** Asks again until the answer is true; an error after `seconds`. */
export async function eventually(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
