import type { Cluster } from "../../cpo/cluster.ts";
import type { Path } from "../../findings/finding.ts";
import type { Secret } from "../../secret/secret.ts";
import { quotableFile } from "../../text/quotable.ts";
import type { CloneSource } from "../clone-context.ts";
import type { CloneRule, RuleDiagnostic } from "../rule.ts";

export const cloneBlock = {
  id: "clone-block",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Clone that cannot read its source",
  why: "A new cluster finds the backups of its source through the clone section; what is missing there shows only when the new cluster does not start.",
  source:
    "contract 2.7, 5.6, 5.14; pgbackrest-e2e section 7, item 1; https://github.com/CrunchyData/postgres-operator/issues/3374",
  bad: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: parent-s3
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
    `,
  },
  good: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: parent-s3
            options:
              repo1-path: /parent
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
    `,
  },
  checkClone: ({ cluster, source, secret }) => fieldDiagnostics(cluster, source, secret()),
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

/** The option that the operator makes of a field. */
function optionOf(storage: keyof typeof needed, field: string): string {
  if (field === "resource") return `repo1-${storage}-${storage === "azure" ? "container" : "bucket"}`;
  return `repo1-${storage}-${field === "keyType" ? "key-type" : field}`;
}

/** True where the Secret sets an option in the stanza's own section, which takes precedence over the operator's empty line in `[global]`. */
const isSetFirst = (secret: Secret | undefined, option: string) =>
  secret?.lines.some(({ key, read, value }) => read?.stanza && key === option && value !== "") === true;

function* fieldDiagnostics(
  cluster: Cluster,
  { repo = {}, options = {}, configuration }: CloneSource,
  given: Secret | undefined,
): Iterable<RuleDiagnostic> {
  if (repo.storage === undefined) {
    yield {
      at: at(cluster, "repo", "storage"),
      problem: "The clone section does not say how the source's backups are stored, so the operator gives up.",
      fix: "Add `repo.storage` with the source's storage: `s3`, `gcs`, `azure` or `pvc`.",
    };
    return;
  }
  for (const field of needed[repo.storage]) {
    if ((repo[field] ?? "") !== "" || (field === "key" && repo.storage === "gcs" && repo.keyType !== "service"))
      continue;
    if (isSetFirst(given, optionOf(repo.storage, field))) continue;
    // The key of Azure may be in a Secret that is not here.
    if (field === "key" && repo.storage === "azure" && configuration?.secret && given?.isReadable !== true) continue;
    yield {
      at: at(cluster, "repo", field),
      problem: `The clone's repository has no \`${field}\`, so the operator writes an empty option, which pgBackRest refuses.`,
      fix:
        field === "key" && repo.storage === "azure"
          ? "Set `repo1-azure-key` under `[db]` in a `.conf` file of the Secret that the clone's `configuration.secret` names."
          : `Add \`${field}\` with the value that the source's repository has.`,
    };
  }
  const secret = configuration?.secret ?? "";
  const signsIn = repo.storage === "s3" && options["repo1-s3-key-type"] === undefined;
  if (signsIn && secret === "" && options["repo1-s3-key"] === undefined) {
    yield {
      at: at(cluster, "configuration", "secret"),
      severity: "warning",
      problem: "The clone reads from S3 but names no Secret, so it has no key.",
      fix: "Add `configuration.secret` with the name of the source's Secret.",
    };
  }
  const own = cluster.secretName;
  if (repo.storage === "gcs" && repo.keyType === "service" && (repo.key ?? "") !== "" && own !== secret) {
    yield {
      at: at(cluster, "repo", "key"),
      problem: `The operator looks for the key file \`${quotableFile(repo.key ?? "")}\` in the Secret of the cluster's own backups, which is ${own === "" ? "not set" : `\`${own}\``}, but the clone names ${secret === "" ? "no Secret" : `\`${secret}\``}.`,
      fix: "Name one Secret that holds the key file in both `spec.clone.pgbackrest.configuration.secret` and `spec.backup.pgbackrest.configuration.secret`.",
    };
  }
}
