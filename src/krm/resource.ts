import type { ObjectRef } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";

type JsonObject = { readonly [key: string]: JsonValue };

/** True for a mapping, the only shape a resource can have. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What identifies a resource to Kubernetes, and what we need of its metadata. Absent or mistyped parts are empty. */
export interface ResourceHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The file it comes from, where the host or the command line says so. */
  readonly file?: NonNullable<ObjectRef["file"]>;
}

/** Reads the head of any resource, however malformed. */
export function headOf(value: JsonValue): ResourceHead {
  const resource = isObject(value) ? value : {};
  const metadata = isObject(resource.metadata) ? resource.metadata : {};
  const annotations = textsOf(metadata.annotations);
  const file = fileOf(annotations);
  return {
    apiVersion: textOf(resource.apiVersion),
    kind: textOf(resource.kind),
    name: textOf(metadata.name),
    namespace: textOf(metadata.namespace),
    labels: textsOf(metadata.labels),
    annotations,
    ...(file !== undefined && { file }),
  };
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
export const isHostAnnotation = (key: string) => hostPrefixes.some((prefix) => key.startsWith(prefix));

const hostPrefixes = [
  "config.kubernetes.io/",
  "internal.config.kubernetes.io/",
  "config.k8s.io/",
  "kustomize.config.k8s.io/",
  "internal.kpt.dev/",
];

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const texts: Record<string, string> = {};
  for (const key in value) {
    const text = value[key];
    if (typeof text === "string") texts[key] = text;
  }
  return texts;
}
