import type { JsonObject } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { worstLevel } from "../status/levels.ts";
import type { ClusterStatus } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";

/**
 * A status of a cluster whose manifest was read as written, although a kustomization builds it: the Secret that the manifest names is not there, for
 * the cluster has the one that the kustomization gave a hash. Applying the manifest would take it away.
 * @param note What to do, as a sentence.
 */
export async function withBuiltName(quiet: ApiServer, status: ClusterStatus, note: string): Promise<ClusterStatus> {
  const missing = status.problems.find(({ id, object }) => id === "secret-missing" && object?.startsWith("Secret/"));
  if (missing === undefined) return status;
  const { namespace, name } = status;
  const resource = await quiet.get(apiKinds.postgresqls, namespace, name);
  const own = resource.is === "found" ? secretOf(resource.value) : "";
  if (missing.object !== `Secret/${visible(own.replace(hash, ""))}` || !hash.test(own)) return status;
  if ((await quiet.get(apiKinds.secrets, namespace, own)).is === "missing") return status;
  const said = {
    ...missing,
    level: "warning",
    problem: `The manifest names ${missing.object}, and the cluster has Secret/${visible(own)}, to which a kustomization gave a hash.`,
    fix: note,
  } as const;
  const problems = status.problems.map((problem) => (problem === missing ? said : problem));
  return { ...status, problems, level: worstLevel(problems.map(({ level }) => level)) };
}

function secretOf(resource: JsonObject): string {
  const name = valueAt(resource, ["spec", "backup", "pgbackrest", "configuration", "secret"]);
  return typeof name === "string" ? name : "";
}

/** What a `secretGenerator` adds to a name (kustomize v5, hasher.go: ten of these letters). */
const hash = /-[bcdfghkmt2456789]{10}$/;
