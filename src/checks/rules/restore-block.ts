import type { Cluster } from "../../cpo/cluster.ts";
import type { Path } from "../../findings/finding.ts";
import { targetProblem } from "../../pgbackrest/restore-target.ts";
import type { RestoreContext } from "../cluster-context.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

const withTarget = ["time", "name", "xid", "lsn"];
const types = [...withTarget, "immediate"];

export const restoreBlock = {
  id: "restore-block",
  severity: "error",
  title: "Restore that cannot work",
  why: "The operator stops the cluster before it looks closer: a wrong restore block leaves it down, or makes the operator itself crash again and again.",
  source: "contract 5.4, 5.22; pgbackrest-e2e rules 52, 53 and section 7, items 3, 5",
  bad: {
    postgresql:
      "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, options: {type: time, target: '2026-01-31 11:59:00+00'}}}}}",
  },
  good: {
    postgresql:
      "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+00'}}}}}",
  },
  appliesTo: "restore",
  checkCluster: restoreProblems,
} as const satisfies ClusterRule;

/** What is wrong with the restore of a cluster. */
export function* restoreProblems({ cluster, restore }: RestoreContext): Iterable<RuleDiagnostic> {
  yield* repositoryProblems(cluster, restore.repo);
  yield* typeProblems(cluster, restore.options ?? {});
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
        "The restore names no repository: the operator stops the cluster, then crashes, and does so again after every start.",
      fix: `Add \`repo: ${names[0] ?? "repo1"}\`.`,
    };
  } else if (!names.includes(repo)) {
    yield {
      at: at(cluster, "repo"),
      problem: `The restore is from \`${repo}\`, which the cluster does not have.`,
      fix: `Write one of ${names.map((name) => `\`${name}\``).join(", ")}.`,
    };
  }
}

function* typeProblems(cluster: Cluster, given: Readonly<Record<string, string>>): Iterable<RuleDiagnostic> {
  const { type, target, set } = given;
  const { numberOfInstances } = cluster.resource.spec;
  if (type === undefined || !types.includes(type)) {
    yield {
      at: at(cluster, "options", ...(type === undefined ? [] : ["type"])),
      problem: `The restore has ${type === undefined ? "no `type`" : `the type \`${type}\``}, and with \`--target-action\`, which the image always adds, pgBackRest takes only ${types.map((known) => `\`${known}\``).join(", ")}.`,
      fix: "Add `type: immediate` for the end of a backup, or `type: time` with a `target`.",
    };
    return;
  }
  if (numberOfInstances > 1) {
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      also: [at(cluster, "options", "type")],
      problem: `The restore runs on ${numberOfInstances} instances, and on all but the first the image gives pgBackRest \`--type\` twice, which fails.`,
      fix: "Set `numberOfInstances: 1` for the restore, and raise it afterwards.",
    };
  }
  if (withTarget.includes(type) && (target === undefined || target === "")) {
    yield {
      at: at(cluster, "options", "target"),
      problem: `A restore of type \`${type}\` needs a \`target\`.`,
      fix: "Add `target`.",
    };
  } else if (type === "immediate" && target !== undefined) {
    yield {
      at: at(cluster, "options", "target"),
      problem: "A restore of type `immediate` takes no `target`.",
      fix: "Remove `target`, or choose another type.",
    };
  } else if (target !== undefined) {
    const wrong = targetProblem(type, target, set !== undefined);
    if (wrong !== undefined) yield { at: at(cluster, "options", "target"), ...wrong };
  }
}
