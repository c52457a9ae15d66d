import type {
  ClusterStatus,
  JobStatus,
  Level,
  RepositoryStatus,
  Status,
  StatusProblem,
} from "../../status/status-schema.ts";
import { durationWords } from "../../status/words.ts";
import { visible } from "../../text/visible.ts";
import { counted } from "../counted.ts";

/* The words in which the formats speak of a status. What is from the cluster is shown without what could forge a line. */

/** The worst first: what is not known may be critical. */
const worstFirst = ["critical", "unknown", "warning", "ok"] as const satisfies readonly Level[];

/** Things with levels, the worst first; those of one level by their names. */
export const byLevel = <Thing extends { readonly level: Level }>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string = () => "",
): readonly Thing[] =>
  things
    .map((thing) => ({ thing, rank: worstFirst.indexOf(thing.level), name: nameOf(thing) }))
    .sort((left, right) => left.rank - right.rank || (left.name < right.name ? -1 : left.name > right.name ? 1 : 0))
    .map(({ thing }) => thing);

/** True for a level that is as bad as another, or worse. */
export const isAtLeast = (level: Level, least: Level): boolean =>
  worstFirst.indexOf(level) <= worstFirst.indexOf(least);

/** A cluster in its namespace: `pg/demo`. */
export const nameOf = ({ name, namespace }: Pick<ClusterStatus, "name" | "namespace">): string =>
  visible(`${namespace}/${name}`);

/** `3 clusters: 1 critical, 0 unknown, 1 warning, 1 ok`. */
export function totals({ clusters }: Status): string {
  const counts = worstFirst.map((level) => {
    const count = clusters.filter((cluster) => cluster.level === level).length;
    return level === "warning" ? counted(count, level) : `${count} ${level}`;
  });
  return `${counted(clusters.length, "cluster")}: ${counts.join(", ")}`;
}

/** Seconds from one moment to another; negative where the second is earlier. */
export const between = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / 1000);

/** `2 d 21 h ago`; a moment that is somewhat in the future, as clocks differ, is now. */
export const ago = (moment: string, now: string): string =>
  between(now, moment) > 300
    ? `${durationWords(between(now, moment))} in the future`
    : `${durationWords(Math.max(0, between(moment, now)))} ago`;

/** `in 5 h`, `5 h ago`. */
export const fromNow = (moment: string, now: string): string =>
  between(now, moment) < 0 ? ago(moment, now) : `in ${durationWords(between(now, moment))}`;

const sizes = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** `12.5 GiB`. */
export function size(bytes: number): string {
  const power = Math.min(sizes.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const count = bytes / 1024 ** power;
  return `${power === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${sizes[power]}`;
}

/** True for a job that had no run yet that should have brought a backup. */
const isToCome = ({ missedRuns = 0, state }: JobStatus) => state === "never-ran" && missedRuns === 0;

/** The state of a job, for people. */
export const stateWords = (job: JobStatus): string => (isToCome(job) ? "not yet" : job.state);

/** `next in 5 h`, `first in 1 d 1 h`. */
export const nextWords = (job: JobStatus, now: string): string =>
  job.next === undefined ? "" : `${isToCome(job) ? "first" : "next"} ${fromNow(job.next, now)}`;

/** How old the last backup is, as short as can be: `diff 7 h`, `full not yet (first in 1 d 1 h)`. */
export function ageWords(job: JobStatus, now: string): string {
  if (job.lastSuccess !== undefined) return `${job.type} ${ago(job.lastSuccess, now).replace(/ ago$/, "")}`;
  const first = isToCome(job) && job.next !== undefined ? ` (${nextWords(job, now)})` : "";
  return `${job.type} ${stateWords(job)}${first}`;
}

/** The operator's word of a cluster, in brackets; nothing of one that is not known. */
export function phaseWords({ level, phase, repositories }: ClusterStatus): string {
  if (phase !== undefined) return ` (${visible(phase)})`;
  // It may be that the resource was not read.
  if (level === "unknown") return "";
  return repositories.length === 0 ? "" : " (no phase yet)";
}

/** What to do about each problem of a cluster; a cure that was said of one before is not said again. */
export function fixesOf(problems: readonly StatusProblem[]): readonly string[] {
  const said = new Map<string, string>();
  return problems.map(({ fix, id }) => {
    const before = said.get(fix);
    if (before === undefined) said.set(fix, id);
    return before === undefined ? fix : `As for \`${before}\` above.`;
  });
}

/** Two sentences, one behind the other. */
export const sentences = (...texts: readonly string[]): string =>
  texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text, at, all) => (at < all.length - 1 && !/[.!?:…]$/.test(text) ? `${text}.` : text))
    .join(" ");

/** When a job last succeeded, and who says so: `backup 2 d ago`, `complete Job 2 d ago`. */
export function lastSuccessWords({ lastSuccess, lastSuccessFrom }: JobStatus, now: string): string {
  if (lastSuccess === undefined) return "no backup";
  return `${lastSuccessFrom === "pgbackrest" ? "backup" : "complete Job"} ${ago(lastSuccess, now)}`;
}

/** What else is to be said of a job: `2 runs missed`, `failed 3 h ago`. */
export const jobNotes = (job: JobStatus, now: string): readonly string[] => [
  ...((job.missedRuns ?? 0) === 0 ? [] : [counted(job.missedRuns ?? 0, "run missed", "runs missed")]),
  ...(job.lastFailure === undefined ? [] : [`failed ${ago(job.lastFailure, now)}`]),
  ...(job.runningSince === undefined
    ? []
    : [`running for ${durationWords(Math.max(0, between(job.runningSince, now)))}`]),
];

/** How far back a repository goes, as far as it is known, and what the manifests promise of it: `21 d 9 h, promised 21 d`. */
export function backWords({ promised, window }: RepositoryStatus, now: string): string {
  const from = window?.oldestPointInTime;
  const there = from === undefined ? [] : [durationWords(Math.max(0, between(from, now)))];
  if (promised === undefined) return there.join("");
  const seconds = promised.guaranteedSeconds;
  const said = seconds === null ? "promised without limit" : `promised ${durationWords(seconds)}`;
  return [...there, `${said}${promised.kept === false ? ", not kept" : promised.filling ? ", filling" : ""}`].join(
    ", ",
  );
}

/** `not ready; certificate ends in 20 d`, and for each volume `volume data is Bound, 50.0 GiB`. */
export function repoHostWords(repoHost: NonNullable<ClusterStatus["repoHost"]>, now: string): readonly string[] {
  const { certificateUntil: until, ready, volumes } = repoHost;
  const end =
    until === undefined ? [] : [`certificate ${between(now, until) > 0 ? "ends" : "ended"} ${fromNow(until, now)}`];
  return [
    [ready === undefined ? "not known" : ready ? "ready" : "not ready", ...end].join("; "),
    ...volumes.map(
      ({ bytes, name, phase }) =>
        `volume ${visible(name)} is ${visible(phase)}${bytes === undefined ? "" : `, ${size(bytes)}`}`,
    ),
  ];
}

/** `last WAL 12 min ago; 3 files wait; failing, 7 failures`. */
export function archivingWords(archiving: NonNullable<ClusterStatus["archiving"]>, now: string): string {
  const { failing, failures, lastArchived, waitingFiles = 0 } = archiving;
  return [
    lastArchived === undefined ? "nothing yet" : `last WAL ${ago(lastArchived, now)}`,
    ...(waitingFiles === 0 ? [] : [counted(waitingFiles, "file waits", "files wait")]),
    ...(failures === 0 ? [] : [`${failing ? "failing, " : ""}${counted(failures, "failure")}`]),
  ].join("; ");
}
