import { isKnown } from "../../recovery/is-known.ts";
import { type PlanChange, planChanges } from "../../recovery/plan-changes.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "../../recovery/plan-schema.ts";
import { momentWords } from "../../text/moment-words.ts";
import { visible } from "../../text/visible.ts";
import { counted } from "../counted.ts";
import type { PlanReport } from "./plan-format.ts";
import {
  about,
  busiestWords,
  chainWords,
  encryptionWords,
  errorsToMend,
  findingWords,
  isFilled,
  keptWords,
  lossWords,
  nameOf,
  placeWords,
  runsWords,
  span,
  unreadWords,
} from "./words.ts";

/** For people: a paragraph for each cluster, then what is true of all of them. With an earlier plan, only what is different. */
export function text({ earlier, plan }: PlanReport): string {
  if (earlier !== undefined) return [changesText(planChanges(earlier, plan)), ...unreadText(plan, "\n")].join("\n");
  const paragraphs = [...plan.clusters.map(clusterText), ...unreadText(plan, ""), fleetText(plan)];
  return `${paragraphs.join("\n\n")}\n`;
}

/** What is missing in the plan, because it could not be read. */
const unreadText = ({ unread = [] }: Plan, end: string): readonly string[] =>
  unread.length === 0
    ? []
    : [
        `Could not be read, so nothing of it is in this plan:\n${unread.map((each) => `  ${unreadWords(each)}`).join("\n")}${end}`,
      ];

type Row = readonly [label: string, words: string];

/** Rows with their words in one column. The words quote what the manifest says. */
function rows(list: readonly Row[], indent: string): string {
  const width = Math.max(0, ...list.map(([label]) => label.length)) + 2;
  return list.map(([label, words]) => `${indent}${label.padEnd(width)}${visible(words)}`).join("\n");
}

function clusterText(cluster: ClusterPlan): string {
  const { complete, file, findings, line, repositories, unprotected } = cluster;
  const place = file === undefined ? "" : ` (${visible(file)}${line === undefined ? "" : `:${line}`})`;
  const found = findings.error + findings.warning + findings.info === 0 ? "" : `: ${findingWords(findings)}`;
  return [
    `${nameOf(cluster)}${place}${found}`,
    ...(complete ? [] : ["  The manifest has errors; what it says beside them is planned here."]),
    ...(unprotected ? ["  NOTHING IS EVER BACKED UP."] : []),
    ...repositories.map((repository) => repositoryText(repository, errorsToMend(findings))),
  ].join("\n");
}

function repositoryText(repository: RepositoryPlan, condition: string): string {
  const { gaps, name, schedules, walSeconds, window } = repository;
  const wal = isKnown(repository) ? `; WAL: ${span(walSeconds.least, walSeconds.most)}` : "";
  const back = (given: RepositoryPlan["window"]["backups"]) =>
    isKnown(repository) ? backWords(given, condition) : "not known";
  return [
    `  ${name}: ${placeWords(repository)}`,
    rows(
      [
        ["encryption", encryptionWords(repository)],
        ...schedules.map(scheduleRow),
        ...(isFilled(repository)
          ? ([
              ["kept", `${keptWords(repository)}${wal}`],
              ["any moment", back(window.pointInTime)],
              ["oldest backup", back(window.backups)],
              ["can be lost", lossWords(repository)],
              ["a restore reads", chainWords(repository)],
            ] as const)
          : []),
        ...gaps.map((gap): Row => ["gap", gap]),
      ],
      "    ",
    ),
  ].join("\n");
}

/** `21 days back, guaranteed; at best 28 days`. */
function backWords({ bestSeconds, guaranteedSeconds }: RepositoryPlan["window"]["backups"], condition: string): string {
  const only = condition === "" ? "" : ` ${condition}`;
  if (guaranteedSeconds === null) return `without limit${only}, for nothing expires`;
  const guaranteed =
    guaranteedSeconds === 0 ? "nothing guaranteed" : `${about(guaranteedSeconds)} back, guaranteed${only}`;
  if (bestSeconds === guaranteedSeconds) return guaranteed;
  return `${guaranteed}; at best ${bestSeconds === null ? "without limit" : about(bestSeconds)}`;
}

function scheduleRow({ longestGapSeconds, next, suspended, type, words }: RepositoryPlan["schedules"][number]): Row {
  const [first] = next;
  const parts = [
    words,
    ...(suspended ? ["suspended"] : []),
    ...(first === undefined ? [] : [`next ${momentWords(first)}`]),
    ...(longestGapSeconds === null ? [] : [`at most ${about(longestGapSeconds)} apart`]),
  ];
  return [type, parts.join("; ")];
}

const mostNames = 20;
const mostCollisions = 5;
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function fleetText({ clusters, fleet }: Plan): string {
  const { busiest, collisionCount, collisions, findings, repositories, shortestWindow, unprotected, week } = fleet;
  const names = unprotected.slice(0, mostNames).map(nameOf);
  const more = unprotected.length > mostNames ? `, and ${unprotected.length - mostNames} more` : "";
  const lines = [
    `${counted(fleet.clusters, "cluster")}, ${counted(repositories, "repository", "repositories")}; ${findingWords(findings)}${findings.error + findings.warning + findings.info === 0 ? "." : ": `check` has their text."}`,
    ...(unprotected.length === 0 ? [] : [`Never backed up: ${names.join(", ")}${more}.`]),
  ];
  if (clusters.length < 2) return lines.join("\n");
  lines.push(`Busiest hour of the coming week: ${busiestWords(busiest)}.`);
  if (shortestWindow.length > 0) {
    const shortest = shortestWindow.slice(0, mostCollisions);
    const each = shortest.map((cluster) => `${nameOf(cluster)} ${about(cluster.guaranteedSeconds ?? 0)}`);
    lines.push(`Shortest windows: ${each.join(", ")}.`);
  }
  for (const { at, on, runs } of collisions.slice(0, mostCollisions))
    lines.push(`Start together at ${momentWords(at)} on ${visible(on)}: ${runsWords(runs)}.`);
  if (collisionCount > mostCollisions) lines.push(`And ${collisionCount - mostCollisions} more that start together.`);
  const widest = Math.max(2, ...week.flat().map((count) => String(count).length)) + 1;
  const cells = (values: readonly (number | string)[]) =>
    values.map((value) => String(value).padStart(widest)).join("");
  lines.push(
    "Backups that start in the coming week, by day and hour in UTC:",
    `     ${cells(Array.from({ length: 24 }, (_, hour) => hour))}`,
    ...week.map((counts, day) => `  ${dayNames[day]}${cells(counts.map((count) => (count === 0 ? "." : count)))}`),
  );
  return lines.join("\n");
}

const headings = { loss: "Losses", gain: "Improvements", other: "Other changes" };

function changesText(changes: readonly PlanChange[]): string {
  if (changes.length === 0) return "Nothing is different from the earlier plan.\n";
  return (["loss", "gain", "other"] as const)
    .flatMap((effect) => {
      const own = changes.filter((change) => change.effect === effect);
      if (own.length === 0) return [];
      const lines = own.map(
        (change) =>
          `  ${nameOf(change)}${change.repository === undefined ? "" : ` ${visible(change.repository)}`}: ${visible(change.text)}`,
      );
      return [`${headings[effect]}:\n${lines.join("\n")}\n`];
    })
    .join("\n");
}
