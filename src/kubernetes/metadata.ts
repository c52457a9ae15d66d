import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";

/** What identifies a resource to Kubernetes, and its labels and annotations. Absent or mistyped parts are empty. */
export interface ResourceMetadata {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Reads the metadata of any resource, however malformed. */
export function metadataOf(value: JsonValue): ResourceMetadata {
  const resource = isObject(value) ? value : {};
  const metadata = isObject(resource.metadata) ? resource.metadata : {};
  return {
    apiVersion: textOf(resource.apiVersion),
    kind: textOf(resource.kind),
    name: textOf(metadata.name),
    namespace: textOf(metadata.namespace),
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The mapping itself where it has nothing but texts, as nearly all have. */
function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  if (hasOnlyTexts(value)) return value;
  const texts: Record<string, string> = {};
  for (const key in value) {
    const text = value[key];
    if (typeof text === "string") texts[key] = text;
  }
  return texts;
}

function hasOnlyTexts(value: JsonObject): value is Readonly<Record<string, string>> {
  for (const key in value) if (typeof value[key] !== "string") return false;
  return true;
}
