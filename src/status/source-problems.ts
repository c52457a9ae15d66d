import type { ExpectedCluster } from "./expected.ts";
import type { SeenSource } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { StatusProblem } from "./status-schema.ts";
import { isUnknown } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { listed } from "./words.ts";

/** The Secrets and ConfigMaps that are not there, or lack keys: by their names alone. */
export function sourceProblems(
  expected: ExpectedCluster["sources"],
  seen: readonly SeenSource[],
): readonly StatusProblem[] {
  return expected.flatMap(({ keys, kind, name }) => {
    const found = seen.find((source) => source.kind === kind && source.name === name)?.keys;
    const object = `${kind}/${visible(name)}`;
    if (found === "missing")
      return [
        problemOf("secret-missing", `${object} is not there, and pgBackRest's configuration needs it.`, { object }),
      ];
    if (found === undefined || isUnknown(found)) return [];
    const missing = keys.filter((key) => !found.includes(key));
    if (missing.length > 0)
      return [
        problemOf(
          "secret-key-missing",
          `${object} has no ${listed(missing.map((key) => `\`${visible(key)}\``))}, which the configuration needs.`,
          { object },
        ),
      ];
    return keys.length === 0 && found.length === 0
      ? [problemOf("secret-key-missing", `${object} has no keys at all.`, { object })]
      : [];
  });
}
