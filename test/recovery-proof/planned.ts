import { main } from "../../src/cli/main.ts";
import { isPlan } from "../../src/recovery/generated/is-plan.ts";
import type { RepositoryPlan } from "../../src/recovery/plan-schema.ts";
import { repositoryTimeline } from "../../src/recovery/repository-timeline.ts";
import type { Timeline } from "../../src/recovery/timeline.ts";
import { type Backups, manifest } from "./rendered.ts";

/** What the command `plan` prints of the one repository, at a moment (seconds since 1970). */
export async function planned(backups: Backups, now: number): Promise<RepositoryPlan> {
  const said = { stdout: "", stderr: "" };
  const time = new Date(now * 1000).toISOString();
  await main(["plan", "-", "--format", "json", "--now", time], {
    stdin: () => Buffer.from(manifest(backups)),
    stdout: (part) => {
      said.stdout += typeof part === "string" ? part : Buffer.from(part).toString();
    },
    stderr: (text) => {
      said.stderr += text;
    },
    terminal: false,
    env: {},
  });
  const plan: unknown = JSON.parse(said.stdout);
  const [repository, ...others] = isPlan(plan) ? plan.clusters.flatMap(({ repositories }) => repositories) : [];
  if (repository === undefined || others.length > 0) throw new Error(`no plan: ${said.stdout}${said.stderr}`);
  return repository;
}

const week = 7 * 86_400;

/** The timeline of a planned repository, from one moment to another (seconds since 1970). */
export function timelineOf({ schedules, retention }: RepositoryPlan, from: number, to: number): Timeline {
  const after = to + 1;
  return repositoryTimeline({ schedules, retention }, after, Math.ceil((after - from) / week), 0);
}
