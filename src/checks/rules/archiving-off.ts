import type { Postgresql } from "../../cpo/postgresql.ts";
import { type ArchiveFault, archiveFault } from "../../pgbackrest/archive-command.ts";
import { filledInWith, isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName, whatIs } from "../../text/quotable.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const archivingOff = {
  id: "archiving-off",
  severity: "error",
  title: "PostgreSQL parameter that stops archiving",
  why: "The operator passes `parameters` on without a check, and they override what the image sets for backups. Without archiving through pgBackRest, every backup fails, and WAL is lost or piles up.",
  source:
    "cybertec-postgresql/CYBERTEC-pg-operator@b25f3ab59f2a094b9543a8f532051d0745d0edd4:pkg/cluster/k8sres.go#L462-L515; run with Patroni 4.1.0, PostgreSQL 15 and pgBackRest 2.45: errors 067, 068, 082 and 087; for archive_command, docs/reference/postgresql-parameters.md sections 3 and 4, and errors 031, 037 and 043 of pgBackRest 2.45",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            archive_mode: "off"
    `,
  },
  good: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            archive_mode: "on"
    `,
  },
  appliesTo: "parameters",
  *checkCluster(context) {
    const { cluster } = context;
    const { parameters, version } = cluster.resource.spec.postgresql;
    if (parameters === undefined) return;
    for (const [name, value] of Object.entries(parameters)) {
      if (name.toLowerCase() === "archive_mode" && isAlways(value) && isModeUnchecked(context)) continue;
      const judged = judge(name, value, version);
      if (judged === undefined) continue;
      if (mayBecomeRight(value, (filled) => judge(name, filled, version) === undefined)) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "postgresql", "parameters", name] },
        ...judged,
      };
    }
  },
} as const satisfies ClusterRule;

/** True where a later step fills in a part of a value, and may make it right. Which program a command calls is known by its first word. */
function mayBecomeRight(value: string, isRight: (value: string) => boolean): boolean {
  if (!isValueFilledInLater(value)) return false;
  const first = (text: string) => /^\s*(?:\S*sh\s+-\w*c\s+|\S*env\s+)?\S*/.exec(text)?.[0];
  return first(value) !== first(filledInWith(value, "")) || isRight(filledInWith(value, "db"));
}

const isAlways = (value: string) => value.trim().toLowerCase() === "always";

/** True where pgBackRest is told to accept `always`. */
const isModeUnchecked = ({ configuration: { database, repoHost } }: ClusterContext) =>
  (repoHost ?? database).effective("archive-mode-check", undefined, "backup")?.value === "n";

interface Judged {
  readonly problem: string;
  readonly fix: string;
}

/** PostgreSQL reads names without case. The operator does not, so an `archive_command` in another case loses against the image's. */
function judge(name: string, value: string, version: Postgresql["spec"]["postgresql"]["version"]): Judged | undefined {
  if (name === "archive_command") return commandProblem(value);
  switch (name.toLowerCase()) {
    case "archive_mode":
      return modeProblem(name, value);
    case "archive_library":
      if (value === "" || Number(version) < 15) return undefined;
      return {
        problem: `\`${name}\` makes PostgreSQL archive through a library instead of pgBackRest, so every backup fails (082).`,
        fix: `Set \`${name}: ""\`. Removing the line is not enough, because the operator does not reset a parameter that is no longer in the resource.`,
      };
    default:
      return undefined;
  }
}

function modeProblem(name: string, value: string): Judged | undefined {
  const mode = value.trim().toLowerCase();
  if (["on", "true", "yes", "1"].includes(mode)) return undefined;
  const problem = isAlways(value)
    ? `\`${name}\` is \`always\`, which pgBackRest refuses, so every backup fails (067).`
    : ["off", "false", "no", "0"].includes(mode)
      ? `\`${name}\` is ${whatIs(value)}, so PostgreSQL archives nothing, and every backup fails (087).`
      : `\`${name}\` is ${whatIs(value)}, which PostgreSQL does not know; it then archives nothing, and every backup fails (087).`;
  return {
    problem,
    fix: `${name === "archive_mode" ? "Set" : "Replace it by"} \`archive_mode: "on"\`. Removing the line is not enough, because the operator does not reset a parameter that is no longer in the resource.`,
  };
}

function commandProblem(value: string): Judged | undefined {
  const fix = 'Remove it: the image sets `pgbackrest --stanza=db archive-push "%p"`.';
  // pgBackRest looks for this word, too.
  if (!value.includes("pgbackrest"))
    return {
      problem: "`archive_command` does not call pgBackRest, so no WAL is archived, and every backup fails (068).",
      fix,
    };
  if (isValueFilledInLater(value)) return undefined;
  const fault = archiveFault(value);
  if (fault !== undefined) return { problem: `\`archive_command\` ${inWords(fault)}`, fix };
  const stanza = /--stanza[= ]["']?([^\s"']+)/.exec(value)?.[1];
  if (stanza === undefined || stanza === "db") return undefined;
  return { problem: `\`archive_command\` ${inWords({ is: "other-stanza", stanza })}`, fix };
}

function inWords(fault: ArchiveFault): string {
  switch (fault.is) {
    case "not-run":
      return "has pgBackRest's name in it but does not run it, so no WAL is archived, and every backup fails (082).";
    case "not-reached":
      return "ends before it comes to pgBackRest, so WAL piles up, and every backup fails (082).";
    case "masked":
      return "can succeed where pgBackRest fails or is not run (because of `;`, `&`, `|`, `||` or `!`), so PostgreSQL removes WAL that was never archived, and backups that need it cannot be restored.";
    case "other-command":
      return "calls pgBackRest without its command `archive-push`, so no WAL is archived, and every backup fails (082).";
    case "no-stanza":
      return "does not say `--stanza=db`, and the image clears the variables that could, so pgBackRest refuses to run (037), WAL piles up, and every backup fails (082).";
    case "other-stanza":
      return `pushes to the stanza \`${quotableName(fault.stanza)}\`, but the operator's is always \`db\`, so WAL piles up, and every backup fails (082).`;
    case "other-configuration":
      return `keeps pgBackRest from reading \`/etc/pgbackrest/conf.d\`, where its configuration is, by \`--${quotableName(fault.option)}\`, so WAL piles up, and every backup fails (082).`;
    case "option-refused":
      return `has the option \`--${quotableName(fault.option)}\`, which pgBackRest does not accept for \`archive-push\` (031), so WAL piles up, and every backup fails (082).`;
    case "no-segment":
      return "does not give pgBackRest the path of the WAL segment alone, `%p`, so WAL piles up, and every backup fails (082).";
  }
}
