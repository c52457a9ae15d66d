import type { Cluster } from "../cpo/cluster.ts";
import type { Path } from "../finding.ts";
import { options as catalogue } from "../generated/options.ts";
import { nearest } from "../nearest.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { valueProblem } from "../pgbackrest/option-values.ts";
import { byRelease } from "./by-release.ts";
import { configured } from "./configured.ts";
import type { Rule, RuleRemark } from "./rule.ts";

const withTarget = ["time", "name", "xid", "lsn"];
const types = [...withTarget, "immediate"];
/** What the image's restore script adds itself (pgbackrest-e2e section 7, item 3). */
const addedByScript = ["delta", "target-action", "repo", "stanza"];
const timeTarget =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?<zone>[+-]\d\d(?::?\d\d)?)?$/;

export const restoreBlock = {
  id: "restore-block",
  severity: "error",
  title: "Restore that cannot work",
  why: "The operator stops the cluster before it looks closer: a wrong restore block leaves it down, or makes the operator itself crash again and again.",
  source: "contract 5.4, 5.22; pgbackrest-e2e rules 35, 52 to 54 and section 7, items 3, 5, 6",
  bad: {
    postgresql:
      "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, options: {type: time, target: '2026-01-31 11:59:00+00'}}}}}",
  },
  good: {
    postgresql:
      "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+00'}}}}}",
  },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const restore = cluster.resource.spec.backup?.pgbackrest?.restore;
      // Without an id nothing is restored.
      if (restore?.id === undefined || restore.id === "") continue;
      yield* repositoryRemarks(cluster, restore.repo);
      yield* typeRemarks(cluster, restore.options ?? {});
      for (const [option, value] of Object.entries(restore.options ?? {})) {
        yield* optionRemarks(cluster, option, value, configured(subject, cluster).releases);
      }
    }
  },
} as const satisfies Rule;

const at = ({ object }: Cluster, ...path: Path) => ({
  in: "field" as const,
  object,
  path: ["spec", "backup", "pgbackrest", "restore", ...path],
});

function* repositoryRemarks(cluster: Cluster, repo: string | undefined): Iterable<RuleRemark> {
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

function* typeRemarks(cluster: Cluster, given: Readonly<Record<string, string>>): Iterable<RuleRemark> {
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
  } else if (type === "time" && target !== undefined) {
    const match = timeTarget.exec(target);
    if (match === null && set === undefined) {
      yield {
        at: at(cluster, "options", "target"),
        problem: `\`${target}\` is not a time that pgBackRest can find a backup by.`,
        fix: "Write it as `2026-01-31 11:59:00+00`, with a numeric zone.",
      };
    } else if (match !== null && match.groups?.zone === undefined) {
      yield {
        at: at(cluster, "options", "target"),
        severity: "warning",
        problem: "The time of the restore has no zone, so the server's own decides what it means.",
        fix: `Add the zone: \`${target}+00\` for UTC.`,
      };
    }
  }
}

function* optionRemarks(
  cluster: Cluster,
  option: string,
  value: string,
  releases: readonly string[],
): Iterable<RuleRemark> {
  const place = at(cluster, "options", option);
  const plain = option.replace(/^--/, "");
  const meaning = meaningOf(plain);
  if (addedByScript.includes(option)) {
    yield {
      at: place,
      problem: `The image gives \`--${option}\` itself, and pgBackRest refuses it twice.`,
      fix: `Remove \`${option}\`.`,
    };
  } else if (meaning.is !== "option" || plain !== option) {
    const meant = plain === option ? nearest(option, Object.keys(catalogue)) : plain;
    yield {
      at: place,
      problem: `\`${option}\` is no option of pgBackRest's restore.`,
      fix: meant === undefined ? "Remove it." : `Did you mean \`${meant}\`?`,
    };
  } else if (meaning.option.secure) {
    yield {
      at: place,
      problem: `\`${option}\` is a secret, and pgBackRest refuses it on the command line, where the operator puts restore options.`,
      fix: "Leave it in the Secret's `.conf` file; restores read that too.",
    };
  } else if (/["$`\\]/.test(value)) {
    yield {
      at: place,
      problem: `The value of \`${option}\` contains a quote, \`$\`, a backtick or a backslash, and it goes through a shell that interprets them.`,
      fix: "Use a value without these characters.",
    };
  } else {
    const found =
      meaning.option.section === "command-line"
        ? undefined
        : byRelease(releases, (release) => valueProblem(meaning.option, value, release));
    if (found !== undefined)
      yield {
        at: place,
        severity: found.severity,
        problem: `\`${option}\` is \`${value}\`, which ${found.problem.problem}${found.releases}.`,
        fix: `${found.problem.fix}.`,
      };
  }
}
