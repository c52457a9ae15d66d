import type { Cluster } from "../../cpo/cluster.ts";
import type { PvcRepository } from "../../cpo/repository.ts";
import type { Path } from "../../findings/finding.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import { labelSelectorProblems } from "../../kubernetes/selectors.ts";
import type { ClusterRule } from "../rule.ts";

export const claimRefused = {
  id: "claim-refused",
  severity: "error",
  title: "Volume claim that Kubernetes refuses",
  why: "A mistake in one volume claim makes Kubernetes refuse the whole StatefulSet: that of the repo host, or that of the database, which then never starts.",
  source: "kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, compared in test/kubernetes",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 5Gi
                storageClass: Fast_SSD
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 5Gi
                storageClass: fast-ssd
    `,
  },
  *checkCluster({ cluster }) {
    for (const { volume, path, place } of claimsOf(cluster)) {
      const problem = (field: Path, text: string, fix: string) => ({
        at: { in: "field" as const, object: cluster.object, path: [...path, "volume", ...field] },
        problem: `\`${field.findLast((key) => typeof key === "string")}\` ${text}, so Kubernetes refuses ${place}.`,
        fix,
      });
      if (volume.storageClass && !isDnsSubdomain(volume.storageClass))
        yield problem(
          ["storageClass"],
          "is not a name that Kubernetes accepts",
          "Write the name of a StorageClass: lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit.",
        );
      for (const wrong of labelSelectorProblems(volume.selector ?? {}))
        yield problem(["selector", ...wrong.path], wrong.problem, wrong.fix);
    }
  },
} as const satisfies ClusterRule;

type Volume = NonNullable<PvcRepository["volume"]>;

interface Claim {
  readonly volume: Volume;
  readonly path: Path;
  /** What is made of it. */
  readonly place: string;
}

/** The volume claims in which something can be wrong. */
function claimsOf(cluster: Cluster): readonly Claim[] {
  const { volume } = cluster.resource.spec;
  const claims: Claim[] = [];
  if (!isPlain(volume)) claims.push({ volume, path: ["spec"], place: "the StatefulSet of the database" });
  for (const repository of cluster.repositories) {
    if (repository.storage !== "pvc" || repository.volume === undefined || isPlain(repository.volume)) continue;
    claims.push({ volume: repository.volume, path: repository.path, place: "the repo host" });
  }
  return claims;
}

/** True for a volume without a selector, and with a storage class that Kubernetes accepts, if any. */
const isPlain = ({ storageClass, selector }: Volume) =>
  selector === undefined && (!storageClass || isDnsSubdomain(storageClass));
