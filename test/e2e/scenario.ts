import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool, which } from "../tools.ts";
import { postgresRelease } from "./database.ts";
import { makePods, type Pods } from "./pods.ts";

/** What a scenario works with. */
export interface Scenario {
  readonly pods: Pods;
  /** Runs a step of the scenario, for its timings and to say where it failed. */
  readonly step: <Result>(name: string, work: () => Result) => Result;
}

/** How a scenario ended. */
export interface Outcome {
  readonly timings: string;
  /** The step that failed, and why, with what the servers wrote. */
  readonly failure?: { readonly step: string; readonly reason: string };
}

/** Runs a scenario in pods of its own, and removes them whatever happens. A process that is left is a failure. */
export function runScenario(body: (scenario: Scenario) => void, env: Readonly<Record<string, string>> = {}): Outcome {
  const timings: string[] = [];
  let current = "start";
  let failure: Outcome["failure"];
  const begin = Date.now();
  const pods = makePods(env);
  try {
    body({
      pods,
      step(name, work) {
        current = name;
        const start = Date.now();
        const result = work();
        timings.push(`${name} ${seconds(start)}`);
        return result;
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failure = { step: current, reason: `${current}: ${reason}\n${logs(pods.work)}` };
  }
  const left = pods.remove();
  if (left.length > 0) failure ??= { step: "remove", reason: `these processes were left:\n${left.join("\n")}` };
  return { timings: `${seconds(begin)} s: ${timings.join(", ")}`, ...(failure !== undefined && { failure }) };
}

/** A scenario as a test. */
export function scenario(title: string, body: (scenario: Scenario) => void): void {
  it(title, function () {
    this.timeout(300_000);
    requireTools(this);
    const { timings, failure } = runScenario(body);
    console.log(`      ${title}\n        ${timings}`);
    if (failure !== undefined) throw new Error(failure.reason);
  });
}

/** Skips the test where something is missing; in CI that is a failure. */
export function requireTools(context: Mocha.Context): void {
  for (const tool of ["kustomize", "pgbackrest", "openssl", "unshare", "nsenter", "ip"])
    requireTool(context, tool, which(tool));
  requireTool(context, "PostgreSQL", postgresRelease);
  requireTool(context, "root", process.getuid?.() === 0 ? "root" : undefined);
}

const seconds = (start: number) => ((Date.now() - start) / 1000).toFixed(1);

/** The ends of all logs of a scenario: of the servers, of PostgreSQL, and of pgBackRest in its log paths. */
function logs(work: string): string {
  const folders = ["logs", "database/volumes/pgdata/pgbackrest/log", "repo-host/volumes/repo1/log"];
  const files = folders
    .map((folder) => join(work, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  return [...files, join(work, "database/volumes/pgdata/server.log")]
    .filter((file) => existsSync(file))
    .map((file) => ({ file, lines: readFileSync(file, "utf8").trim().split("\n").slice(-20) }))
    .filter(({ lines }) => lines.join("") !== "")
    .map(({ file, lines }) => `-- ${file.slice(work.length + 1)}\n${lines.join("\n")}`)
    .join("\n");
}
