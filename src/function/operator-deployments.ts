import { type NamedRelease, releaseNamed } from "../cpo/releases.ts";
import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type ResourceHead, refOf } from "../krm/resource.ts";
import { splitImage } from "../kubernetes/image-reference.ts";
import type { Item } from "./item.ts";

/*
 * The Deployment that runs the operator. Its chart's name, labels and variables are those of Zalando's operator, from which it comes; only
 * the name of its image, which mirrors keep, and a label of its pods are its own (charts/postgres-operator; the tutorials' setup/helm/operator).
 */

const imageName = "cybertec-pg-operator";
const podLabel = "cpo.cybertec.at/pod-type";

/** Words of which the text of every such Deployment has one. */
export const operatorWords = [imageName, podLabel] as const;

export const deploymentKind = "Deployment";

/** The release that a Deployment runs. */
export interface DeployedRelease {
  readonly object: ObjectRef;
  /** Where it says the release, or should. */
  readonly place: Place;
  /** The text that was read; undefined where neither the image's tag nor a label is like a release. */
  readonly said?: { readonly text: string; readonly named: Exclude<NamedRelease, { readonly is: "not a release" }> };
}

/**
 * What the Deployments of the operator say of its release; nothing of other Deployments. Where none says one, those of a Kubernetes cluster
 * count.
 */
export function deployedReleases(
  items: readonly DeploymentItem[],
  living: readonly DeploymentItem[] = [],
): readonly DeployedRelease[] {
  const found = releasesOf(items);
  return living.length === 0 || found.some(({ said }) => said !== undefined) ? found : releasesOf(living);
}

type DeploymentItem = Pick<Item, "head" | "value">;

const releasesOf = (items: readonly DeploymentItem[]): readonly DeployedRelease[] =>
  items.flatMap(({ head, value }) => {
    const found = head.apiVersion === "apps/v1" && head.kind === deploymentKind ? containerOf(value) : undefined;
    return found === undefined ? [] : [deployedRelease(head, value, found)];
  });

const podSpec: Path = ["spec", "template", "spec"];

/** The operator's container: the one with its image, else that of a pod that is labeled as the operator's. */
function containerOf(value: JsonValue): { readonly image: string; readonly path: Path } | undefined {
  const listed = valueAt(value, [...podSpec, "containers"]);
  const containers = (Array.isArray(listed) ? listed : []).map((container: JsonValue, index) => ({
    name: isObject(container) ? container.name : undefined,
    image: isObject(container) && typeof container.image === "string" ? container.image : "",
    path: [...podSpec, "containers", index, "image"],
  }));
  const byImage = containers.find(({ image }) => splitImage(image).name.endsWith(imageName));
  if (byImage !== undefined) return byImage;
  if (valueAt(value, ["spec", "template", "metadata", "labels", podLabel]) !== "postgres-operator") return undefined;
  return containers.find(({ name }) => name === "postgres-operator") ?? containers[0];
}

/** The tag of the image counts, for that is what runs. One that is not like a release (`latest`), or a digest alone, leaves it to labels. */
function deployedRelease(
  head: ResourceHead,
  value: JsonValue,
  { image, path }: { readonly image: string; readonly path: Path },
): DeployedRelease {
  const object = refOf(head);
  const said: ReadonlyArray<{ readonly text: JsonValue | undefined; readonly path: Path }> = [
    { text: splitImage(image).tag, path },
    ...[["metadata"], ["spec", "template", "metadata"]].flatMap((metadata) =>
      ["app.kubernetes.io/version", "helm.sh/chart"].map((label) => {
        const at = [...metadata, "labels", label];
        const text = valueAt(value, at);
        // `postgres-operator-0.9.2-1`
        return { path: at, text: typeof text === "string" ? text.replace(/^[a-z][a-z-]*-(?=v?\d)/, "") : undefined };
      }),
    ),
  ];
  for (const { text, path } of said) {
    if (typeof text !== "string") continue;
    const named = releaseNamed(text);
    if (named.is !== "not a release") return { object, place: { in: "field", object, path }, said: { text, named } };
  }
  return { object, place: { in: "field", object, path } };
}
