import type {
  ClusterStatus,
  DriftChange,
  Level,
  RepositoryStatus,
  Status,
  StatusProblem,
} from "../../status/status-schema.ts";
import { visible } from "../../text/visible.ts";
import { momentWords } from "../moment-words.ts";
import { clipped, inColumns, wrapped } from "./columns.ts";
import type { StatusFormat } from "./status-format.ts";
import {
  ago,
  archivingWords,
  backWords,
  byLevel,
  duration,
  fromNow,
  jobNotes,
  lastSuccessWords,
  nameOf,
  repoHostWords,
  size,
  totals,
} from "./words.ts";

/** For people: the worst cluster first, with all that is known of it; a healthy one is a line. */
export const text: StatusFormat = (status, options) => {
  const clusters = byLevel(status.clusters, nameOf);
  const painted = options.color ? inColor : (word: string) => word;
  const given = { now: status.now, columns: options.columns, painted };
  const sick = clusters.filter(({ level }) => level !== "ok");
  const parts = [
    ...sick.map((cluster) => clusterText(cluster, given)),
    ...byLevel(status.problems).map((problem) => problemLines(problem, "", given).join("\n")),
    healthyText(
      clusters.filter(({ level }) => level === "ok"),
      given,
    ),
    summary(status, sick),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

interface Given {
  readonly now: string;
  readonly columns: number;
  readonly painted: (word: string, level: Level) => string;
}

const codes = { critical: 31, unknown: 35, warning: 33, ok: 32 };
const inColor = (word: string, level: Level) => `\u001b[${codes[level]}m${word}\u001b[0m`;

/** All that is known of a cluster with problems. */
function clusterText(cluster: ClusterStatus, given: Given): string {
  const { archiving, drift = [], level, phase, problems, repoHost, repositories } = cluster;
  const { now, painted } = given;
  return [
    `${painted(level.toUpperCase(), level)} ${nameOf(cluster)}${phase === undefined ? "" : ` (${visible(phase)})`}`,
    ...byLevel(problems).flatMap((problem) => problemLines(problem, "  ", given)),
    ...repositories.flatMap((repository) => repositoryLines(repository, given)),
    ...(repoHost === undefined ? [] : repoHostWords(repoHost, now).map((words) => `  repo host: ${words}`)),
    ...(archiving === undefined ? [] : [`  archiving: ${archivingWords(archiving, now)}`]),
    ...drift.flatMap((change) => driftLines(change).map((line) => `  ${line}`)),
  ].join("\n");
}

/** What is wrong, and behind a gutter the sentences and the pod's last lines. */
function problemLines(problem: StatusProblem, indent: string, { columns, painted }: Given): readonly string[] {
  const { fix, id, level, lines = [], object, repository } = problem;
  const about = [object, repository].flatMap((part) => (part === undefined ? [] : [visible(part)]));
  return [
    `${indent}${painted(level, level)} ${visible(id)}${about.length === 0 ? "" : `: ${about.join(", ")}`}`,
    ...wrapped(visible(problem.problem), `${indent}| `, columns),
    ...wrapped(visible(fix), `${indent}| Fix: `, columns).map((line, at) =>
      at === 0 ? line : line.replace("| Fix: ", "|      "),
    ),
    ...lines.map((line) => `${indent}|   > ${visible(line)}`.trimEnd()),
  ];
}

const jobLevels = {
  ok: "ok",
  running: "ok",
  failed: "critical",
  missed: "critical",
  "never-ran": "warning",
  suspended: "warning",
  missing: "critical",
  unknown: "unknown",
} as const;

function repositoryLines(repository: RepositoryStatus, { columns, now, painted }: Given): readonly string[] {
  const { jobs, location, name, window } = repository;
  const mains = inColumns(
    jobs.map((job) => [
      `    ${job.type}`,
      job.state,
      lastSuccessWords(job, now),
      job.dueSeconds === undefined ? "" : `due within ${duration(job.dueSeconds)}`,
      job.next === undefined ? "" : `next ${fromNow(job.next, now)}`,
    ]),
  );
  const jobRows = jobs.flatMap((job, at) => {
    const main = mains[at] ?? "";
    const notes = jobNotes(job, now).join("; ");
    const shown = main.replace(job.state, painted(job.state, jobLevels[job.state]));
    if (notes === "") return [shown];
    return main.length + 2 + notes.length <= columns ? [`${shown}; ${notes}`] : [shown, `          ${notes}`];
  });
  const back = backWords(repository, now);
  const rows = [
    ...(back === "" ? [] : [["    any moment back", back]]),
    ...(window === undefined
      ? []
      : [
          ...(window.newest === undefined
            ? []
            : [["    newest moment", `${momentWords(window.newest)} (${ago(window.newest, now)})`]]),
          ["    oldest backup", `${momentWords(window.oldestBackup)} (${ago(window.oldestBackup, now)})`],
          ["    in the repository", inRepository(window)],
        ]),
  ];
  return [`  repository ${visible(name)}: ${visible(location)}`, ...jobRows, ...inColumns(rows)];
}

const inRepository = ({ backups, repositoryBytes }: NonNullable<RepositoryStatus["window"]>) =>
  `${(["full", "diff", "incr"] as const).map((type) => `${backups[type]} ${type}`).join(", ")}; ${size(repositoryBytes)}`;

function driftLines({ fields = [], is, kind, name, why }: DriftChange): readonly string[] {
  const quoted = (value: string | undefined) => (value === undefined ? "nothing" : `"${clipped(visible(value), 100)}"`);
  return [
    `drift: ${visible(kind)}/${visible(name)} ${is}${why === undefined ? "" : `: ${visible(why)}`}`,
    ...fields.map(
      ({ found, path, wanted }) => `  - ${visible(path)}: wanted ${quoted(wanted)}, found ${quoted(found)}`,
    ),
  ];
}

/** A line each: how old the backups are. */
function healthyText(clusters: readonly ClusterStatus[], { columns, now, painted }: Given): string {
  const rows = clusters.map((cluster) => [
    "ok",
    nameOf(cluster),
    cluster.repositories.map((repository) => shortly(repository, now)).join("; "),
  ]);
  return inColumns(rows)
    .map((line) => clipped(line, columns).replace("ok", painted("ok", "ok")))
    .join("\n");
}

/** `repo1 full 2 d 21 h, diff 7 h`. */
function shortly({ jobs, name }: RepositoryStatus, now: string): string {
  const ages = jobs.map((job) => {
    const { lastSuccess } = job;
    return `${job.type} ${lastSuccess === undefined ? job.state : ago(lastSuccess, now).replace(/ ago$/, "")}`;
  });
  return `${visible(name)} ${ages.join(", ")}`;
}

const mostNames = 5;

/** Long lists scroll away what stands first, so the end names it again. */
function summary(status: Status, sick: readonly ClusterStatus[]): string {
  const names = sick.slice(0, mostNames).map((cluster) => `${nameOf(cluster)} ${cluster.level}`);
  const more = sick.length > mostNames ? [`${sick.length - mostNames} more`] : [];
  const isLong = status.clusters.length > 20 && sick.length > 0;
  const where = status.context === undefined ? "" : `, context ${visible(status.context)}`;
  return [
    `${totals(status)}.`,
    ...(isLong ? [`Not ok: ${[...names, ...more].join(", ")}.`] : []),
    `Looked at on ${momentWords(status.now)}${where}.`,
  ].join("\n");
}
