import { type ChildProcess, spawn } from "node:child_process";
import { postgresIds } from "../e2e/postgres-user.ts";

/** Who runs databases and pgBackRest: PostgreSQL does not start as root. */
export const owner = process.getuid?.() === 0 ? postgresIds() : undefined;

const as = owner === undefined ? {} : { uid: owner.user, gid: owner.group };

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs a program to its end. */
export const run = (program: string, args: readonly string[], env: Environment = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = start(program, args, env, "pipe");
    const output = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, ...output }));
  });

/** Runs a program that must succeed. Returns what it prints. */
export async function must(program: string, args: readonly string[], env: Environment = {}): Promise<string> {
  const { status, stdout, stderr } = await run(program, args, env);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Starts a program as the owner of databases, with nothing of this process's environment. */
export const start = (
  program: string,
  args: readonly string[],
  env: Environment,
  output: "pipe" | number,
): ChildProcess =>
  spawn(program, args, {
    ...as,
    // The names of backups are local times.
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", TZ: "UTC", LC_ALL: "C", ...env },
    stdio: ["ignore", output, output],
  });
