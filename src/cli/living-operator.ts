import { settingsWords } from "../function/resources.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";

/**
 * The operator's configuration of an API server, as the resources that the function reads. Where there is one OperatorConfiguration, it is that.
 * Of several, and for a ConfigMap, the operator's Deployment says which it reads. None where it cannot be told: then the functionConfig counts,
 * and else the defaults of the operator's chart.
 */
export async function livingOperator(api: ApiServer): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for await (const page of api.list(apiKinds.operatorConfigurations, {}))
    if (page.is === "found") found.push(...page.value);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return [asConfiguration(first)];
  const reads = await readByOperator(api);
  if (reads === undefined) return [];
  if (reads.kind === "OperatorConfiguration") return found.filter((each) => isNamed(each, reads)).map(asConfiguration);
  const answer = await api.get(apiKinds.configMaps, reads.namespace, reads.name);
  const data = answer.is === "found" ? valueAt(answer.value, ["data"]) : undefined;
  if (answer.is !== "found" || !isObject(data) || !settingsWords.some((word) => word in data)) return [];
  return [{ apiVersion: "v1", kind: "ConfigMap", metadata: nameOf(answer.value), data }];
}

interface Read {
  readonly kind: "OperatorConfiguration" | "ConfigMap";
  readonly namespace: string;
  readonly name: string;
}

/** What the operator reads: two variables of its container say it (CYBERTEC-pg-operator@b25f3ab5:cmd/main.go). */
async function readByOperator(api: ApiServer): Promise<Read | undefined> {
  for await (const page of api.list(apiKinds.deployments, {})) {
    if (page.is !== "found") return undefined;
    for (const deployment of page.value) {
      const read = readBy(deployment);
      if (read !== undefined) return read;
    }
  }
  return undefined;
}

function readBy(deployment: JsonObject): Read | undefined {
  const own = textAt(deployment, ["metadata", "namespace"]);
  const containers = valueAt(deployment, ["spec", "template", "spec", "containers"]);
  for (const container of Array.isArray(containers) ? containers : []) {
    const env: JsonValue | undefined = valueAt(container, ["env"]);
    for (const variable of Array.isArray(env) ? env : []) {
      const [name, value] = [textAt(variable, ["name"]), textAt(variable, ["value"])];
      if (value === "") continue;
      const slash = value.indexOf("/");
      const place = { namespace: slash < 0 ? own : value.slice(0, slash), name: value.slice(slash + 1) };
      if (name === "POSTGRES_OPERATOR_CONFIGURATION_OBJECT") return { kind: "OperatorConfiguration", ...place };
      if (name === "CONFIG_MAP_NAME" && textAt(container, ["image"]).includes("operator"))
        return { kind: "ConfigMap", ...place };
    }
  }
  return undefined;
}

const isNamed = (object: JsonObject, { namespace, name }: Read) =>
  textAt(object, ["metadata", "name"]) === name && textAt(object, ["metadata", "namespace"]) === namespace;

const asConfiguration = (object: JsonObject): JsonObject => ({
  apiVersion: apiKinds.operatorConfigurations.apiVersion,
  kind: "OperatorConfiguration",
  metadata: nameOf(object),
  ...(object.configuration !== undefined && { configuration: object.configuration }),
});

const nameOf = (object: JsonObject): JsonObject => ({
  name: textAt(object, ["metadata", "name"]),
  namespace: textAt(object, ["metadata", "namespace"]),
});

function textAt(value: JsonValue | undefined, path: readonly string[]): string {
  const text = valueAt(value, path);
  return typeof text === "string" ? text : "";
}
