import { deployedReleases } from "../function/operator-deployments.ts";
import { settingsWords } from "../function/settings-words.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf } from "../krm/resource.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import { plainResource } from "./plain-resource.ts";

/**
 * The operator of an API server, as the resources that the function reads: its Deployments, whose images say its release, and its configuration.
 * Where there is one OperatorConfiguration, it is that. Of several, and for a ConfigMap, the operator's Deployment says which it reads. None where
 * it cannot be told: then manifests and functionConfig count, and else the defaults of the operator's chart.
 * @param api Asks without saying what is forbidden.
 */
export async function livingOperator(api: ApiServer): Promise<readonly JsonObject[]> {
  const deployments = await operatorDeployments(api);
  return [...(await configurations(api, deployments)), ...deployments.filter(runsOperator).map(asDeployment)];
}

async function configurations(api: ApiServer, deployments: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for await (const page of api.list(apiKinds.operatorConfigurations, {}))
    if (page.is === "found") found.push(...page.value);
  // One that certainly is this operator's comes before one that has its variables, as Zalando's does.
  const certain = deployments.filter(runsOperator);
  const [first, second] = found;
  if (first !== undefined && second === undefined && !certain.some((each) => readBy(each)?.kind === "ConfigMap"))
    return [asConfiguration(first)];
  const [reads] = [...certain, ...deployments].flatMap((each) => readBy(each) ?? []);
  if (reads === undefined) return [];
  if (reads.kind === "OperatorConfiguration") return found.filter((each) => isNamed(each, reads)).map(asConfiguration);
  const answer = await api.get(apiKinds.configMaps, reads.namespace, reads.name);
  const data = answer.is === "found" ? valueAt(answer.value, ["data"]) : undefined;
  if (answer.is !== "found" || !isObject(data)) return [];
  if (certain.length === 0 && !settingsWords.some((word) => word in data)) return [];
  return [{ apiVersion: "v1", kind: "ConfigMap", metadata: nameOf(answer.value), data }];
}

interface Read {
  readonly kind: "OperatorConfiguration" | "ConfigMap";
  readonly namespace: string;
  readonly name: string;
}

/** The label that charts give the operator's Deployment: few have it, and all others need not be read (charts/postgres-operator). */
const chartLabel = "app.kubernetes.io/name=postgres-operator";

/** The Deployments that may be the operator's. Manifests without the chart have other labels, so all are looked at where none has the chart's. */
async function operatorDeployments(api: ApiServer): Promise<readonly JsonObject[]> {
  for (const where of [{ labelSelector: chartLabel }, {}]) {
    const found: JsonObject[] = [];
    for await (const page of api.list(apiKinds.deployments, where)) {
      if (page.is !== "found") break;
      found.push(...page.value.filter((each) => runsOperator(each) || readBy(each) !== undefined));
    }
    if (found.some(runsOperator)) return found;
    if (!("labelSelector" in where)) return found;
  }
  return [];
}

const runsOperator = (deployment: JsonObject) => {
  const value = asDeployment(deployment);
  return deployedReleases([{ head: headOf(value), value }]).length > 0;
};

const asDeployment = (deployment: JsonObject) =>
  plainResource(deployment, { apiVersion: "apps/v1", kind: "Deployment" });

/** What the operator reads: two variables of its container say it (CYBERTEC-pg-operator@b25f3ab5:cmd/main.go). */
function readBy(deployment: JsonObject): Read | undefined {
  const own = textAt(deployment, ["metadata", "namespace"]);
  const containers = valueAt(deployment, ["spec", "template", "spec", "containers"]);
  for (const container of Array.isArray(containers) ? containers : []) {
    const placeOf = (name: string) => {
      const value = variableOf(container, name);
      const slash = value.indexOf("/");
      return value === ""
        ? undefined
        : { namespace: slash < 0 ? own : value.slice(0, slash), name: value.slice(slash + 1) };
    };
    // The resource overrides the ConfigMap.
    const resource = placeOf("POSTGRES_OPERATOR_CONFIGURATION_OBJECT");
    if (resource !== undefined) return { kind: "OperatorConfiguration", ...resource };
    const map = textAt(container, ["image"]).includes("operator") ? placeOf("CONFIG_MAP_NAME") : undefined;
    if (map !== undefined) return { kind: "ConfigMap", ...map };
  }
  return undefined;
}

function variableOf(container: JsonValue, wanted: string): string {
  const env = valueAt(container, ["env"]);
  const found = (Array.isArray(env) ? env : []).find((each: JsonValue) => textAt(each, ["name"]) === wanted);
  return textAt(found, ["value"]);
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
