import type { Cluster } from "../../cpo/cluster.ts";
import type { Path } from "../../findings/finding.ts";
import type { CloneSource } from "../clone-context.ts";
import type { CloneRule, RuleDiagnostic } from "../rule.ts";

export const cloneBlock = {
  id: "clone-block",
  severity: "error",
  title: "Clone that cannot read its source",
  why: "A new cluster reads the backups of another by what the clone section says; what is missing there shows only when it does not start.",
  source: "contract 2.7, 5.6, 5.14; https://github.com/CrunchyData/postgres-operator/issues/3374",
  bad: {
    postgresql:
      "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, repo: {storage: s3, resource: backups, endpoint: s3.example.com}}}}",
  },
  good: {
    postgresql:
      "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, options: {repo1-path: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}}",
  },
  checkClone: ({ cluster, source }) => fieldDiagnostics(cluster, source),
} as const satisfies CloneRule;

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

function* fieldDiagnostics(
  cluster: Cluster,
  { repo = {}, options = {}, configuration }: CloneSource,
): Iterable<RuleDiagnostic> {
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
  const secret = configuration?.secret ?? "";
  const signsIn = repo.storage === "s3" && options["repo1-s3-key-type"] === undefined;
  if (signsIn && secret === "" && options["repo1-s3-key"] === undefined) {
    yield {
      at: at(cluster, "configuration", "secret"),
      severity: "warning",
      problem: "The clone reads from S3 and names no Secret, so it has no key.",
      fix: "Add `configuration.secret` with the Secret of the source.",
    };
  }
  const own = cluster.secretName;
  if (repo.storage === "gcs" && repo.keyType === "service" && (repo.key ?? "") !== "" && own !== secret) {
    yield {
      at: at(cluster, "repo", "key"),
      problem: `The operator looks for the key file \`${repo.key}\` where the Secret of the cluster's own backups is mounted, and that is ${own === "" ? "none" : `\`${own}\``}, not ${secret === "" ? "given" : `\`${secret}\``}.`,
      fix: "Name the same Secret in `spec.backup.pgbackrest.configuration.secret`, with the key file in it.",
    };
  }
}
