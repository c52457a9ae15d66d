import { filter } from "../function/filter.ts";
import { readKinds } from "../function/kinds.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { unknownProblems } from "../status/unknowns.ts";
import { visible } from "../text/visible.ts";
import type { Answer, ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import { type WantedCluster, wantedClusters } from "./expected-clusters.ts";
import { listOfObjects } from "./living-list.ts";

/** Which clusters of an API server are looked at. */
export interface LivingScope {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** One of this name alone. */
  readonly name?: string;
}

/** What the function is told beside the resources. */
export interface LivingSettings {
  readonly functionConfig: JsonValue | undefined;
  /** The operator's configuration, as resources. */
  readonly operator: readonly JsonObject[];
}

/** Clusters of a page, or why there are none. */
export type LivingPage =
  | {
      readonly is: "clusters";
      readonly clusters: readonly WantedCluster[];
      /** `namespace/name` of every resource of the page, selected or not. */
      readonly names: readonly string[];
    }
  /** The function refuses its functionConfig. */
  | { readonly is: "refused"; readonly findings: Awaited<ReturnType<typeof filter>>["findings"] }
  | { readonly is: "problems"; readonly problems: readonly StatusProblem[] };

/** The clusters whose manifests are their own resources, a page at a time: with them come the Secrets that they name, where these may be read. */
export async function* livingClusters(
  { api, quiet }: { readonly api: ApiServer; readonly quiet: ApiServer },
  scope: LivingScope,
  { functionConfig, operator }: LivingSettings,
): AsyncIterable<LivingPage> {
  const mayNotRead = new Set<string>();
  for await (const page of resourcesOf(api, scope)) {
    if (page.is !== "found") {
      yield { is: "problems", problems: problemsOf(page) };
      continue;
    }
    const resources = page.value.map((resource) => plainResource(resource, readKinds.postgresql));
    const secrets = await secretsOf(quiet, resources, mayNotRead);
    const outcome = await filter(listOfObjects([...operator, ...resources, ...secrets]), functionConfig, {
      everyCluster: true,
    });
    if (outcome.exitCode === 3) {
      yield { is: "refused", findings: outcome.findings };
      return;
    }
    const clusters = await wantedClusters(outcome, { namespace: api.namespace, isLiving: true });
    const names = resources.map(metadataOf).map(({ name, namespace }) => `${namespace}/${name}`);
    yield { is: "clusters", clusters, names };
  }
}

async function* resourcesOf(
  api: ApiServer,
  { namespace, labelSelector, name }: LivingScope,
): AsyncIterable<Answer<readonly JsonObject[]>> {
  const kind = apiKinds.postgresqls;
  if (name !== undefined && namespace !== undefined) {
    const answer = await api.get(kind, namespace, name);
    yield answer.is === "found" ? { is: "found", value: [answer.value] } : answer;
    return;
  }
  const where = {
    ...(namespace !== undefined && { namespace }),
    ...(labelSelector !== undefined && { labelSelector }),
  };
  for await (const page of api.list(kind, where))
    yield page.is === "found" && name !== undefined
      ? { is: "found", value: page.value.filter((each) => valueAt(each, ["metadata", "name"]) === name) }
      : page;
}

function problemsOf(answer: Exclude<Answer<unknown>, { readonly is: "found" }>): readonly StatusProblem[] {
  switch (answer.is) {
    case "missing":
      return [
        problemOf("no-cluster", "The API server has no such postgresql, or does not know the kind.", {
          fix: "See with `kubectl get postgresqls --all-namespaces` what there is. The operator's CustomResourceDefinition makes the kind known.",
        }),
      ];
    case "refused":
      return [
        problemOf(
          "unreadable",
          `The API server does not list postgresqls (${answer.code}): ${visible(answer.message)}`,
          {
            fix: "Mend what it names.",
          },
        ),
      ];
    case "unknown":
      return unknownProblems([answer.unknown]);
  }
}

/** A resource as its author would have written it: without what the API server and others record in it. Of one in a list, the kind is added. */
function plainResource(resource: JsonObject, kind: { readonly apiVersion: string; readonly kind: string }): JsonObject {
  const { status: _status, metadata, ...rest } = resource;
  const { name, namespace, labels, annotations } = isObject(metadata) ? metadata : {};
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...kept } = isObject(annotations)
    ? annotations
    : {};
  return {
    ...kind,
    ...rest,
    metadata: {
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations: kept }),
    },
  };
}

/** The Secrets that clusters name, as far as they may be read. Where one of a namespace is forbidden, others are not asked for. */
async function secretsOf(
  api: ApiServer,
  clusters: readonly JsonObject[],
  mayNotRead: Set<string>,
): Promise<readonly JsonObject[]> {
  const wanted = new Map<string, readonly [namespace: string, name: string]>();
  for (const cluster of clusters) {
    const namespace = valueAt(cluster, ["metadata", "namespace"]);
    for (const part of ["backup", "clone"]) {
      const name = valueAt(cluster, ["spec", part, "pgbackrest", "configuration", "secret"]);
      if (typeof name === "string" && name !== "" && typeof namespace === "string")
        wanted.set(`${namespace}/${name}`, [namespace, name]);
    }
  }
  const found: JsonObject[] = [];
  for (const [namespace, name] of wanted.values()) {
    if (mayNotRead.has(namespace)) continue;
    const answer = await api.get(apiKinds.secrets, namespace, name);
    if (answer.is === "found") found.push(plainResource(answer.value, readKinds.secret));
    else if (answer.is === "unknown" && answer.unknown.unknown === "forbidden") mayNotRead.add(namespace);
  }
  return found;
}
