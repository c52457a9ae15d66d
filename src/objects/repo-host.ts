import type {
  V1PersistentVolumeClaim,
  V1PodSpec,
  V1ResourceRequirements,
  V1StatefulSet,
  V1Toleration,
  V1TopologySpreadConstraint,
} from "@kubernetes/client-node";
import { inheritedAnnotations, podAnnotations, statefulSetAnnotations } from "../cpo/annotations.ts";
import { type ClusterSource, pvcRepositories } from "../cpo/cluster.ts";
import { objectLabels, podLabels, selectorLabels } from "../cpo/labels.ts";
import { certSecretName, clusterPodsName, repoHostConfigMapName, repoHostName } from "../cpo/names.ts";
import type { LabelSelector, PvcRepository } from "../cpo/repository.ts";
import { repoHostResources } from "../cpo/resources.ts";
import type { Settings } from "../cpo/settings.ts";
import { container, securityContext } from "./container.ts";
import type { OfKind } from "./kinds.ts";
import type { Manifest } from "./manifest.ts";

import { annotationsOf, metadata, templateMetadata } from "./metadata.ts";
import {
  additionalSecretVolume,
  certificateVolume,
  configurationVolume,
  podVolumes,
  socketVolume,
  temporaryVolume,
} from "./pod-volumes.ts";
import { repoHostAffinity } from "./repo-host-affinity.ts";

type StatefulSet = OfKind<"apps/v1", "StatefulSet", V1StatefulSet>;

/** The StatefulSet whose one pod keeps the repositories on volumes and runs their backups (object D, contract 2.4). */
export function repoHost(cluster: ClusterSource, settings: Settings): readonly StatefulSet[] {
  const repositories = pvcRepositories(cluster);
  if (repositories.length === 0) return [];
  return [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata(cluster, repoHostName(cluster.name), {
        labels: objectLabels(cluster, settings, "repo-host"),
        annotations: statefulSetAnnotations(cluster, settings),
      }),
      spec: {
        replicas: 1,
        serviceName: clusterPodsName(cluster.name),
        podManagementPolicy: "OrderedReady",
        updateStrategy: { type: "RollingUpdate" },
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: settings.pvcRetention.whenDeleted === "delete" ? "Delete" : "Retain",
          whenScaled: settings.pvcRetention.whenScaled === "delete" ? "Delete" : "Retain",
        },
        selector: { matchLabels: selectorLabels(cluster, settings, "repo-host") },
        template: {
          metadata: templateMetadata(cluster, podLabels(cluster, settings, "repo-host"), {
            ...podAnnotations(cluster, settings),
            ...inheritedAnnotations(cluster, settings),
            ...(settings.kubeIamRole !== "" && { "iam.amazonaws.com/role": settings.kubeIamRole }),
          }),
          spec: podSpec(cluster, settings, repositories),
        },
        volumeClaimTemplates: repositories.map((repository) => volumeClaim(cluster, settings, repository)),
      },
    },
  ];
}

function podSpec(
  cluster: ClusterSource,
  settings: Settings,
  repositories: readonly PvcRepository[],
): Manifest<V1PodSpec> {
  const { spec } = cluster.resource;
  const { volumes, mounts } = podVolumes(
    temporaryVolume(settings),
    socketVolume(settings),
    additionalSecretVolume(settings),
    configurationVolume(cluster, repoHostConfigMapName(cluster.name)),
    certificateVolume(certSecretName(cluster.name)),
  );
  const tolerations = repoHostTolerations(cluster, settings);
  const spread = topologySpreadConstraints(cluster);
  const affinity = repoHostAffinity(cluster, settings);
  const priorityClassName = spec.podPriorityClassName || settings.podPriorityClassName;
  const env = [
    { name: "USE_PGBACKREST", value: "true" },
    { name: "MODE", value: "repo" },
  ];
  return {
    serviceAccountName: settings.podServiceAccountName,
    terminationGracePeriodSeconds: settings.podTerminateGracePeriod,
    securityContext: {
      ...(settings.spiloRunAsUser !== undefined && { runAsUser: settings.spiloRunAsUser }),
      ...(settings.spiloRunAsGroup !== undefined && { runAsGroup: settings.spiloRunAsGroup }),
      ...(settings.spiloFsGroup !== undefined && { fsGroup: settings.spiloFsGroup }),
    },
    ...(priorityClassName && { priorityClassName }),
    ...(spec.schedulerName && { schedulerName: spec.schedulerName }),
    ...(affinity && { affinity }),
    ...(tolerations.length > 0 && { tolerations }),
    ...(spread.length > 0 && { topologySpreadConstraints: spread }),
    containers: [
      {
        ...container("pgbackrest", cluster, env),
        resources: resources(cluster, settings),
        securityContext: securityContext(
          settings,
          settings.containerReadonlyRootFilesystem,
          settings.additionalPodCapabilities,
        ),
        volumeMounts: [
          // Numbered by list position, while the claims below carry the repository's name; `repository-order` refuses what then differs.
          ...repositories.map(({ position }) => ({
            name: `repo${position}`,
            mountPath: `/data/pgbackrest/repo${position}`,
          })),
          ...mounts,
        ],
      },
    ],
    volumes,
  };
}

function resources(cluster: ClusterSource, settings: Settings): V1ResourceRequirements {
  const { requests, limits } = repoHostResources(cluster, settings);
  return { requests: { ...requests }, limits: { ...limits } };
}

function repoHostTolerations(cluster: ClusterSource, settings: Settings): V1Toleration[] {
  const given = cluster.resource.spec.tolerations ?? [];
  if (given.length > 0) {
    return given.map(({ key, operator, value, effect, tolerationSeconds }) => ({
      ...(key !== undefined && { key }),
      ...(operator !== undefined && { operator }),
      ...(value !== undefined && { value }),
      ...(effect !== undefined && { effect }),
      ...(tolerationSeconds !== undefined && { tolerationSeconds }),
    }));
  }
  const { key, operator, value, effect } = settings.toleration;
  if (!key && !operator && !value && !effect) return [];
  return [{ ...(key && { key }), ...(operator && { operator }), ...(value && { value }), ...(effect && { effect }) }];
}

/** Copied field by field, like variables: what Kubernetes does not know the operator loses. */
function topologySpreadConstraints(cluster: ClusterSource): V1TopologySpreadConstraint[] {
  return (cluster.resource.spec.topologySpreadConstraints ?? []).map((given) => ({
    maxSkew: given.maxSkew ?? 0,
    topologyKey: given.topologyKey ?? "",
    whenUnsatisfiable: given.whenUnsatisfiable ?? "",
    ...(given.labelSelector && { labelSelector: selector(given.labelSelector) }),
    ...(given.minDomains !== undefined && { minDomains: given.minDomains }),
    ...(given.nodeAffinityPolicy !== undefined && { nodeAffinityPolicy: given.nodeAffinityPolicy }),
    ...(given.nodeTaintsPolicy !== undefined && { nodeTaintsPolicy: given.nodeTaintsPolicy }),
    ...(given.matchLabelKeys && { matchLabelKeys: given.matchLabelKeys }),
  }));
}

function volumeClaim(
  cluster: ClusterSource,
  settings: Settings,
  { name, volume }: PvcRepository,
): Manifest<V1PersistentVolumeClaim> {
  return {
    metadata: {
      name,
      labels: objectLabels(cluster, settings),
      ...annotationsOf(inheritedAnnotations(cluster, settings)),
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: volume?.size ?? "" } },
      ...(volume?.storageClass && { storageClassName: volume.storageClass }),
      ...(volume?.selector && { selector: selector(volume.selector) }),
      volumeMode: "Filesystem",
    },
  };
}

function selector({ matchLabels, matchExpressions }: LabelSelector) {
  return {
    ...(matchLabels && { matchLabels: { ...matchLabels } }),
    ...(matchExpressions && {
      matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
        key,
        operator,
        ...(values && { values: [...values] }),
      })),
    }),
  };
}
