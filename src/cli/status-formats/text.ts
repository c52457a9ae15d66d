import type { ClusterStatus, Level, RepositoryStatus, Status, StatusProblem } from "../../status/status-schema.ts";
import { durationWords } from "../../status/words.ts";
import { momentWords } from "../../text/moment-words.ts";
import { visible } from "../../text/visible.ts";
import { clipped, inColumns, wrapped } from "./columns.ts";
import { allDriftLines, driftLines } from "./drift-lines.ts";
import { howToSee, type MoreClusters, shownOf } from "./fleet.ts";
import type { StatusFormat } from "./status-format.ts";
import {
  ageWords,
  ago,
  archivingWords,
  backWords,
  byLevel,
  fixesOf,
  jobNotes,
  lastSuccessWords,
  nameOf,
  nextWords,
  phaseWords,
  repoHostWords,
  size,
  stateWords,
  totals,
} from "./words.ts";

/** For people: the worst cluster first, with all that is known of it; a healthy one is a line. */
export const text: StatusFormat = (status, options) => {
  const painted = options.color ? inColor : (word: string) => word;
  const given = { now: status.now, columns: options.columns, painted };
  const { healthy, more, problems, sick } = shownOf(status, options.least ?? "ok");
  const parts = [
    // Long lists scroll away what stands first, and what stands last: both say it.
    status.clusters.length > mostShort ? `${totals(status)}.` : "",
    ...sick.map((cluster) => clusterText(cluster, given)),
    ...more.map((group) => moreText(group, given)),
    more.length === 0 ? "" : wrapped(howToSee, "", paragraph(given)).join("\n"),
    problemsLines(problems, "", given).join("\n"),
    healthyText(healthy, given),
    (status.notes ?? []).flatMap((note) => ["note", ...wrapped(visible(note), "| ", paragraph(given))]).join("\n"),
    summary(status),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

/** Of more clusters than these, the sum is said before and after. */
const mostShort = 20;

/** Longer lines of sentences are hard to read. */
const paragraph = ({ columns }: Pick<Given, "columns">) => Math.min(columns, 120);

function moreText({ count, ids, level, names }: MoreClusters, given: Given): string {
  const kinds = ids.map((id) => `\`${visible(id)}\``).join(", ");
  const [first = "", ...others] = wrapped(
    `${level.toUpperCase()} and ${count}${kinds === "" ? "" : ` with ${kinds}`}: ${names}`,
    "",
    paragraph(given),
  );
  return [first.replace(level.toUpperCase(), (word) => given.painted(word, level)), ...others].join("\n");
}

interface Given {
  readonly now: string;
  readonly columns: number;
  readonly painted: (word: string, level: Level) => string;
}

const codes = { critical: 31, unknown: 35, warning: 33, ok: 32 };
const inColor = (word: string, level: Level) => `\u001b[${codes[level]}m${word}\u001b[0m`;

/** All that is known of a cluster with problems. */
function clusterText(cluster: ClusterStatus, given: Given): string {
  const { archiving, drift = [], level, problems, repoHost, repositories } = cluster;
  const { now, painted } = given;
  return [
    `${painted(level.toUpperCase(), level)} ${nameOf(cluster)}${phaseWords(cluster)}`,
    ...problemsLines(byLevel(problems), "  ", given),
    ...repositories.flatMap((repository) => repositoryLines(repository, given)),
    ...(repoHost === undefined ? [] : repoHostWords(repoHost, now).map((words) => `  repo host: ${words}`)),
    ...(archiving === undefined ? [] : [`  archiving: ${archivingWords(archiving, now)}`]),
    ...allDriftLines(drift, driftLines, "drift: ").map((line) => `  ${line}`),
  ].join("\n");
}

function problemsLines(problems: readonly StatusProblem[], indent: string, given: Given): readonly string[] {
  const fixes = fixesOf(problems);
  return problems.flatMap((problem, at) => {
    const lines = problemLines({ ...problem, fix: fixes[at] ?? problem.fix }, indent, given);
    return indent === "" && at > 0 ? ["", ...lines] : lines;
  });
}

/** What is wrong, and behind a gutter the sentences and the pod's last lines. */
function problemLines(problem: StatusProblem, indent: string, given: Given): readonly string[] {
  const { painted } = given;
  const columns = paragraph(given);
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
      stateWords(job),
      lastSuccessWords(job, now),
      job.dueSeconds === undefined ? "" : `due within ${durationWords(job.dueSeconds)}`,
      nextWords(job, now),
    ]),
  );
  const longest = Math.max(0, ...mains.map((main) => main.length));
  const jobRows = jobs.flatMap((job, at) => {
    const main = mains[at] ?? "";
    const notes = jobNotes(job, now).join("; ");
    const shown = main.replace(stateWords(job), (word) => painted(word, jobLevels[job.state]));
    if (notes === "") return [shown];
    return longest + 2 + notes.length <= columns
      ? [`${shown}${" ".repeat(longest - main.length + 2)}${notes}`]
      : [shown, `          ${notes}`];
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

/** A line each: how old the backups are. */
function healthyText(clusters: readonly ClusterStatus[], { columns, now, painted }: Given): string {
  const rows = clusters.map((cluster) => [
    "ok",
    `${nameOf(cluster)}${cluster.phase === undefined ? phaseWords(cluster) : ""}`,
    cluster.repositories.map((repository) => shortly(repository, now)).join("; "),
  ]);
  return inColumns(rows)
    .map((line) => clipped(line, columns).replace("ok", painted("ok", "ok")))
    .join("\n");
}

/** `repo1 full 2 d 21 h, diff 7 h`. */
function shortly({ jobs, name }: RepositoryStatus, now: string): string {
  const ages = jobs.map((job) => ageWords(job, now));
  return `${visible(name)} ${ages.join(", ")}`;
}

const mostNames = 5;

/** The end of it, which names again what stands first. */
function summary(status: Status): string {
  const sick = byLevel(status.clusters, nameOf).filter(({ level }) => level !== "ok");
  const names = sick.slice(0, mostNames).map((cluster) => `${nameOf(cluster)} ${cluster.level}`);
  const more = sick.length > mostNames ? [`${sick.length - mostNames} more`] : [];
  const isLong = status.clusters.length > mostShort && sick.length > 0;
  const where = status.context === undefined ? "" : `, context ${visible(status.context)}`;
  return [
    `${totals(status)}.`,
    ...(isLong ? [`Not ok: ${[...names, ...more].join(", ")}.`] : []),
    `Looked at on ${momentWords(status.now)}${where}.`,
  ].join("\n");
}
