import { pvcRepositories } from "../../cpo/cluster.ts";
import type { Path } from "../../findings/finding.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import { labelSelectorProblems } from "../../kubernetes/selectors.ts";
import type { ClusterRule } from "../rule.ts";

export const claimRefused = {
  id: "claim-refused",
  severity: "error",
  title: "Volume that Kubernetes refuses",
  why: "Kubernetes refuses the StatefulSet of the repo host for a mistake in one of its volume claims.",
  source: "kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, held by test/kubernetes",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 5Gi, storageClass: Fast_SSD}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 5Gi, storageClass: fast-ssd}}]}}}",
  },
  appliesTo: "pvc",
  *checkCluster({ cluster }) {
    for (const { volume, path } of pvcRepositories(cluster)) {
      const problem = (field: Path, text: string) => ({
        at: { in: "field" as const, object: cluster.object, path: [...path, "volume", ...field] },
        problem: `\`${field.at(-1)}\` ${text}, and Kubernetes refuses the repo host.`,
        fix: "Correct it as for any volume claim.",
      });
      if (volume?.storageClass && !isDnsSubdomain(volume.storageClass))
        yield problem(["storageClass"], "is no name of an object: lower-case letters, digits, `-` and `.`");
      for (const wrong of labelSelectorProblems(volume?.selector ?? {}))
        yield problem(["selector", ...wrong.path], wrong.problem);
    }
  },
} as const satisfies ClusterRule;
