import type { Cluster } from "../../cpo/cluster.ts";
import type { Repository } from "../../cpo/repository.ts";
import type { Path } from "../../findings/finding.ts";
import type { InputContext } from "../input-context.ts";
import type { InputDiagnostic, InputRule } from "../rule.ts";

export const cloneSource = {
  id: "clone-source",
  severity: "error",
  title: "Clone that looks elsewhere than its source writes",
  why: "Nothing compares the clone section with the cluster it names; a difference shows only when the new cluster does not start.",
  source: "contract 2.7; https://github.com/CrunchyData/postgres-operator/issues/3374",
  bad: {
    postgresql: "spec: {backup: {pgbackrest: {global: {repo1-path: /demo}}}}",
    other:
      "spec: {clone: {cluster: demo, pgbackrest: {configuration: {secret: demo-s3}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /two}}}}",
  },
  good: {
    postgresql: "spec: {backup: {pgbackrest: {global: {repo1-path: /demo}}}}",
    other:
      "spec: {clone: {cluster: demo, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /demo}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /two}}}}",
  },
  *checkInput(input) {
    for (const cluster of input.cloned) {
      const source = input.clusters.find(
        ({ name, namespace }) => name === cluster.resource.spec.clone?.cluster && namespace === cluster.namespace,
      );
      if (source !== undefined && source !== cluster) yield* differences(input, cluster, source);
    }
  },
} as const satisfies InputRule;

const at = ({ object }: Cluster, ...path: Path) => ({
  in: "field" as const,
  object,
  path: ["spec", "clone", "pgbackrest", ...path],
});

function* differences(input: InputContext, cluster: Cluster, source: Cluster): Iterable<InputDiagnostic> {
  const { repo = {}, options = {}, configuration } = cluster.resource.spec.clone?.pgbackrest ?? {};
  const { name } = source;
  if (repo.storage === undefined) return;
  const candidates = source.repositories.filter(({ storage }) => storage === repo.storage);
  if (candidates.length === 0) {
    yield {
      at: at(cluster, "repo", "storage"),
      problem: `\`${name}\` has no repository of storage \`${repo.storage}\`.`,
      fix: `Write ${source.repositories.map(({ storage }) => `\`${storage}\``).join(" or ")}.`,
    };
    return;
  }
  const inBucket = candidates.filter((candidate) => bucketOf(candidate) === repo.resource);
  const [origin] = repo.storage === "pvc" ? candidates : inBucket;
  if (origin === undefined) {
    yield {
      at: at(cluster, "repo", "resource"),
      problem: `\`${name}\` keeps its backups in ${candidates.map((candidate) => `\`${bucketOf(candidate)}\``).join(" and ")}, and the clone looks in \`${repo.resource ?? ""}\`.`,
      fix: `Write \`resource: ${bucketOf(candidates[0])}\`.`,
    };
    return;
  }
  const secretName = configuration?.secret ?? "";
  const secret = secretName === "" ? undefined : input.secret(secretName, cluster.namespace);
  const conf = input.contextOf(source).configuration;
  // What a Secret holds is unknown where it is not in the input.
  if (inBucket.length > 1 || (secretName !== "" && secret === undefined) || !conf.complete) return;
  const lines = (secret?.files ?? []).flatMap((file) => file.lines);
  const given = (option: string) =>
    options[`repo1-${option}`] ?? lines.find(({ key }) => key === `repo1-${option}`)?.value;
  const line = conf.database.effective("repo-path", origin.number);
  const theirs = line?.value ?? standardPath;
  const ours = given("path") ?? standardPath;
  if (origin.storage !== "pvc" && theirs.replace(/\/+$/, "") !== ours.replace(/\/+$/, "")) {
    // What stands in a Secret is never shown.
    const shown = line?.from === "secret" ? undefined : theirs;
    const seen = options["repo1-path"] === undefined && given("path") !== undefined ? undefined : ours;
    yield {
      at: at(cluster, "options", "repo1-path"),
      problem: `\`${name}\` keeps its backups below ${shown === undefined ? "a path of its Secret" : `\`${shown}\``}, and the clone looks below ${seen === undefined ? "another one of its own" : `\`${seen}\``}.`,
      fix: `Give the clone's \`options\` the source's ${shown === undefined ? "`repo1-path`" : `path: \`repo1-path: ${shown}\``}.`,
    };
  }
  const encrypted = (conf.database.effective("repo-cipher-type", origin.number)?.value ?? "none") !== "none";
  const missing =
    (given("cipher-type") ?? "none") === "none" ? "cipher-type" : given("cipher-pass") === undefined && "cipher-pass";
  if (encrypted && missing !== false) {
    yield {
      at: at(cluster, "options"),
      problem: `The backups of \`${name}\` are encrypted, and the clone has no \`repo1-${missing}\`.`,
      fix: "Add `repo1-cipher-type` to the clone's `options`, and the source's passphrase to its Secret.",
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
