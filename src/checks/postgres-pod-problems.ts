import type { Container, PostgresPod } from "../cpo/postgres-pod.ts";
import type { Path } from "../findings/finding.ts";
import { imageProblem } from "../kubernetes/image-reference.ts";
import { isDnsLabel } from "../kubernetes/names.ts";
import { isValueFilledInLater } from "../secret/placeholder.ts";
import { quotableName } from "../text/quotable.ts";

/** Something that Kubernetes refuses: where in the CR, what, as a whole sentence without its end, and what to do. */
export interface PodProblem {
  readonly path: Path;
  readonly problem: string;
  readonly fix: string;
}

const labelFix = "Use at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.";

/**
 * What Kubernetes refuses of the Postgres pods' containers, volumes and mounts, where the CR says it.
 * Source: kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, compared in test/kubernetes.
 */
export function* postgresPodProblems(pod: PostgresPod): Iterable<PodProblem> {
  const all = [...pod.initContainers, ...pod.containers];
  const names = new Map<string, Container>();
  for (const container of all) {
    yield* containerProblems(container);
    const first = names.get(container.name);
    if (first === undefined) names.set(container.name, container);
    const path = [container.path, first?.path].find((each) => typeof each?.[2] === "number");
    if (first !== undefined && path !== undefined && container.name !== "")
      yield {
        path: [...path, "name"],
        problem: `\`${quotableName(container.name)}\` is the name of two containers of the Postgres pods`,
        fix: "Give the container a name that no other has; `postgres` and `pgbackrest-restore` are the operator's.",
      };
  }
  yield* volumeProblems(pod);
  const volumes = new Set([...pod.claims, ...pod.volumes.map(({ name }) => name)]);
  // What a later step makes of a name is not known here.
  const areKnown = ![...volumes].some(isValueFilledInLater);
  const said = new Set<string>();
  for (const container of all)
    for (const found of mountProblems(container, areKnown ? volumes : undefined)) {
      const key = JSON.stringify(found.path);
      if (!said.has(key)) yield found;
      said.add(key);
    }
}

function* containerProblems({ name, image, ports, path }: Container): Iterable<PodProblem> {
  if (path === undefined) return;
  if (path.length > 1 && path[1] !== "monitor") {
    if (name === "")
      yield { path: [...path, "name"], problem: "A container has no `name`", fix: `Add a \`name\`. ${labelFix}` };
    else if (!isDnsLabel(name))
      yield {
        path: [...path, "name"],
        problem: `\`${quotableName(name)}\` is not a name that a container can have`,
        fix: labelFix,
      };
  }
  const wrong = imageProblem(image);
  const field = path.length === 1 ? "dockerImage" : "image";
  if (wrong !== undefined)
    yield {
      path: [...path, field],
      problem:
        image !== ""
          ? `\`${field}\` ${wrong}`
          : path[1] === "monitor"
            ? "`monitor` has no `image`"
            : `The container \`${quotableName(name)}\` has no \`image\``,
      fix:
        path[1] === "monitor"
          ? "Add `image` with the exporter's image and tag, or remove `monitor`."
          : "Write the name and tag of an image.",
    };
  for (const [index, { name: portName, containerPort = 0 }] of ports.entries()) {
    if (containerPort < 1 || containerPort > 65535)
      yield {
        path: [...path, "ports", index, "containerPort"],
        problem: "`containerPort` is not a port from 1 to 65535",
        fix: "Write the port on which the container listens.",
      };
    if (portName && !/^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(portName))
      yield {
        path: [...path, "ports", index, "name"],
        problem: "`name` is not a name that a port can have",
        fix: "Use at most 15 lower-case letters, digits and single hyphens, with at least one letter.",
      };
  }
}

function* volumeProblems({ volumes, claims }: PostgresPod): Iterable<PodProblem> {
  const first = new Map<string, Path | undefined>();
  for (const { name, path, sources } of volumes) {
    const inTls = path?.[1] === "tls";
    const namePath = path && (inTls ? path : [...path, "name"]);
    const earlier = first.get(name);
    const blamed = namePath ?? earlier;
    if (first.has(name) && !claims.includes(name) && blamed !== undefined)
      yield {
        path: blamed,
        problem: `\`${quotableName(name)}\` is the name of two volumes of the Postgres pods`,
        fix: inTls
          ? "Use a Secret with another name, or rename the other volume."
          : "Give the volume a name that no other has; those of the operator and of `tls` count, too.",
      };
    if (!first.has(name)) first.set(name, namePath);
    if (path === undefined || namePath === undefined) continue;
    if (!isDnsLabel(name))
      yield {
        path: namePath,
        problem: `\`${quotableName(name)}\` is not a name that a volume can have${inTls ? ", and the operator names the volume by the Secret" : ""}`,
        fix: inTls
          ? "Use a Secret whose name has at most 63 lower-case letters, digits and hyphens, without a dot."
          : labelFix,
      };
    // One without a source is an `emptyDir`.
    if (sources.filter((source) => volumeSources.has(source)).length > 1 && !claims.includes(name))
      yield {
        path: [...path, "volumeSource"],
        problem: `The volume \`${quotableName(name)}\` has more than one source`,
        fix: "Keep one of the sources below `volumeSource`.",
      };
  }
}

/** The volume that the operator adds for shared memory, unless a setting or the resource keeps it from that: nothing says for sure. */
const sharedMemory = "dshm";

function* mountProblems(
  { name: container, mounts }: Container,
  volumes: ReadonlySet<string> | undefined,
): Iterable<PodProblem> {
  const first = new Map<string, Path | undefined>();
  for (const { name, mountPath, subPath, path } of mounts) {
    const earlier = first.get(mountPath);
    const blamed = path === undefined || path[1] === "volume" ? earlier : path;
    const isTaken = first.has(mountPath);
    if (isTaken && blamed !== undefined)
      yield {
        path: [...blamed, "mountPath"],
        problem: `\`mountPath\` is a path at which another volume is mounted in the container \`${quotableName(container)}\``,
        fix: "Mount it at another path; `/home/postgres/pgdata` and those below `/etc/pgbackrest` are the operator's.",
      };
    if (!isTaken) first.set(mountPath, path?.[1] === "volume" ? undefined : path);
    if (path === undefined) continue;
    if (volumes !== undefined && !volumes.has(name) && name !== sharedMemory && !isTaken)
      yield {
        path: [...path, "name"],
        problem: `\`${quotableName(name)}\` is not a volume of the Postgres pods`,
        fix: "Write the name of a volume that `additionalVolumes` lists.",
      };
    if (mountPath === "")
      yield {
        path: [...path, "mountPath"],
        problem: "`mountPath` is empty",
        fix: "Write the path at which the container sees the volume.",
      };
    if (subPath.startsWith("/") || subPath.split("/").includes(".."))
      yield {
        path: [...path, "subPath"],
        problem: "`subPath` is not a path within the volume",
        fix: "Write a path that does not begin with `/` and has no `..` in it.",
      };
  }
}

/** Sources of volumes that Kubernetes 1.34 knows (k8s.io/api@v0.34.4:core/v1/types.go, `VolumeSource`). */
const volumeSources: ReadonlySet<string> = new Set([
  ...["awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI"],
  ...["emptyDir", "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs"],
  ...["hostPath", "image", "iscsi", "nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume"],
  ...["projected", "quobyte", "rbd", "scaleIO", "secret", "storageos", "vsphereVolume"],
]);
