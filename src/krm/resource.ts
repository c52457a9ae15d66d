import type { KubernetesObject } from "@kubernetes/client-node";
import type { ObjectRef } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { metadataOf, type ResourceMetadata } from "../kubernetes/metadata.ts";
import { remembered } from "../text/memo.ts";

/** A resource's metadata, and the file it comes from, where the host or the command line says so. */
export interface ResourceHead extends ResourceMetadata {
  readonly file?: NonNullable<ObjectRef["file"]> | undefined;
}

/** What tells an object from all others; empty where it has no namespace. */
export type ObjectName = Pick<ResourceHead, "apiVersion" | "kind" | "namespace" | "name">;

/** The name of an object that we made. */
export const nameOf = ({ apiVersion = "", kind = "", metadata }: KubernetesObject): ObjectName => ({
  apiVersion,
  kind,
  namespace: metadata?.namespace ?? "",
  name: metadata?.name ?? "",
});

/** Reads the head of any resource, however malformed. */
export function headOf(value: JsonValue): ResourceHead {
  const metadata = metadataOf(value);
  const file = fileOf(metadata.annotations);
  if (file === undefined) return metadata;
  const { apiVersion, kind, name, namespace, labels, annotations } = metadata;
  return { file, apiVersion, kind, name, namespace, labels, annotations };
}

/** Both spellings of the file annotations: kpt's present and its legacy one. */
export const pathAnnotations = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"] as const;
export const indexAnnotations = ["internal.config.kubernetes.io/index", "config.kubernetes.io/index"] as const;

function fileOf(annotations: Readonly<Record<string, string>>): ResourceHead["file"] {
  const path = annotations[pathAnnotations[0]] ?? annotations[pathAnnotations[1]];
  if (path === undefined) return undefined;
  const index = annotations[indexAnnotations[0]] ?? annotations[indexAnnotations[1]];
  return { path, ...(index !== undefined && /^\d+$/.test(index) && { index: Number(index) }) };
}

/** The resource as a finding names it. */
export function refOf({ apiVersion, kind, name, namespace, file }: ResourceHead): ObjectRef {
  return {
    apiVersion,
    kind,
    ...(name && { name }),
    ...(namespace && { namespace }),
    ...(file !== undefined && { file }),
  };
}

/** Names that the resource had before kustomize renamed it in this build, the present one first. */
export function namesOf(head: ResourceHead): readonly string[] {
  return [head.name, ...list(head.annotations["internal.config.kubernetes.io/previousNames"])];
}

const list = (text: string | undefined) => (text === undefined || text === "" ? [] : text.split(","));

/** Annotations that kustomize and kpt add for themselves and take away again. */
export const isHostAnnotation = remembered((key) => hostPrefixes.some((prefix) => key.startsWith(prefix)));

const hostPrefixes = [
  "config.kubernetes.io/",
  "internal.config.kubernetes.io/",
  "config.k8s.io/",
  "kustomize.config.k8s.io/",
  "internal.kpt.dev/",
];
