import type { Settings } from "../cpo/settings.ts";
import { goRegularExpression, isRead } from "../go/regular-expression.ts";
import { type ManagedKeys, ownerLabel } from "../krm/ownership.ts";
import { remembered } from "../text/memo.ts";

/** The labels and annotations that are on our objects because the settings say so. */
export function managedKeys(settings: Settings): ManagedKeys {
  const labels = new Set([
    ...Object.keys(settings.clusterLabels),
    settings.clusterNameLabel,
    "member.cpo.opensource.cybertec.at/type",
    "team",
    ...settings.inheritedLabels,
    ownerLabel,
  ]);
  const downscaler = settings.downscalerAnnotations.map(goRegularExpression).filter(isRead);
  return {
    label: (key) => labels.has(key),
    annotation: remembered(
      (key) => settings.inheritedAnnotations.includes(key) || downscaler.some((expression) => expression.test(key)),
    ),
  };
}
