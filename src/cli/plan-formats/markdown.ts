import { isKnown } from "../../recovery/is-known.ts";
import { type PlanChange, planChanges } from "../../recovery/plan-changes.ts";
import type { Plan, RepositoryPlan } from "../../recovery/plan-schema.ts";
import { momentWords } from "../../text/moment-words.ts";
import { counted } from "../counted.ts";
import { plainText } from "../markdown-text.ts";
import type { PlanReport } from "./plan-format.ts";
import {
  about,
  archivedLoss,
  busiestWords,
  chainWords,
  errorsToMend,
  findingWords,
  isFilled,
  keptWords,
  list,
  nameOf,
  placeWords,
  runsWords,
  unreadWords,
} from "./words.ts";

/** For comments on pull requests. With an earlier plan, only what is different. */
export function markdown({ earlier, plan }: PlanReport): string {
  const parts =
    earlier === undefined
      ? ["## Backup plan", totals(plan), table(plan), ...fleet(plan)]
      : [...changes(planChanges(earlier, plan)), totals(plan)];
  return `${[...parts, ...unreadPart(plan), ...shortfalls(plan)].filter((part) => part !== "").join("\n\n")}\n`;
}

function totals({ fleet }: Plan): string {
  const { clusters, findings, repositories, unprotected } = fleet;
  const line = `${counted(clusters, "cluster")}, ${counted(repositories, "repository", "repositories")}; ${findingWords(findings)}.`;
  if (unprotected.length === 0) return line;
  const names = unprotected.slice(0, 20).map((each) => plainText(nameOf(each)));
  return `${line}\n\n**Never backed up:** ${list(unprotected.length > 20 ? [...names, `${unprotected.length - 20} more`] : names)}.`;
}

const encryption = { "aes-256-cbc": "aes-256-cbc", none: "**none**", unknown: "not known" };

function table({ clusters }: Plan): string {
  const cell = (text: string) => text.replaceAll("\n", " ");
  const rows = clusters.flatMap((cluster) => {
    const name = `${plainText(nameOf(cluster))}${cluster.complete ? "" : " (has errors)"}`;
    const found = `${cluster.findings.error} / ${cluster.findings.warning} / ${cluster.findings.info}`;
    if (cluster.repositories.length === 0) return [[name, "**no backups**", "", "", "", "", "", "", found]];
    return cluster.repositories.map((repository) => [
      name,
      plainText(`${repository.name}: ${placeWords(repository)}`),
      repository.schedules.map(scheduleText).join("<br>") || "**no schedule**",
      keptWords(repository),
      windowText(repository, errorsToMend(cluster.findings)),
      repository.dataLoss.archives && isFilled(repository) ? archivedLoss(repository) : "**everything**",
      chainWords(repository),
      encryption[repository.encryption],
      found,
    ]);
  });
  if (rows.length === 0) return "";
  const head = [
    "cluster",
    "repository",
    "schedules",
    "kept",
    "any moment back to",
    "can be lost",
    "a restore reads",
    "encryption",
    "errors / warnings / infos",
  ];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}

function windowText(repository: RepositoryPlan, condition: string): string {
  const {
    kept,
    window: { pointInTime },
  } = repository;
  if (kept.full.most === 0) return "**never**";
  if (!isKnown(repository)) return "not known";
  const { bestSeconds, guaranteedSeconds } = pointInTime;
  const only = condition === "" ? "" : ` **${condition}**`;
  if (guaranteedSeconds === null) return `without limit${only}`;
  const best = bestSeconds === null ? "without limit" : about(bestSeconds);
  return guaranteedSeconds === 0
    ? `**nothing guaranteed**, at best ${best}`
    : `${about(guaranteedSeconds)}${only}, at best ${best}`;
}

const scheduleText = ({ suspended, type, words }: RepositoryPlan["schedules"][number]) =>
  `${type} ${plainText(words)}${suspended ? " (suspended)" : ""}`;

function fleet({ clusters, fleet }: Plan): readonly string[] {
  const gaps = clusters.flatMap((cluster) =>
    cluster.repositories.flatMap((repository) =>
      repository.gaps.map((gap) => `- ${plainText(nameOf(cluster))}: ${plainText(gap)}`),
    ),
  );
  const collisions = fleet.collisions
    .slice(0, 5)
    .map(({ at, on, runs }) => `- ${momentWords(at)}, ${plainText(on)}: ${plainText(runsWords(runs))}`);
  const more = fleet.collisionCount > 5 ? [`- and ${fleet.collisionCount - 5} more`] : [];
  return [
    ...(gaps.length === 0 ? [] : [`**Gaps:**\n\n${gaps.slice(0, 50).join("\n")}`]),
    ...(clusters.length < 2 ? [] : [`Busiest hour of the coming week: ${busiestWords(fleet.busiest)}.`]),
    ...(collisions.length === 0 ? [] : [`**Start in the same minute:**\n\n${[...collisions, ...more].join("\n")}`]),
  ];
}

const unreadPart = ({ unread = [] }: Plan): readonly string[] => {
  if (unread.length === 0) return [];
  const lines = unread.slice(0, 50).map((each) => `- ${plainText(unreadWords(each))}`);
  const more = unread.length > 50 ? [`- and ${unread.length - 50} more`] : [];
  return [`**Could not be read, so nothing of it is in this plan:**\n\n${[...lines, ...more].join("\n")}`];
};

const shortfalls = ({ shortfalls: all = [] }: Plan): readonly string[] =>
  all.length === 0
    ? []
    : [
        `**Falls short of the policy:**\n\n${all
          .map((each) => `- ${plainText(nameOf(each))}: ${plainText(`${each.problem} ${each.fix}`)} [${each.rule}]`)
          .join("\n")}`,
      ];

const headings = { loss: "Losses", gain: "Improvements", other: "Other changes" };

function changes(all: readonly PlanChange[]): readonly string[] {
  if (all.length === 0) return ["## Backup plan", "Nothing that can be restored is different."];
  return [
    "## What this changes in the backup plan",
    ...(["loss", "gain", "other"] as const).flatMap((effect) => {
      const own = all.filter((change) => change.effect === effect);
      if (own.length === 0) return [];
      const lines = own
        .slice(0, 100)
        .map(
          (change) =>
            `- **${plainText(nameOf(change))}**${change.repository === undefined ? "" : ` ${plainText(change.repository)}`}: ${plainText(change.text)}`,
        );
      return [
        `### ${headings[effect]}\n\n${lines.join("\n")}${own.length > 100 ? `\n- and ${own.length - 100} more` : ""}`,
      ];
    }),
  ];
}
