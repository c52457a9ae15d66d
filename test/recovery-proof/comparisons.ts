import { restorableAt } from "../../src/recovery/restorable-at.ts";
import type { Timeline } from "../../src/recovery/timeline.ts";
import { walFrom } from "./figures.ts";
import type { History, Observed } from "./simulation.ts";
import type { Contents } from "./state.ts";

/** Where model and pgBackRest disagree about what is there after each run; of backups, about those that are not older than `since`. */
export const differences = (
  history: History,
  timeline: Timeline,
  runs: readonly Observed[],
  since: number,
): readonly string[] =>
  runs.flatMap(({ run: { at }, after }) => {
    const real = keptByPgBackRest(history, after, since);
    const ours = keptByModel(history, timeline, at, since);
    return real === ours ? [] : [`after ${words(at)}: ${real}; the model: ${ours}`];
  });

/** What is there, as text. */
function keptByPgBackRest(history: History, after: Contents, since: number): string {
  const madeAt = (label: string) => history.runs.get(label) ?? 0;
  const backups = after.backups
    .filter(({ label }) => madeAt(label) >= since)
    .map(({ type, label, prior }) => entry(type, madeAt(label), prior === null ? undefined : madeAt(prior)));
  return [...backups, walEntry(history, walFrom(history, after))].join(", ");
}

function keptByModel(history: History, timeline: Timeline, moment: number, since: number): string {
  const backups = timeline.backups
    .filter(({ at, expires }) => at >= since && at <= moment && (expires === undefined || expires > moment))
    .map(({ type, at, prior }) => entry(type, at, prior === undefined ? undefined : timeline.backups[prior]?.at));
  return [...backups, walEntry(history, timeline.expiries.findLast(({ at }) => at <= moment)?.walFrom ?? 0)].join(", ");
}

/** WAL that is never removed goes back to it; in the model, which knows of no beginning, further. */
const firstRun = ({ observed }: History) => observed[0]?.run.at ?? 0;

const walEntry = (history: History, from: number) => `WAL from ${words(Math.max(firstRun(history), from))}`;

const entry = (type: string, at: number, prior: number | undefined) =>
  `${type} ${words(at)}${prior === undefined ? "" : ` on ${words(prior)}`}`;

const words = (moment: number): string => new Date(moment * 1000).toISOString().slice(0, 16);

/** How a moment can be restored, of what is there. */
function restored(history: History, { backups, segments }: Contents, moment: number): string {
  const madeAt = (label: string) => history.runs.get(label) ?? 0;
  const last = backups.findLast(({ label }) => madeAt(label) <= moment);
  if (last === undefined) return "not";
  const at = madeAt(last.label);
  const holds = (segment: number) => segments.includes(segment);
  // The segment that holds the moment is the last one that begins before it, or with it.
  for (let segment = last.start; (history.begins.get(segment) ?? moment + 1) <= moment; segment += 1)
    if (at !== moment && !holds(segment)) return "not";
  const chain: string[] = [];
  for (let label: string | null = last.label; label !== null; ) {
    chain.unshift(words(madeAt(label)));
    label = backups.find((backup) => backup.label === label)?.prior ?? null;
  }
  return `${chain.join(" + ")} + ${moment - at} s of WAL`;
}

/** Where model and pgBackRest disagree about moments: of each run and halfway between them, asked after each run. */
export function disagreements(
  history: History,
  timeline: Timeline,
  runs: readonly Observed[],
  since: number,
): readonly string[] {
  const times = runs.map(({ run }) => run.at);
  const moments = times.flatMap((at, index) => [at, Math.floor((at + (times[index + 1] ?? at)) / 2)]);
  return runs.flatMap(({ run: { at: asOf }, after }) =>
    moments
      .filter((moment) => moment >= since && moment <= asOf)
      .flatMap((moment) => {
        const real = restored(history, after, moment);
        const answer = restorableAt(timeline, moment, asOf);
        const ours =
          answer.is === "restorable"
            ? `${answer.chain.map(({ at }) => words(at)).join(" + ")} + ${answer.walSeconds} s of WAL`
            : "not";
        return real === ours ? [] : [`${words(moment)} as of ${words(asOf)}: ${real}; the model: ${ours}`];
      }),
  );
}
