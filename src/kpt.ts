import type { Configs, KptFunc, Result as KptResult, KubernetesObject } from "kpt-functions";
import { filter } from "./function/filter.ts";
import { isObject, type JsonValue } from "./json/json-value.ts";
import { headOf } from "./krm/resource.ts";
import { type Result, resultsOf } from "./krm/results.ts";

/**
 * The function for programs that are written with the kpt-functions SDK: the same expansion on its `Configs`. With a finding of severity
 * error the objects stay as they are, and the SDK ends the program with 1. The SDK's own reading and writing loses data
 * (of two items with one name the first, comments, digits), which is why the program itself does not use it.
 */
export const expandPgBackRest: KptFunc = Object.assign(
  async (configs: Configs): Promise<void> => {
    const items = configs.getAll();
    const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items };
    const { parts, findings } = await filter(Buffer.from(JSON.stringify(list)), plain(configs.getFunctionConfig()));
    configs.addResults(...resultsOf(findings).map(kptResult));
    const output: JsonValue = JSON.parse(Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"));
    const after = isObject(output) && Array.isArray(output.items) ? output.items.filter(isKubernetesObject) : [];
    const kept = new Set(after.map(keyOf));
    configs.delete(...items.filter((item) => !kept.has(keyOf(item))));
    const before = new Map(items.map((item) => [keyOf(item), JSON.stringify(item)]));
    configs.insert(...after.filter((item) => before.get(keyOf(item)) !== JSON.stringify(item)));
  },
  {
    usage:
      "Expands postgresql resources of the CYBERTEC PG operator into their pgBackRest objects, and checks them first.",
  },
);

const plain = (value: unknown): JsonValue | undefined =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

const isKubernetesObject = (value: unknown): value is KubernetesObject =>
  typeof value === "object" && value !== null && "apiVersion" in value && "kind" in value && "metadata" in value;

function keyOf(item: KubernetesObject): string {
  const { apiVersion, kind, namespace, name } = headOf(JSON.parse(JSON.stringify(item)));
  return [apiVersion, kind, namespace, name].join("|");
}

function kptResult({ message, severity, resourceRef, field, file, tags }: Result): KptResult {
  return {
    message,
    severity: severity === "warning" ? "warn" : severity,
    ...(tags && { tags: { ...tags } }),
    ...(resourceRef && { resourceRef: { ...resourceRef, namespace: resourceRef.namespace ?? "" } }),
    ...(field && { field: { path: field.path } }),
    ...(file && { file: { path: file.path, ...(file.index !== undefined && { index: file.index }) } }),
  };
}
