import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { root } from "../tools.ts";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

/** Where the steps of an action run, as a runner of GitHub makes it. */
export interface Runner {
  /** The checkout of the repository that uses the action. */
  readonly workspace: string;
  /** The checkout of the action. */
  readonly action: string;
  /** The runner's folder for files of one job. */
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Job {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The action of this repository. */
export const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

/** Runs the steps of the action with inputs, in a shell as GitHub's runner does, until one fails. `done` was run for an earlier job already. */
export async function runAction(runner: Runner, given: Readonly<Record<string, string>>, done?: string): Promise<Job> {
  const inputs: Record<string, string> = { ...given };
  for (const [name, { default: value }] of Object.entries<{ default: string }>(action.inputs)) inputs[name] ??= value;
  const contexts: Record<string, string> = { "github.token": "token-of-the-job" };
  for (const [name, value] of Object.entries(inputs)) contexts[`inputs.${name}`] = expand(value, contexts);
  const file = (name: string) => join(runner.temp, name);
  writeFileSync(file("summary"), "");
  let stdout = "";
  let stderr = "";
  let status = 0;
  for (const step of action.runs.steps as readonly Step[]) {
    if (step.name === done || (step.if !== undefined && !holds(step.if, contexts))) continue;
    writeFileSync(file("output"), "");
    writeFileSync(file("step.sh"), expand(step.run, contexts));
    if (step.shell !== "bash") throw new Error(`No shell ${step.shell}`);
    const env: Record<string, string> = {
      ...runner.env,
      GITHUB_ACTION_PATH: runner.action,
      GITHUB_OUTPUT: file("output"),
      GITHUB_STEP_SUMMARY: file("summary"),
      RUNNER_TEMP: runner.temp,
    };
    for (const [name, value] of Object.entries(step.env ?? {})) env[name] = expand(value, contexts);
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", file("step.sh")], {
      cwd: runner.workspace,
      env: { PATH: process.env.PATH ?? "", HOME: runner.temp, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [[code], out, error] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    stdout += out;
    stderr += error;
    for (const [, name, value = ""] of readFileSync(file("output"), "utf8").matchAll(/^([\w-]+)=(.*)$/gm))
      contexts[`steps.${step.id}.outputs.${name}`] = value;
    status = code;
    if (status !== 0) break;
  }
  const outputs = Object.entries<{ value: string }>(action.outputs).map(
    ([name, { value }]) => [name, expand(value, contexts)] as const,
  );
  return {
    status,
    stdout,
    stderr,
    summary: readFileSync(file("summary"), "utf8"),
    outputs: Object.fromEntries(outputs),
  };
}

/** GitHub puts the text in, whatever it is, and nothing for what is not there. */
const expand = (value: string, contexts: Readonly<Record<string, string>>) =>
  value.replace(/\$\{\{ (\S+) \}\}/g, (_, name: string) => contexts[name] ?? "");

function holds(condition: string, contexts: Readonly<Record<string, string>>): boolean {
  const [, name = "", value] = /^(\S+) == '(.*)'$/.exec(condition) ?? [];
  if (value === undefined) throw new Error(`Not a condition that this runner knows: ${condition}`);
  return contexts[name] === value;
}
