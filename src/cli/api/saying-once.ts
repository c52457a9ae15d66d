import type { Unknown } from "../../status/observed.ts";
import type { StatusProblem } from "../../status/status-schema.ts";
import { visible } from "../../text/visible.ts";
import { placeText } from "./answer.ts";
import type { Answer, ApiServer } from "./api-server.ts";
import { forbiddenProblems } from "./forbidden-rights.ts";

/**
 * The same API server, which says once what it does not know: its answers have no words for it any more, and there is a problem for each reason,
 * with all namespaces that it is about.
 */
export function sayingOnce(api: ApiServer): {
  readonly api: ApiServer;
  readonly problems: () => readonly StatusProblem[];
} {
  const said = new Map<string, { readonly unknown: Unknown; readonly namespaces: Set<string> }>();

  const note = (unknown: Unknown, namespace: string | undefined): Unknown => {
    if (unknown.unknown === "not-asked" || unknown.why === "") return unknown;
    const why = unknown.why.replace(placeText(namespace), place);
    const known = said.get(why) ?? { unknown: { ...unknown, why }, namespaces: new Set() };
    if (namespace !== undefined) known.namespaces.add(namespace);
    said.set(why, known);
    return { unknown: unknown.unknown, why: "" };
  };
  const noted = <Value>(answer: Answer<Value>, namespace: string | undefined): Answer<Value> =>
    answer.is === "unknown" ? { is: "unknown", unknown: note(answer.unknown, namespace) } : answer;

  async function* list(...[kind, where]: Parameters<ApiServer["list"]>): ReturnType<ApiServer["list"]> {
    for await (const page of api.list(kind, where)) yield noted(page, where.namespace);
  }
  const namespaceOf = (object: Parameters<ApiServer["dryRun"]>[1]) => {
    const { metadata } = object;
    const namespace =
      typeof metadata === "object" && metadata !== null && "namespace" in metadata ? metadata.namespace : "";
    return typeof namespace === "string" ? namespace : "";
  };
  return {
    api: {
      ...api,
      list,
      get: async (kind, namespace, name) => noted(await api.get(kind, namespace, name), namespace),
      dryRun: async (kind, object) => noted(await api.dryRun(kind, object), namespaceOf(object)),
      log: async (namespace, ...rest) => noted(await api.log(namespace, ...rest), namespace),
      exec: async (namespace, ...rest) => noted(await api.exec(namespace, ...rest), namespace),
    },
    problems: () => {
      const all = [...said.values()].map((each) => ({ ...each, namespaces: [...each.namespaces].sort() }));
      const lacking = all.flatMap(({ namespaces, unknown: { right } }) =>
        right === undefined ? [] : [{ right, namespaces }],
      );
      const others = all
        .filter(({ unknown: { right } }) => right === undefined)
        .map(
          ({ unknown: { unknown, why, fix = "Try again." }, namespaces }): StatusProblem => ({
            id: unknown,
            level: "unknown",
            problem: why.replace(place, placesText(namespaces)),
            fix,
          }),
        );
      return (
        [...forbiddenProblems(lacking, placesText), ...others]
          // Not as answers came in, which is another order each time.
          .sort((one, other) => (one.problem < other.problem ? -1 : 1))
      );
    },
  };
}

/** Where a sentence names its namespace; no message has this character. */
const place = "\u0000";

/** So many namespaces are named; of more, the number is said. */
const mostNamed = 5;

function placesText(namespaces: readonly string[]): string {
  if (namespaces.length < 2) return placeText(namespaces[0]);
  const named = namespaces
    .slice(0, mostNamed)
    .map((namespace) => `\`${visible(namespace)}\``)
    .join(", ");
  const more = namespaces.length - mostNamed;
  return `in ${namespaces.length} namespaces (${named}${more > 0 ? ` and ${more} more` : ""})`;
}
