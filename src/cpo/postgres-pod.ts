import type { Path } from "../findings/finding.ts";
import type { Cluster } from "./cluster.ts";
import {
  additionalVolumes,
  dataPath,
  type Mount,
  ownVolumes,
  type Spec,
  type Volume,
  withAdditional,
} from "./postgres-volumes.ts";
import type { Settings } from "./settings.ts";

/*
 * The containers, volumes and mounts of the Postgres pods as far as the CR decides them, each with its place in the CR, so that what Kubernetes
 * refuses of them can be told. Nothing is emitted of it.
 * Source: CYBERTEC-pg-operator@b25f3ab59f2a (v0.9.2): pkg/cluster/k8sres.go, `generateStatefulSet`, `generatePodTemplate`,
 * `addAdditionalVolumes`; pkg/cluster/resources.go, `createStatefulSet`.
 */

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly mounts: readonly Mount[];
  readonly ports: ReadonlyArray<{ readonly name?: string; readonly containerPort?: number }>;
  /** Its place in the CR; absent for the operator's own. */
  readonly path?: Path;
}

export interface PostgresPod {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** Volumes that come from claims. */
  readonly claims: readonly string[];
}

const dataVolume = "pgdata";

export function postgresPod({ resource }: Cluster, settings: Settings): PostgresPod {
  const { spec } = resource;
  const data: Mount = {
    name: dataVolume,
    mountPath: dataPath,
    subPath: spec.volume.subPath ?? "",
    ...(spec.volume.subPath !== undefined && { path: ["spec", "volume"] }),
  };
  const named = [mainContainer(spec, settings, data)].concat(sidecars(spec, data));
  const init = initContainers(spec).concat(restoreContainer(spec, data));
  const own = ownVolumes(spec, settings);
  const { volumes, mountsOf } = withAdditional(additionalVolumes(spec));
  const complete = (container: Container, isInit: boolean): Container => ({
    ...container,
    mounts: container.mounts.concat(
      own
        .filter(({ isIn }) => isIn(container.name, isInit))
        .map(({ name, mountPath }) => ({ name, mountPath, subPath: "" })),
      mountsOf(container.name),
    ),
  });
  return {
    containers: named.map((container) => complete(container, false)),
    initContainers: init.map((container) => complete(container, true)),
    volumes: own.map(({ name }): Volume => ({ name, sources: ["emptyDir"] })).concat(volumes),
    claims: [dataVolume],
  };
}

const mainContainer = ({ dockerImage }: Spec, settings: Settings, data: Mount): Container => ({
  name: "postgres",
  // Where neither says, the operator has one of its own.
  image: dockerImage || settings.dockerImage || "postgres",
  mounts: [data],
  ports: [],
  ...(dockerImage && { path: ["spec"] }),
});

/** Those of the CR, then the exporter; of two with one name the operator takes the first. */
function sidecars({ sidecars: given = [], monitor }: Spec, data: Mount): readonly Container[] {
  const all = given.map((sidecar, index) => container(sidecar, ["spec", "sidecars", index], `sidecar-${index}`));
  if (monitor !== undefined)
    all.push({
      name: "postgres-exporter",
      image: monitor.image ?? "",
      mounts: [],
      ports: [],
      path: ["spec", "monitor"],
    });
  return all
    .filter(({ name }, index) => all.findIndex((other) => other.name === name) === index)
    .map((each) => ({ ...each, mounts: [...each.mounts, data] }));
}

const initContainers = ({ initContainers: given = [] }: Spec): readonly Container[] =>
  given.map((each, index) => container(each, ["spec", "initContainers", index], ""));

const restoreContainer = ({ backup }: Spec, data: Mount): Container => ({
  name: "pgbackrest-restore",
  // Another rule looks at it.
  image: backup?.pgbackrest?.image || "pgbackrest",
  mounts: [data],
  ports: [],
});

function container(
  { name, image = "", ports = [], volumeMounts = [] }: NonNullable<Spec["sidecars"]>[number],
  path: Path,
  otherwise: string,
): Container {
  const mounts = volumeMounts.map((mount, index) => ({
    name: mount.name ?? "",
    mountPath: mount.mountPath ?? "",
    subPath: mount.subPath ?? "",
    path: [...path, "volumeMounts", index],
  }));
  return { name: name || otherwise, image, ports, mounts, path };
}
