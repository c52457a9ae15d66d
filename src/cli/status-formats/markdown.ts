import type { ClusterStatus, DriftChange, RepositoryStatus, StatusProblem } from "../../status/status-schema.ts";
import { durationWords } from "../../status/words.ts";
import { momentWords } from "../../text/moment-words.ts";
import { plainText } from "../markdown-text.ts";
import { allDriftLines } from "./drift-lines.ts";
import { howToSee, type MoreClusters, shownOf } from "./fleet.ts";
import type { StatusFormat } from "./status-format.ts";
import {
  archivingWords,
  backWords,
  byLevel,
  fixesOf,
  fromNow,
  jobNotes,
  lastSuccessWords,
  nameOf,
  repoHostWords,
  sentences,
  stateWords,
  totals,
} from "./words.ts";

/** For a ticket: what is wrong, the worst cluster first, then a table of all backups. */
export const markdown: StatusFormat = (status, { least = "ok" }) => {
  const { context, now } = status;
  const { healthy, more, problems, sick } = shownOf(status, least);
  const where = context === undefined ? "" : `, context ${plainText(context)}`;
  const parts = [
    "## Backup status",
    `${totals(status)} (${momentWords(now)}${where}).`,
    problemList(problems),
    ...sick.map((cluster) => clusterPart(cluster, now)),
    ...more.map(morePart),
    more.length === 0 ? "" : howToSee,
    table([...sick, ...healthy], now),
    (status.notes ?? []).map((note) => `- Note: ${plainText(note)}`).join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

function clusterPart(cluster: ClusterStatus, now: string): string {
  const { archiving, drift = [], level, phase, problems, repoHost } = cluster;
  const facts = [
    ...(phase === undefined ? [] : [`Operator: ${plainText(phase)}`]),
    ...(repoHost === undefined ? [] : repoHostWords(repoHost, now).map((words) => `Repo host: ${plainText(words)}`)),
    ...(archiving === undefined ? [] : [`Archiving: ${plainText(archivingWords(archiving, now))}`]),
  ];
  return [
    `### ${level}: ${plainText(nameOf(cluster))}`,
    problemList(problems),
    facts.map((fact) => `- ${fact}`).join("\n"),
    ...(drift.length === 0 ? [] : [`**Not as asked for:**\n\n${allDriftLines(drift, driftLines, "- ").join("\n")}`]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function problemList(given: readonly StatusProblem[]): string {
  const problems = byLevel(given);
  const fixes = fixesOf(problems);
  return problems.map((problem, at) => problemItem({ ...problem, fix: fixes[at] ?? problem.fix })).join("\n");
}

const morePart = ({ count, ids, level, names }: MoreClusters): string =>
  `**${level}** and ${count}${ids.length === 0 ? "" : ` with ${ids.map(plainText).join(", ")}`}: ${plainText(names)}`;

function problemItem({ fix, id, level, lines = [], object, problem, repository }: StatusProblem): string {
  const about = [object, repository].flatMap((part) => (part === undefined ? [] : [plainText(part)])).join(", ");
  const said = `- **${level}** ${plainText(id)}${about === "" ? "" : ` (${about})`}: ${plainText(sentences(problem, fix))}`;
  return [said.trimEnd(), ...lines.map((line) => `  - log: ${plainText(line)}`.trimEnd())].join("\n");
}

function driftLines({ fields = [], is, kind, name, why }: DriftChange): readonly string[] {
  const said = (value: string | undefined) => (value === undefined ? "nothing" : plainText(value));
  return [
    `- ${plainText(`${kind}/${name}`)} ${is}${why === undefined ? "" : `: ${plainText(why)}`}`,
    ...fields.map(
      ({ found, path, wanted }) => `  - field ${plainText(path)}: wanted ${said(wanted)}, found ${said(found)}`,
    ),
  ];
}

const head = ["level", "cluster", "repository", "backup", "state", "last", "due within", "next", "any moment back"];

function table(clusters: readonly ClusterStatus[], now: string): string {
  const rows = clusters.flatMap((cluster) => {
    const name = plainText(nameOf(cluster));
    if (cluster.repositories.length === 0) return [[cluster.level, name, "none", "", "", "", "", "", ""]];
    return cluster.repositories.flatMap((repository) =>
      jobRows(repository, now).map((row) => [repository.level, name, ...row]),
    );
  });
  if (rows.length === 0) return "";
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function jobRows(repository: RepositoryStatus, now: string): ReadonlyArray<readonly string[]> {
  const name = plainText(repository.name);
  const back = plainText(backWords(repository, now));
  if (repository.jobs.length === 0) return [[name, "none", "", "", "", "", back]];
  return repository.jobs.map((job) => [
    name,
    job.type,
    [stateWords(job), ...jobNotes(job, now)].join("; "),
    lastSuccessWords(job, now),
    job.dueSeconds === undefined ? "" : durationWords(job.dueSeconds),
    job.next === undefined ? "" : fromNow(job.next, now),
    back,
  ]);
}
