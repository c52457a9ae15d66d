import type { Cluster } from "../../cpo/cluster.ts";
import type { Repository } from "../../cpo/repository.ts";
import type { Path } from "../../findings/finding.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { withoutEnd } from "../../text/without-end.ts";
import type { ComparisonContext } from "../input-context.ts";
import type { ComparisonDiagnostic, ComparisonRule } from "../rule.ts";

export const cloneSource = {
  id: "clone-source",
  severity: "error",
  title: "Clone that looks where its source does not write",
  why: "Nothing compares the clone section with the cluster it names; a difference shows only when the new cluster does not start.",
  source: "contract 2.7; https://github.com/CrunchyData/postgres-operator/issues/3374",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
    other: `
      spec:
        clone:
          cluster: demo
          pgbackrest:
            configuration:
              secret: demo-s3
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
        backup:
          pgbackrest:
            global:
              repo1-path: /two
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
    other: `
      spec:
        clone:
          cluster: demo
          pgbackrest:
            configuration:
              secret: demo-s3
            options:
              repo1-path: /demo
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
        backup:
          pgbackrest:
            global:
              repo1-path: /two
    `,
  },
  comparesClusters: true,
  *checkInput(input) {
    for (const cluster of input.cloned) {
      const source = input.clusterNamed(cluster.resource.spec.clone?.cluster ?? "", cluster.namespace);
      if (source !== undefined && source !== cluster) yield* differences(input, cluster, source);
    }
  },
} as const satisfies ComparisonRule;

const at = ({ object }: Cluster, ...path: Path) => ({
  in: "field" as const,
  object,
  path: ["spec", "clone", "pgbackrest", ...path],
});

function* differences(input: ComparisonContext, cluster: Cluster, source: Cluster): Iterable<ComparisonDiagnostic> {
  const { repo = {}, options = {}, configuration } = cluster.resource.spec.clone?.pgbackrest ?? {};
  const { name } = source;
  if (repo.storage === undefined) return;
  const candidates = source.repositories.filter(({ storage }) => storage === repo.storage);
  if (candidates.length === 0) {
    yield {
      comparedWith: source.object,
      at: at(cluster, "repo", "storage"),
      problem: `The clone reads from \`${repo.storage}\` storage, but \`${name}\` has no such repository.`,
      fix: `Set \`storage\` to what \`${name}\` uses: ${[...new Set(source.repositories.map(({ storage }) => `\`${storage}\``))].join(" or ") || "it has no repository yet"}.`,
    };
    return;
  }
  const inBucket = candidates.filter((candidate) => bucketOf(candidate) === repo.resource);
  const [origin] = repo.storage === "pvc" ? candidates : inBucket;
  if (origin === undefined) {
    yield {
      comparedWith: source.object,
      at: at(cluster, "repo", "resource"),
      problem: `\`${name}\` keeps its backups in ${candidates.map((candidate) => `\`${bucketOf(candidate)}\``).join(" and ")}, but the clone looks in \`${repo.resource ?? ""}\`.`,
      fix: `Write \`resource: ${bucketOf(candidates[0])}\`.`,
    };
    return;
  }
  const secretName = configuration?.secret ?? "";
  const secret = secretName === "" ? undefined : input.secretOf(cluster, secretName);
  const conf = input.contextOf(source).configuration;
  // What a Secret holds is unknown where it is not in the input.
  if (inBucket.length > 1 || (secretName !== "" && !secret?.isReadable) || !conf.complete) return;
  const lines = (secret?.files ?? []).flatMap((file) => file.lines);
  const given = (option: string) =>
    options[`repo1-${option}`] ?? lines.find(({ key }) => key === `repo1-${option}`)?.value;
  const line = conf.database.effective("repo-path", origin.number);
  const theirs = line?.value ?? standardPath;
  const ours = given("path") ?? standardPath;
  const isKnown = ![theirs, ours].some(isValueFilledInLater);
  if (isKnown && origin.storage !== "pvc" && withoutEnd(theirs, "/") !== withoutEnd(ours, "/")) {
    // What a Secret holds is never shown.
    const shown = line?.from === "secret" ? undefined : theirs;
    const seen = options["repo1-path"] === undefined && given("path") !== undefined ? undefined : ours;
    yield {
      comparedWith: source.object,
      at: at(cluster, "options", "repo1-path"),
      problem: `\`${name}\` keeps its backups under ${shown === undefined ? "a path from its Secret" : `\`${shown}\``}, but the clone looks under ${seen === undefined ? "another one from its own Secret" : `\`${seen}\``}.`,
      fix: `Set ${shown === undefined ? "`repo1-path` to the source's path" : `\`repo1-path: ${shown}\``} in the clone's ${seen === undefined ? "Secret" : "`options`"}.`,
    };
  }
  const encrypted = (conf.database.effective("repo-cipher-type", origin.number)?.value ?? "none") !== "none";
  const missing =
    (given("cipher-type") ?? "none") === "none" ? "cipher-type" : given("cipher-pass") === undefined && "cipher-pass";
  if (encrypted && missing !== false) {
    yield {
      comparedWith: source.object,
      at: at(cluster, "options"),
      problem: `The backups of \`${name}\` are encrypted, but the clone has no \`repo1-${missing}\`.`,
      fix: `Add ${[missing === "cipher-type" && "`repo1-cipher-type: aes-256-cbc` to the clone's `options`", given("cipher-pass") === undefined && "`repo1-cipher-pass` with the source's passphrase under `[global]` in the clone's Secret"].filter((part) => part !== false).join(", and ")}.`,
    };
  }
}

const standardPath = "/var/lib/pgbackrest";

const bucketOf = (repository: Repository | undefined) =>
  repository === undefined || repository.storage === "pvc"
    ? ""
    : repository.storage === "azure"
      ? repository.container
      : repository.bucket;
