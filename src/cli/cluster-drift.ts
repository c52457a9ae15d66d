import { mayShowIn } from "../function/shown-text.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type DryRun, driftOf, otherGeneration } from "../status/drift.ts";
import { leftOvers } from "../status/left-overs.ts";
import type { Asked, ObservedCluster, Unknown } from "../status/observed.ts";
import type { DriftChange } from "../status/status-schema.ts";
import type { Answer, ApiKind, ApiServer } from "./api/api-server.ts";
import { apiKindOf, apiKinds } from "./api/kinds.ts";
import type { WantedCluster } from "./expected-clusters.ts";

/** How drift is looked for. */
export interface DriftOrder {
  /**
   * `auto`: what differs is given to the API server in a dry run, where the account may. `dry-run`: that it may not is said. `compare`: nothing
   * is sent, and what the API server fills in is known by a table.
   */
  readonly by: "auto" | "dry-run" | "compare";
  /** Asks without saying what is forbidden: what is asked with it is not needed. */
  readonly quiet: ApiServer;
  /** Namespaces in which a dry run was forbidden. */
  readonly mayNotDryRun: Set<string>;
}

/** How the objects of a cluster are not as its manifests ask for. */
export async function clusterDrift(
  api: ApiServer,
  { expected, resource, objects, secretDrift = [] }: WantedCluster,
  observed: ObservedCluster,
  order: DriftOrder,
): Promise<readonly DriftChange[] | Unknown> {
  if (expected.unreadable !== undefined && expected.repositories.length === 0)
    return { unknown: "unreadable", why: "" };
  const wanted = [...(resource === undefined ? [] : [resource]), ...objects()];
  const changes = await Promise.all(
    wanted.map((object) => objectDrift(api, object, { ...order, isOwnManifest: resource === undefined })),
  );
  const found = changes.flatMap((change) => (change === undefined ? [] : [change]));
  // Where nothing of it is there, that it is not there says enough.
  if (observed.resource === "missing" && wanted.length > 0 && found.every(({ is }) => is === "missing")) return [];
  return [...found, ...secretDrift, ...leftOvers(wanted, observed), ...(await generations(observed, order))];
}

async function objectDrift(
  api: ApiServer,
  wanted: JsonObject,
  order: DriftOrder & { readonly isOwnManifest: boolean },
): Promise<DriftChange | undefined> {
  const { isOwnManifest } = order;
  const kind = apiKindOf(textAt(wanted, ["kind"]));
  if (kind === undefined) return undefined;
  const namespace = textAt(wanted, ["metadata", "namespace"]);
  const stored = askedOf(await api.get(kind, namespace, textAt(wanted, ["metadata", "name"])));
  const compared = driftOf({ wanted, stored, isOwnManifest }, mayShow);
  // Most objects are as they should be, and nothing more is asked about them.
  if (compared?.is !== "changed" || order.by === "compare" || order.mayNotDryRun.has(namespace)) return compared;
  const server = order.by === "auto" ? order.quiet : api;
  const asNew = await dryRunOf(server, kind, inNewPlace(wanted));
  const applied = await dryRunOf(server, kind, wanted);
  const forbidden = [asNew, applied].find((answer) => answer.is === "unknown");
  if (forbidden?.unknown.unknown === "forbidden") order.mayNotDryRun.add(namespace);
  return driftOf(
    {
      ...{ wanted, stored, isOwnManifest },
      ...(asNew.is !== "unknown" && { asNew }),
      ...(applied.is !== "unknown" && { applied }),
    },
    mayShow,
  );
}

/** The name of nothing: what the API server would make of a new object, with its defaults and nothing of the one that is there. */
const inNewPlace = (object: JsonObject): JsonObject => ({
  ...object,
  metadata: { ...(isObject(object.metadata) ? object.metadata : {}), name: "expand-pgbackrest-status-dry-run" },
});

async function dryRunOf(
  api: ApiServer,
  kind: ApiKind,
  object: JsonObject,
): Promise<DryRun | { readonly is: "unknown"; readonly unknown: Unknown }> {
  const answer = await api.dryRun(kind, object);
  switch (answer.is) {
    case "found":
      return { is: "accepted", object: answer.value };
    case "refused":
      // Nothing is wrong with the object then (k8s v1.34.4, apiserver admission/plugin/webhook/errors).
      if (/does not support dry ?run/i.test(answer.message)) return { is: "unknown", unknown: notAsked };
      return { is: "refused", code: answer.code, message: answer.message };
    case "missing":
      return { is: "unknown", unknown: notAsked };
    case "unknown":
      return answer;
  }
}

const notAsked: Unknown = { unknown: "not-asked", why: "" };

function askedOf(answer: Answer<JsonObject>): Asked<JsonObject> {
  switch (answer.is) {
    case "found":
      return answer.value;
    case "missing":
      return "missing";
    case "refused":
      return { unknown: "unreadable", why: answer.message };
    case "unknown":
      return answer.unknown;
  }
}

const mayShow = (kind: string, path: ReadonlyArray<string | number>, text: string) => mayShowIn({ kind })(path, text);

/** Secrets of a `secretGenerator` that are missing, where there is one of another generation. */
async function generations(
  { namespace, sources }: ObservedCluster,
  { quiet }: DriftOrder,
): Promise<readonly DriftChange[]> {
  const missing = sources.filter(({ kind, keys, name }) => kind === "Secret" && keys === "missing" && hash.test(name));
  if (missing.length === 0) return [];
  const names: string[] = [];
  for await (const page of quiet.list(apiKinds.secrets, { namespace })) {
    if (page.is !== "found") break;
    for (const secret of page.value) {
      const name = textAt(secret, ["metadata", "name"]);
      if (hash.test(name)) names.push(name);
    }
  }
  return missing.flatMap(({ name }) => {
    const base = name.replace(hash, "");
    const others = names.filter((other) => other !== name && other.replace(hash, "") === base);
    return others.length === 0 ? [] : [otherGeneration(name, others)];
  });
}

/** What a `secretGenerator` adds to a name (kustomize v5, hasher.go: ten of these letters). */
const hash = /-[bcdfghkmt2456789]{10}$/;

function textAt(value: JsonValue | undefined, path: readonly string[]): string {
  const text = valueAt(value, path);
  return typeof text === "string" ? text : "";
}
