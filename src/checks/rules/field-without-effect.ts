import type { Storage } from "../../cpo/repository.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

/** Fields that say where a repository is, and how to sign in there. */
type LocationField = "endpoint" | "region" | "account" | "key" | "keyType";

interface UnreadField {
  readonly field: LocationField;
  /** What to write instead. */
  readonly advice: (repository: string, options: string) => string;
}

const remove = () => "Remove it.";
const inGlobal = (option: string) => (repository: string, options: string) =>
  `Remove it, and set \`${repository}-${option}\` in ${options}.`;

/**
 * The fields that the operator does not read for a storage, each with what to write instead (contract 2.1; k8sres.go@88e7a829, the switch
 * over `storage`). `resource` of a volume is not among them: the CRD of the operator's chart requires it.
 */
const unread: Readonly<Record<Storage, readonly UnreadField[]>> = {
  s3: [
    { field: "account", advice: remove },
    {
      field: "key",
      advice: (repository) => `Remove it, and set \`${repository}-s3-key\` in a \`.conf\` file of the Secret.`,
    },
    { field: "keyType", advice: inGlobal("s3-key-type") },
  ],
  gcs: [
    { field: "endpoint", advice: inGlobal("gcs-endpoint") },
    { field: "region", advice: remove },
    { field: "account", advice: remove },
  ],
  azure: [
    { field: "region", advice: remove },
    { field: "keyType", advice: inGlobal("azure-key-type") },
  ],
  pvc: [
    { field: "endpoint", advice: remove },
    { field: "region", advice: remove },
    { field: "account", advice: remove },
    { field: "key", advice: remove },
    { field: "keyType", advice: remove },
  ],
};

/** Fields of repositories by storage in which something can be without effect. */
const suspects = {
  s3: suspectsOf("s3"),
  gcs: suspectsOf("gcs"),
  azure: suspectsOf("azure"),
  pvc: suspectsOf("pvc"),
} as const satisfies Readonly<Record<Storage, ReadonlySet<string>>>;

function suspectsOf(storage: Storage): ReadonlySet<string> {
  return new Set(["volume", ...unread[storage].map(({ field }) => field)]);
}

/** True for a repository that has none of these, as most: to go through its fields is cheaper than to ask for each. */
function isPlain(repository: object, storage: Storage): boolean {
  for (const field in repository) if (suspects[storage].has(field)) return false;
  return true;
}

/** The fields of a volume that the operator does not read (contract 1.1). */
const unreadOfVolume = {
  iops: "Remove it, and choose a storage class that provides it.",
  throughput: "Remove it, and choose a storage class that provides it.",
  subPath: "Remove it.",
} as const;

const volumeFields = ["iops", "throughput", "subPath"] as const;

export const fieldWithoutEffect = {
  id: "field-without-effect",
  severity: "warning",
  title: "Field that the operator does not read",
  why: "The CRD accepts some fields that the operator never reads, or reads only for another storage. Whoever relies on one of them gets something else.",
  source: "contract 1.1, 2.1, 5.22",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              protection:
                restore: true
    `,
  },
  good: {},
  *checkCluster({ cluster }: ClusterContext) {
    const section = cluster.resource.spec.backup?.pgbackrest;
    const at = (...path: ReadonlyArray<string | number>) => ({
      in: "field" as const,
      object: cluster.object,
      path: ["spec", "backup", "pgbackrest", ...path],
    });
    if (section?.configuration?.protection?.restore !== undefined)
      yield {
        at: at("configuration", "protection", "restore"),
        problem: "The operator does not read `protection.restore`, so it does not keep anyone from restoring.",
        fix: "Remove it. To allow no restore, let nobody write `restore` of the backup section.",
      };
    for (const [index, repository] of (section?.repos ?? []).entries()) {
      const { storage } = repository;
      if (isPlain(repository, storage)) continue;
      const { name, volume } = repository;
      for (const found of unreadLocation(repository, storage, name, "`global`"))
        yield { at: at("repos", index, found.field), problem: found.problem, fix: found.fix };
      if (volume === undefined) continue;
      if (storage !== "pvc") {
        yield {
          at: at("repos", index, "volume"),
          problem: `${name} is in object storage, so the operator does not read its \`volume\`.`,
          fix: "Remove it, or write `storage: pvc`.",
        };
        continue;
      }
      for (const field of volumeFields.filter((each) => volume[each] !== undefined))
        yield {
          at: at("repos", index, "volume", field),
          problem: `The operator does not read \`${field}\` of a repository's volume.`,
          fix: unreadOfVolume[field],
        };
    }
  },
  *checkClone({ cluster, source: { repo } }: CloneContext) {
    if (repo?.storage === undefined) return;
    for (const { field, problem, fix } of unreadLocation(repo, repo.storage, "repo1", "the clone's `options`"))
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", field] },
        problem,
        fix,
      };
  },
} as const satisfies ClusterRule;

function unreadLocation(
  given: { readonly [Field in LocationField]?: string },
  storage: Storage,
  repository: string,
  options: string,
): ReadonlyArray<Pick<RuleDiagnostic, "problem" | "fix"> & { readonly field: LocationField }> {
  // An empty text stands for no field.
  const isGiven = ({ field }: UnreadField) => (given[field] ?? "") !== "";
  return unread[storage].filter(isGiven).map(({ field, advice }) => ({
    field,
    problem: `The operator does not read \`${field}\` of a repository in \`${storage}\` storage.`,
    fix: advice(repository, options),
  }));
}
