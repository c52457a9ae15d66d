import type {
  V1Affinity,
  V1EnvVar,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1PodSpec,
  V1StatefulSet,
  V1StatefulSetSpec,
  V1Toleration,
  V1TopologySpreadConstraint,
  V1VolumeMount,
} from "@kubernetes/client-node";
import { inheritedAnnotations, podAnnotations, statefulSetAnnotations } from "../cpo/annotations.ts";
import { type Cluster, pvcRepositories } from "../cpo/cluster.ts";
import { objectLabels, podLabels, selectorLabels, statefulSetLabels } from "../cpo/labels.ts";
import { certSecretName, clusterPodsName, repoHostConfigMapName, repoHostName } from "../cpo/names.ts";
import { repoHostContainer } from "../cpo/pods.ts";
import { repoHostMaker } from "../cpo/repo-host-maker.ts";
import type { LabelSelector, PvcRepository } from "../cpo/repository.ts";
import { repoHostResources } from "../cpo/resources.ts";
import type { Settings } from "../cpo/settings.ts";
import { type Copies, itemsOf, madePart } from "../text/copied.ts";
import { addedVariables, container, securityContext } from "./container.ts";
import type { OfKind } from "./kinds.ts";
import type { Manifest } from "./manifest.ts";
import { annotationsOf, metadata, templateMetadata } from "./metadata.ts";
import {
  additionalSecretVolume,
  certificateVolume,
  configurationVolume,
  exporterVolume,
  exporterVolumeName,
  podVolumes,
  socketVolume,
  temporaryVolume,
} from "./pod-volumes.ts";
import { repoHostAffinity } from "./repo-host-affinity.ts";

type StatefulSet = OfKind<"apps/v1", "StatefulSet", V1StatefulSet>;

/** The StatefulSet whose one pod keeps the repositories on volumes and runs their backups (object D, contract 2.4). */
export function repoHost(cluster: Cluster, settings: Settings, part = madePart): readonly StatefulSet[] {
  const repositories = pvcRepositories(cluster);
  if (repositories.length === 0) return [];
  return [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata(cluster, repoHostName(cluster.name), {
        labels: statefulSetLabels(cluster, settings),
        annotations: statefulSetAnnotations(cluster, settings),
      }),
      spec: part(statefulSetSpec, hostValues(cluster, settings, repositories), {}, settings),
    },
  ];
}

/** Whether the user leaves the StatefulSet to the operator, which makes it together with its certificates. */
export const isRepoHostLeftOut = (cluster: Cluster, settings: Settings): boolean =>
  repoHostMaker(cluster, settings) === "operator";

/** The names of the variables that the operator sets. */
const ownVariables = ["USE_PGBACKREST", "MODE"] as const;

/** What the host is made of. */
interface HostValues {
  readonly serviceName: string;
  readonly cluster: string;
  readonly podMetadata: V1ObjectMeta;
  readonly configMap: string;
  readonly secret?: string;
  readonly certificates: string;
  readonly priorityClassName?: string;
  readonly schedulerName?: string;
  readonly affinity?: V1Affinity;
  readonly tolerations?: readonly V1Toleration[];
  readonly topologySpreadConstraints?: readonly V1TopologySpreadConstraint[];
  readonly exporter?: string;
  readonly image: string;
  readonly variables: readonly V1EnvVar[];
  readonly resources: ReturnType<typeof repoHostResources>;
  readonly repositoryMounts: readonly V1VolumeMount[];
  readonly volumeClaims: ReadonlyArray<Manifest<V1PersistentVolumeClaim>>;
}

function hostValues(cluster: Cluster, settings: Settings, repositories: readonly PvcRepository[]): HostValues {
  const { name, secretName, image, resource } = cluster;
  const { schedulerName, podPriorityClassName } = resource.spec;
  const tolerations = repoHostTolerations(cluster, settings);
  const topologySpreadConstraints = spreadConstraints(cluster);
  const affinity = repoHostAffinity(cluster, settings);
  const priorityClassName = podPriorityClassName || settings.podPriorityClassName;
  return {
    serviceName: clusterPodsName(name),
    cluster: name,
    podMetadata: templateMetadata(cluster, podLabels(cluster, settings, "repo-host"), {
      ...podAnnotations(cluster, settings),
      ...inheritedAnnotations(cluster, settings),
      ...(settings.kubeIamRole !== "" && { "iam.amazonaws.com/role": settings.kubeIamRole }),
    }),
    configMap: repoHostConfigMapName(name),
    ...(secretName !== "" && { secret: secretName }),
    certificates: certSecretName(name),
    ...(priorityClassName && { priorityClassName }),
    ...(schedulerName && { schedulerName }),
    ...(affinity && { affinity }),
    ...(tolerations.length > 0 && { tolerations }),
    ...(topologySpreadConstraints.length > 0 && { topologySpreadConstraints }),
    ...exporterVolumeName(cluster, settings),
    image,
    variables: addedVariables(cluster, ownVariables, settings),
    resources: repoHostResources(cluster, settings),
    // Numbered by list position, while the claims carry the repository's name; `repository-order` refuses what then differs.
    repositoryMounts: repositories.map(({ position }) => ({
      name: `repo${position}`,
      mountPath: `/data/pgbackrest/repo${position}`,
    })),
    volumeClaims: repositories.map((repository) => volumeClaim(cluster, settings, repository)),
  };
}

function statefulSetSpec(host: Copies<HostValues>, settings: Settings): Manifest<V1StatefulSetSpec> {
  const { whenDeleted, whenScaled } = settings.pvcRetention;
  return {
    replicas: 1,
    serviceName: host.serviceName,
    podManagementPolicy: "OrderedReady",
    updateStrategy: { type: "RollingUpdate" },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: whenDeleted === "delete" ? "Delete" : "Retain",
      whenScaled: whenScaled === "delete" ? "Delete" : "Retain",
    },
    selector: { matchLabels: selectorLabels({ name: host.cluster }, settings, "repo-host") },
    template: { metadata: host.podMetadata, spec: podSpec(host, settings) },
    volumeClaimTemplates: host.volumeClaims,
  };
}

function podSpec(host: Copies<HostValues>, settings: Settings): Manifest<V1PodSpec> {
  const { priorityClassName, schedulerName, affinity, tolerations, topologySpreadConstraints } = host;
  const { volumes, mounts } = podVolumes(
    temporaryVolume(settings),
    exporterVolume(host.exporter),
    socketVolume(settings),
    additionalSecretVolume(settings),
    configurationVolume(host.configMap, host.secret),
    certificateVolume(host.certificates),
  );
  const own: Record<(typeof ownVariables)[number], string> = { USE_PGBACKREST: "true", MODE: "repo" };
  return {
    serviceAccountName: settings.podServiceAccountName,
    terminationGracePeriodSeconds: settings.podTerminateGracePeriod,
    securityContext: {
      ...(settings.spiloRunAsUser !== undefined && { runAsUser: settings.spiloRunAsUser }),
      ...(settings.spiloRunAsGroup !== undefined && { runAsGroup: settings.spiloRunAsGroup }),
      ...(settings.spiloFsGroup !== undefined && { fsGroup: settings.spiloFsGroup }),
    },
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(schedulerName !== undefined && { schedulerName }),
    ...(affinity !== undefined && { affinity }),
    ...(tolerations !== undefined && { tolerations }),
    ...(topologySpreadConstraints !== undefined && { topologySpreadConstraints }),
    containers: [
      {
        ...container(repoHostContainer, own, host),
        resources: host.resources,
        securityContext: securityContext(
          settings,
          settings.containerReadonlyRootFilesystem,
          settings.additionalPodCapabilities,
        ),
        volumeMounts: [...itemsOf(host.repositoryMounts), ...mounts],
      },
    ],
    volumes,
  };
}

function repoHostTolerations(cluster: Cluster, settings: Settings): V1Toleration[] {
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
function spreadConstraints(cluster: Cluster): V1TopologySpreadConstraint[] {
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
  cluster: Cluster,
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
