import type {
  V1Affinity,
  V1NodeAffinity,
  V1NodeSelectorRequirement,
  V1NodeSelectorTerm,
  V1PodAffinityTerm,
  V1PodAntiAffinity,
} from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import { podLabels } from "../cpo/labels.ts";
import type { Settings } from "../cpo/settings.ts";

/** Affinity of the repo host: the cluster's node affinity with the operator's readiness label, and anti-affinity where it is on (contract 2.5). */
export function repoHostAffinity(cluster: Cluster, settings: Settings): V1Affinity | undefined {
  const nodeAffinity = repoHostNodeAffinity(cluster, settings);
  const podAntiAffinity = settings.enablePodAntiaffinity ? antiAffinity(cluster, settings) : undefined;
  if (nodeAffinity === undefined && podAntiAffinity === undefined) return undefined;
  return { ...(nodeAffinity && { nodeAffinity }), ...(podAntiAffinity && { podAntiAffinity }) };
}

function antiAffinity(cluster: Cluster, settings: Settings): V1PodAntiAffinity {
  const podAffinityTerm: V1PodAffinityTerm = {
    labelSelector: { matchLabels: podLabels(cluster, settings, "repo-host") },
    topologyKey: settings.podAntiaffinityTopologyKey,
  };
  return settings.podAntiaffinityPreferred
    ? { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm }] }
    : { requiredDuringSchedulingIgnoredDuringExecution: [podAffinityTerm] };
}

function repoHostNodeAffinity(cluster: Cluster, settings: Settings): V1NodeAffinity | undefined {
  const given = cluster.resource.spec.nodeAffinity;
  const readiness = Object.entries(settings.nodeReadinessLabel).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  if (given === undefined && readiness.length === 0) return undefined;
  const preferred = given?.preferredDuringSchedulingIgnoredDuringExecution?.map(({ weight, preference }) => ({
    weight,
    preference: term(preference),
  }));
  const required = given?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.map(term);
  const terms =
    readiness.length === 0 ? required : withReadiness(required, readiness, settings.nodeReadinessLabelMerge);
  return {
    ...(terms && { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } }),
    ...(preferred && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
  };
}

function withReadiness(
  required: V1NodeSelectorTerm[] | undefined,
  readiness: V1NodeSelectorRequirement[],
  merge: string,
): V1NodeSelectorTerm[] {
  if (required === undefined) return [{ matchExpressions: readiness }];
  if (merge === "OR") return [...required, { matchExpressions: readiness }];
  // The operator rebuilds each term from its expressions alone, so `matchFields` are lost (contract 5.25).
  if (merge === "AND")
    return required.map(({ matchExpressions = [] }) => ({ matchExpressions: [...matchExpressions, ...readiness] }));
  return required;
}

type Given = { readonly key: string; readonly operator: string; readonly values?: string[] };

function term({
  matchExpressions,
  matchFields,
}: {
  matchExpressions?: Given[];
  matchFields?: Given[];
}): V1NodeSelectorTerm {
  return {
    ...(matchExpressions && { matchExpressions: matchExpressions.map(requirement) }),
    ...(matchFields && { matchFields: matchFields.map(requirement) }),
  };
}

function requirement({ key, operator, values }: Given): V1NodeSelectorRequirement {
  return values === undefined ? { key, operator } : { key, operator, values };
}
