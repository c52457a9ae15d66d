import type { BackupType } from "../../src/cpo/repository.ts";
import { retentionOf } from "../../src/recovery/effective-options.ts";
import { type Figures, figuresOf } from "../../src/recovery/figures.ts";
import { repositoryTimeline } from "../../src/recovery/repository-timeline.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";
import type { Timeline } from "../../src/recovery/timeline.ts";
import type { RepoHost } from "./rendered.ts";

/** What our own model says of a repository. */
export interface Model {
  readonly figures: Figures;
  /** The backups between two moments, in seconds since 1970. */
  readonly timeline: (from: number, to: number) => Timeline;
}

const week = 7 * 86_400;

/** The model of what runs on a repo host. */
export function modelOf({ configuration, jobs }: RepoHost): Model {
  const option = (name: string) => {
    const value = new RegExp(`^${name.replace("repo-", "repo1-")} = (.*)$`, "m").exec(configuration)?.[1];
    return value === undefined ? undefined : { value, hidden: false };
  };
  const rules: RepositoryRules = {
    schedules: jobs.map(({ cron, type }) => ({ type: typeOf(type), cron })),
    retention: retentionOf(option, 1),
  };
  return {
    figures: figuresOf(rules),
    timeline: (from, to) => repositoryTimeline(rules, to + 1, Math.ceil((to + 1 - from) / week), 0),
  };
}

function typeOf(type: string): BackupType {
  if (type === "full" || type === "diff" || type === "incr") return type;
  throw new Error(`there is no type ${type}`);
}
