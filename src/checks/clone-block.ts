import type { Cluster } from "../cpo/cluster.ts";
import type { Path } from "../finding.ts";
import { nearest } from "../nearest.ts";
import { isReadByPgBackRest, parseConf } from "../pgbackrest/conf-file.ts";
import { knownKeys, meaningOf } from "../pgbackrest/option-names.ts";
import { configured } from "./configured.ts";
import type { Rule, RuleRemark, Subject } from "./rule.ts";

type Clone = NonNullable<Cluster["resource"]["spec"]["clone"]>;
type Source = NonNullable<Clone["pgbackrest"]>;

export const cloneBlock = {
  id: "clone-block",
  severity: "error",
  title: "Clone that cannot read its source",
  why: "A new cluster reads the backups of another by what the clone section says, and nothing compares the two; a difference shows only when the cluster does not start.",
  source: "contract 2.7, 5.6, 5.14; https://github.com/CrunchyData/postgres-operator/issues/3374",
  bad: {
    postgresql:
      "spec: {clone: {cluster: demo, pgbackrest: {repo: {storage: s3, resource: backups, endpoint: s3.example.com}}}}",
  },
  good: {
    postgresql:
      "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, options: {repo1-path: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}}",
  },
  clusters: "all",
  *check(subject) {
    for (const cluster of subject.cloned) {
      const { clone } = cluster.resource.spec;
      if (clone?.pgbackrest === undefined) continue;
      yield* fieldRemarks(cluster, clone.pgbackrest);
      yield* optionRemarks(cluster, clone.pgbackrest);
      yield* sourceRemarks(subject, cluster, clone, clone.pgbackrest);
    }
  },
} as const satisfies Rule;

const at = ({ object }: Cluster, ...path: Path) => ({
  in: "field" as const,
  object,
  path: ["spec", "clone", "pgbackrest", ...path],
});

const needed = {
  s3: ["resource", "endpoint", "region"],
  gcs: ["resource", "key", "keyType"],
  azure: ["resource", "endpoint", "account", "key"],
  pvc: [],
} as const;

function* fieldRemarks(cluster: Cluster, { repo = {}, configuration }: Source): Iterable<RuleRemark> {
  if (repo.storage === undefined) {
    yield {
      at: at(cluster, "repo", "storage"),
      problem: "The clone does not say where its backups are stored, and the operator gives up.",
      fix: "Add `repo.storage`: `s3`, `gcs`, `azure` or `pvc`.",
    };
    return;
  }
  for (const field of needed[repo.storage]) {
    if ((repo[field] ?? "") !== "" || (field === "key" && repo.storage === "gcs" && repo.keyType !== "service"))
      continue;
    yield {
      at: at(cluster, "repo", field),
      problem: `The clone's repository has no \`${field}\`; the operator writes the line empty, and pgBackRest refuses it.`,
      fix: `Add \`${field}\`, as the source has it.`,
    };
  }
  const own = cluster.secretName;
  const secret = configuration?.secret ?? "";
  if (repo.storage === "gcs" && repo.keyType === "service" && (repo.key ?? "") !== "" && own !== secret) {
    yield {
      at: at(cluster, "repo", "key"),
      problem: `The operator looks for the key file \`${repo.key}\` where the Secret of the cluster's own backups is mounted, and that is ${own === "" ? "none" : `\`${own}\``}, not ${secret === "" ? "given" : `\`${secret}\``}.`,
      fix: "Name the same Secret in `spec.backup.pgbackrest.configuration.secret`, with the key file in it.",
    };
  }
}

function* optionRemarks(cluster: Cluster, { options = {} }: Source): Iterable<RuleRemark> {
  for (const [option, value] of Object.entries(options)) {
    const meaning = meaningOf(option);
    if (meaning.is !== "option") {
      const meant = nearest(option, knownKeys(1));
      yield {
        at: at(cluster, "options", option),
        problem: `\`${option}\` is not a pgBackRest option, so it has no effect.`,
        fix: meant === undefined ? "Remove it." : `Did you mean \`${meant}\`?`,
      };
    } else if (value.trim() === "" || /[\r\n]/.test(value)) {
      yield {
        at: at(cluster, "options", option),
        problem: `\`${option}\` ${value.trim() === "" ? "has no value" : "contains a line break"}, and pgBackRest refuses it.`,
        fix: "Write the value on one line.",
      };
    } else if (meaning.index !== undefined && meaning.index !== 1) {
      yield {
        at: at(cluster, "options", option),
        problem: `\`${option}\` is about another repository than 1, and a clone has only that.`,
        fix: `Write \`${option.replace(/\d+/, "1")}\`.`,
      };
    }
  }
}

/** Compares with the source, where it is in the input. */
function* sourceRemarks(
  subject: Subject,
  cluster: Cluster,
  { cluster: name }: Clone,
  { repo = {}, options = {}, configuration }: Source,
): Iterable<RuleRemark> {
  const source = subject.clusters.find(
    (other) => other.name === name && other !== cluster && other.namespace === cluster.namespace,
  );
  if (source === undefined || repo.storage === undefined) return;
  const conf = configured(subject, source);
  const candidates = source.repositories.filter(({ storage }) => storage === repo.storage);
  if (candidates.length === 0) {
    yield {
      at: at(cluster, "repo", "storage"),
      problem: `\`${name}\` has no repository of storage \`${repo.storage}\`.`,
      fix: `Write ${source.repositories.map(({ storage }) => `\`${storage}\``).join(" or ")}.`,
    };
    return;
  }
  const [origin] = candidates;
  if (origin === undefined || candidates.length > 1) return;
  const secretName = configuration?.secret ?? "";
  const secret = secretName === "" ? undefined : subject.secret(secretName, cluster.namespace);
  // What the clone's Secret holds is unknown where it is not in the input.
  if (secretName !== "" && secret === undefined) return;
  const lines = [...(secret?.files ?? [])].flatMap(([file, text]) =>
    isReadByPgBackRest(file) && text !== undefined ? parseConf(text).lines : [],
  );
  const given = (option: string) =>
    options[`repo1-${option}`] ?? lines.find(({ key }) => key === `repo1-${option}`)?.value;
  const path = conf.database.effective("repo-path", origin.number)?.value;
  if (
    origin.storage !== "pvc" &&
    (path ?? "/var/lib/pgbackrest").replace(/\/+$/, "") !== (given("path") ?? "/var/lib/pgbackrest").replace(/\/+$/, "")
  ) {
    yield {
      at: at(cluster, "options", "repo1-path"),
      problem: `\`${name}\` keeps its backups below \`${path ?? "/var/lib/pgbackrest"}\`, and the clone looks below \`${given("path") ?? "/var/lib/pgbackrest"}\`.`,
      fix: `Add \`repo1-path: ${path ?? "/var/lib/pgbackrest"}\` to the clone's \`options\`.`,
    };
  }
  const encrypted = (conf.database.effective("repo-cipher-type", origin.number)?.value ?? "none") !== "none";
  if (encrypted && ((given("cipher-type") ?? "none") === "none" || given("cipher-pass") === undefined)) {
    yield {
      at: at(cluster, "options"),
      problem: `The backups of \`${name}\` are encrypted, and the clone has ${(given("cipher-type") ?? "none") === "none" ? "no `repo1-cipher-type`" : "no `repo1-cipher-pass`"}.`,
      fix: "Add `repo1-cipher-type` to the clone's `options`, and the source's passphrase to its Secret.",
    };
  }
}
