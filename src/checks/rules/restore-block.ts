import type { Cluster } from "../../cpo/cluster.ts";
import type { OperatorRelease } from "../../cpo/releases.ts";
import { optionValueRead } from "../../cpo/restore-option.ts";
import type { Path } from "../../findings/finding.ts";
import { targetProblem } from "../../pgbackrest/restore-target.ts";
import { quotableName } from "../../text/quotable.ts";
import type { RestoreContext } from "../cluster-context.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

const withTarget = ["time", "name", "xid", "lsn"];
const types = [...withTarget, "immediate"];
/** A target of each type, to show its form. */
const targetExamples: Readonly<Record<string, string>> = {
  time: "2026-01-31 11:59:00+00",
  name: "before_upgrade",
  xid: "1234567",
  lsn: "0/3000060",
};

export const restoreBlock = {
  id: "restore-block",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Restore that cannot work",
  why: "The operator stops the cluster before it looks closer: a wrong restore block leaves the cluster down, or makes the operator itself crash again and again.",
  source: "contract 5.4, 5.22; pgbackrest-e2e rules 52, 53 and section 7, items 3, 5",
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 1
        backup:
          pgbackrest:
            restore:
              id: a
              options:
                type: time
                target: "2026-01-31 11:59:00+00"
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 1
        backup:
          pgbackrest:
            restore:
              id: a
              repo: repo1
              options:
                type: time
                target: "2026-01-31 11:59:00+00"
    `,
  },
  appliesTo: "restore",
  checkCluster: restoreProblems,
} as const satisfies ClusterRule;

/** What is wrong with the restore of a cluster. */
export function* restoreProblems({ cluster, restore, settings }: RestoreContext): Iterable<RuleDiagnostic> {
  yield* repositoryProblems(cluster, restore.repo);
  const read = Object.entries(restore.options ?? {}).map(([option, value]) => [
    option,
    optionValueRead(value, settings.release) ?? value,
  ]);
  yield* typeProblems(cluster, Object.fromEntries(read), settings.release);
}

const at = ({ object }: Cluster, ...path: Path) => ({
  in: "field" as const,
  object,
  path: ["spec", "backup", "pgbackrest", "restore", ...path],
});

function* repositoryProblems(cluster: Cluster, repo: string | undefined): Iterable<RuleDiagnostic> {
  const names = cluster.repositories.map(({ name }) => name);
  if (repo === undefined) {
    yield {
      at: at(cluster, "repo"),
      problem:
        "The restore names no repository, so the operator stops the cluster, crashes, and does so again after every restart.",
      fix: `Add \`repo: ${names[0] ?? "repo1"}\`.`,
    };
  } else if (!names.includes(repo)) {
    yield {
      at: at(cluster, "repo"),
      problem: `The restore reads from \`${quotableName(repo)}\`, which the cluster does not have.`,
      fix: `Set \`repo\` to ${names.map((name) => `\`${name}\``).join(" or ") || "a repository that you add to `repos`"}.`,
    };
  }
}

function* typeProblems(
  cluster: Cluster,
  given: Readonly<Record<string, string>>,
  { restoreStarts }: Pick<OperatorRelease, "restoreStarts">,
): Iterable<RuleDiagnostic> {
  const { type, target, set } = given;
  const { numberOfInstances } = cluster.resource.spec;
  if (type === undefined || !types.includes(type)) {
    yield {
      at: at(cluster, "options", ...(type === undefined ? [] : ["type"])),
      problem: `The restore has ${type === undefined ? "no `type`" : `the type \`${quotableName(type)}\``}, but with \`--target-action\`, which the image always adds, pgBackRest accepts only ${types.map((known) => `\`${known}\``).join(", ")}.`,
      fix: "Set `type: immediate` for the end of a backup, or `type: time` with a `target`.",
    };
    return;
  }
  if (numberOfInstances > 1) {
    // Where the block has to stay when the restore is over, nothing says whether it is.
    const mayBeOver = restoreStarts !== "another id";
    yield {
      ...(mayBeOver && { severity: "warning" }),
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      also: [at(cluster, "options", "type")],
      problem: `The restore runs on ${numberOfInstances} instances, but on all except the first the image passes \`--type\` to pgBackRest twice, which fails.`,
      fix: `Set \`numberOfInstances: 1\` for the restore, and raise it afterwards.${mayBeOver ? " If it is over, this is as it should be." : ""}`,
    };
  }
  if (withTarget.includes(type) && (target === undefined || target === "")) {
    yield {
      at: at(cluster, "options", "target"),
      problem: `A restore of type \`${quotableName(type)}\` needs a \`target\`.`,
      fix: `Add \`target\`, for example \`target: "${targetExamples[type]}"\`.`,
    };
  } else if (type === "immediate" && target !== undefined) {
    yield {
      at: at(cluster, "options", "target"),
      problem: "A restore of type `immediate` takes no `target`.",
      fix: "Remove `target`, or set `type` to `time`, `name`, `xid` or `lsn`.",
    };
  } else if (target !== undefined) {
    const wrong = targetProblem(type, target, set);
    if (wrong !== undefined) yield { at: at(cluster, "options", "target"), ...wrong };
  }
}
