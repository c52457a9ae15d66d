import type { RunbookChapter, RunbookStep } from "./runbook-step.ts";

/** What a standby cluster is, and what to do instead of what its runbook leaves out. */
export const standbyRunbookNote =
  "This is a standby cluster (`spec.standby`): it follows another cluster. Until it is promoted, it has no primary, so it cannot be backed up and archives nothing, and what is written into it is refused. Its repository has only what was backed up before it became a standby. To get data back, follow the runbook of the cluster that it follows. Print this one again when it is promoted.";

/**
 * Chapters that need a primary, or that restore in place: Patroni would let the restored database follow the other cluster again, whose history
 * is another one.
 */
const impossibleChapters: readonly string[] = [
  "backup-now",
  "in-place-latest",
  "in-place-time",
  "in-place-set",
  "one-database",
  "archiving-stopped",
];

/** Steps of the other chapters that cannot work either, by the beginning of their ids. */
const impossibleSteps: readonly string[] = ["look-archiving", "by-hand-", "full-after"];

/** What of a runbook can work on a standby cluster. */
export const standbyChapters = (chapters: readonly RunbookChapter[]): readonly RunbookChapter[] =>
  chapters
    .filter(({ id }) => !impossibleChapters.includes(id))
    .map((chapter) => ({ ...chapter, steps: chapter.steps.filter(isPossible) }));

const isPossible = ({ id }: RunbookStep) => !impossibleSteps.some((beginning) => id.startsWith(beginning));
