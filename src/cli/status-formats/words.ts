import type { ClusterStatus, JobStatus, Level, RepositoryStatus, Status } from "../../status/status-schema.ts";
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

/** `2 d 21 h ago`; a moment in the future, as clocks differ, is now. */
export const ago = (moment: string, now: string): string => `${durationWords(Math.max(0, between(moment, now)))} ago`;

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

/** When a job last succeeded, and who says so: `backup 2 d ago`, `complete Job 2 d ago`. */
export function lastSuccessWords({ lastSuccess, lastSuccessFrom }: JobStatus, now: string): string {
  if (lastSuccess === undefined) return "no backup";
  return `${lastSuccessFrom === "pgbackrest" ? "backup" : "complete Job"} ${ago(lastSuccess, now)}`;
}

/** What else is to be said of a job: `2 runs missed`, `failed 3 h ago`. */
export const jobNotes = (job: JobStatus, now: string): readonly string[] => [
  ...(job.missedRuns === 0 ? [] : [counted(job.missedRuns, "run missed", "runs missed")]),
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
  return [...there, `${said}${promised.kept ? "" : ", not kept"}`].join(", ");
}

/** `not ready; certificate ends in 20 d`, and for each volume `volume data is Bound, 50.0 GiB`. */
export function repoHostWords(repoHost: NonNullable<ClusterStatus["repoHost"]>, now: string): readonly string[] {
  const { certificateUntil: until, ready, volumes } = repoHost;
  const end =
    until === undefined ? [] : [`certificate ${between(now, until) > 0 ? "ends" : "ended"} ${fromNow(until, now)}`];
  return [
    [ready ? "ready" : "not ready", ...end].join("; "),
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
