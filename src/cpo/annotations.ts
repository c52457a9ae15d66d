import { goRegularExpression, isRead } from "../go/regular-expression.ts";
import type { Cluster } from "./cluster.ts";
import type { Settings } from "./settings.ts";

type Annotations = Record<string, string>;

/** INH of contract 2.0: the cluster's annotations whose keys the operator is told to hand on. */
export function inheritedAnnotations(cluster: Cluster, settings: Settings): Annotations {
  const inherited: Annotations = {};
  for (const key of settings.inheritedAnnotations) {
    const value = cluster.annotations[key];
    if (value !== undefined) inherited[key] = value;
  }
  return inherited;
}

/** Annotations of the StatefulSet itself: the inherited ones and those that a `downscaler_annotations` expression matches anywhere. */
export function statefulSetAnnotations(cluster: Cluster, settings: Settings): Annotations {
  const expressions = settings.downscalerAnnotations.map(goRegularExpression);
  // One expression that Go cannot read makes the operator drop every annotation of this object (contract 8.9). One that only we do not
  // read counts as such; `operator-settings-refused` stops the build for either.
  if (!expressions.every(isRead)) return {};
  const annotations = inheritedAnnotations(cluster, settings);
  for (const [key, value] of Object.entries(cluster.annotations)) {
    if (expressions.some((expression) => expression.test(key))) annotations[key] = value;
  }
  return annotations;
}

/** PODANN of contract 2.0, with the role for kube2iam. */
export function podAnnotations(cluster: Cluster, settings: Settings): Annotations {
  return {
    ...settings.customPodAnnotations,
    ...cluster.resource.spec.podAnnotations,
    ...(settings.kubeIamRole !== "" && { "iam.amazonaws.com/role": settings.kubeIamRole }),
  };
}
