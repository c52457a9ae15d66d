import type { ClusterStatus, Level, Status, StatusProblem } from "../../status/status-schema.ts";
import { visible } from "../../text/visible.ts";
import type { StatusFormat } from "./status-format.ts";
import { between, byLevel, nameOf, sentences, totals } from "./words.ts";

/**
 * For Nagios, Icinga and their like, by the Monitoring Plugins Development Guidelines (https://www.monitoring-plugins.org/doc/guidelines.html):
 * a line with the state and all performance data, then a line for each problem. Icinga takes performance data from lines with a pipe alone,
 * so they are all in the first one.
 */
export const nagios: StatusFormat = (status) => {
  const clusters = byLevel(status.clusters, nameOf);
  const problems = [
    ...byLevel(status.problems).map((problem) => ({ problem, cluster: "" })),
    ...clusters.flatMap((cluster) =>
      byLevel(cluster.problems).map((problem) => ({ problem, cluster: `${nameOf(cluster)} ` })),
    ),
  ];
  const sorted = byLevel(problems.map((each) => ({ ...each, level: each.problem.level })));
  const [first] = sorted;
  const worst = first === undefined ? "" : `; ${first.cluster}${nameOfProblem(first.problem)}`;
  const said = plain(`PGBACKREST ${status.level.toUpperCase()} - ${totals(status)}${worst}`);
  const lines = sorted.map(({ cluster, problem }) =>
    plain(`${problem.level}: ${cluster}${nameOfProblem(problem)}: ${sentences(problem.problem, problem.fix)}`),
  );
  const shown = fitting(lines, mostTextBytes);
  const more =
    lines.length > shown.length ? [`${lines.length - shown.length} more; the format text has them all.`] : [];
  const text = [...shown, ...more].map((line) => `${line}\n`).join("");
  const values = fitting(performance(status, clusters), mostBytes - Buffer.byteLength(`${said} | \n${text}`));
  return `${said} | ${values.join(" ")}\n${text}`;
};

/** Nagios Core reads as many bytes of a plugin's output (`MAX_PLUGIN_OUTPUT_LENGTH`), and cuts off the rest, wherever that is. */
const mostBytes = 8192 - 1;
const mostTextBytes = 3000;

/** The first parts, as many as fit into so many bytes with a letter between them. */
function fitting(parts: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  const end = parts.findIndex((part) => {
    left -= Buffer.byteLength(part) + 1;
    return left < 0;
  });
  return end < 0 ? parts : parts.slice(0, end);
}

const nameOfProblem = ({ id, object, repository }: StatusProblem) =>
  [id, object, repository].filter((part) => part !== undefined).join(" ");

/** On one line, without the pipe, which ends the text. */
const plain = (text: string) => visible(text).replaceAll("|", "\\u007c").trimEnd();

/** Values with their names and thresholds; a name occurs once. What everybody draws stands first. */
function performance(status: Status, clusters: readonly ClusterStatus[]): readonly string[] {
  const values = new Map<string, string>();
  const add = (name: string, value: string | undefined) => {
    const label = plain(name).replace(/['=]/g, "_");
    if (value !== undefined && !values.has(label)) values.set(label, `'${label}'=${value}`);
  };
  const count = (level: Level) => status.clusters.filter((cluster) => cluster.level === level).length;
  const all = status.clusters.length;
  add("clusters", `${all};;;0;`);
  add("warning", `${count("warning")};0;;0;${all}`);
  add("critical", `${count("critical")};;0;0;${all}`);
  add("unknown", `${count("unknown")};;;0;${all}`);
  for (const cluster of clusters) addCluster(cluster, status, add);
  return [...values.values()];
}

function addCluster(
  cluster: ClusterStatus,
  { limits, now }: Pick<Status, "limits" | "now">,
  add: (name: string, value: string | undefined) => void,
): void {
  const { archiving, repoHost, repositories } = cluster;
  for (const { jobs, name: repository, window } of repositories) {
    const name = `${nameOf(cluster)} ${repository}`;
    for (const { ageSeconds, dueSeconds, missedRuns, type } of jobs) {
      if (ageSeconds !== undefined) add(`${name} ${type} age`, `${ageSeconds}s;${dueSeconds ?? ""};;0;`);
      add(`${name} ${type} missed`, missedRuns === undefined ? "U" : `${missedRuns};0;;0;`);
    }
    if (window === undefined) continue;
    add(`${name} size`, `${window.repositoryBytes}B;;;0;`);
    if (window.oldestPointInTime !== undefined)
      add(`${name} window`, `${Math.max(0, between(window.oldestPointInTime, window.newest ?? now))}s;;;0;`);
  }
  if (archiving !== undefined) {
    if (archiving.ageSeconds !== undefined) add(`${nameOf(cluster)} wal age`, `${archiving.ageSeconds}s;;;0;`);
    add(`${nameOf(cluster)} wal failures`, `${archiving.failures}c;;;0;`);
    if (archiving.waitingFiles !== undefined) {
      // As many as the limits are too many.
      const [warning, critical] = [limits.waitingFilesWarning, limits.waitingFilesCritical].map((files) => files - 1);
      add(`${nameOf(cluster)} wal waiting`, `${archiving.waitingFiles};${warning};${critical};0;`);
    }
  }
  if (repoHost?.certificateUntil !== undefined)
    add(
      `${nameOf(cluster)} certificate`,
      // Below these, as the colon says.
      `${between(now, repoHost.certificateUntil)}s;${limits.certificateWarningSeconds}:;${limits.certificateCriticalSeconds}:`,
    );
}
