import type { JsonObject } from "../../json/json-value.ts";
import type { Asked, Unknown } from "../../status/observed.ts";
import type { ApiKind, ApiServer } from "./api-server.ts";

/** Asks for an object by its name, and reads it. */
export async function askObject<Record>(
  api: ApiServer,
  kind: ApiKind,
  namespace: string,
  name: string,
  read: (object: JsonObject) => Record | Unknown,
): Promise<Asked<Record>> {
  const answer = await api.get(kind, namespace, name);
  switch (answer.is) {
    case "found":
      return read(answer.value);
    case "missing":
      return "missing";
    case "refused":
      return {
        unknown: "unreadable",
        why: `The API server refuses to show ${kind.plural} (${answer.code}): ${answer.message}`,
      };
    case "unknown":
      return answer.unknown;
  }
}
