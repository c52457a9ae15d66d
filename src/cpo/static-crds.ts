import { isObject, type JsonValue } from "../json/json-value.ts";
import type { SchemaProblem } from "../kubernetes/schema-problems.ts";
import { lazily } from "../text/memo.ts";
import type { Cluster } from "./cluster.ts";

/*
 * The CustomResourceDefinitions of `postgresql` in circulation, as they differ from the one that the operator v0.9.2 registers at its start
 * (contract 1.2, 8.2). That of the chart in the operator's own repository cannot be installed.
 */

/** A CustomResourceDefinition, by what is not as in the one that the operator registers. */
export interface StaticCrd {
  /** Fields that it does not have. `*` stands for every entry of a list. */
  readonly lacks: readonly string[];
  /** Fields that must be there, where what is above them is. */
  readonly requires: readonly string[];
}

const repositories = "backup.pgbackrest.repos.*";
const clone = "clone.pgbackrest";
const keyFields = ["account", "key", "keyType"];

/** By the name that the functionConfig has for them. */
const staticCrds = lazily(() => {
  const withoutKeys = [repositories, `${clone}.repo`].flatMap((repository) =>
    keyFields.map((field) => `${repository}.${field}`),
  );
  const requires = [`${clone}.repo`, `${clone}.repo.storage`, `${clone}.repo.resource`];
  return {
    registered: { lacks: [], requires: [] },
    /** The Helm chart of the operator's tutorials. */
    chart: {
      lacks: [
        ...withoutKeys,
        ...["minDomains", "nodeAffinityPolicy", "nodeTaintsPolicy", "matchLabelKeys"].map(
          (field) => `topologySpreadConstraints.*.${field}`,
        ),
        "monitor.customQueries",
      ],
      requires,
    },
    /** The folder `manifests` of the operator's repository. */
    manifests: {
      lacks: [...withoutKeys, "backup.pgbackrest.env", "backup.pgbackrest.labels", "labels", "monitor"],
      requires: [...requires, `${repositories}.resource`],
    },
  } satisfies Readonly<Record<string, StaticCrd>>;
});

export type CrdName = keyof ReturnType<typeof staticCrds>;

/** What one of them does not take of a cluster that fits the operator's schema. */
export function staticCrdProblems(name: CrdName, { resource }: Pick<Cluster, "resource">): readonly SchemaProblem[] {
  if (name === "registered") return [];
  const { lacks, requires }: StaticCrd = staticCrds()[name];
  const spec: JsonValue = JSON.parse(JSON.stringify(resource.spec));
  const find = (field: string, is: SchemaProblem["is"]) => {
    const path = field.split(".");
    const name = path.at(-1) ?? "";
    return objectsAt(spec, path.slice(0, -1)).flatMap(({ at, value }) =>
      isObject(value) && Object.hasOwn(value, name) === (is === "unknown") ? [{ path: ["spec", ...at, name], is }] : [],
    );
  };
  return [...lacks.flatMap((field) => find(field, "unknown")), ...requires.flatMap((field) => find(field, "missing"))];
}

interface Found {
  readonly at: ReadonlyArray<string | number>;
  readonly value: JsonValue;
}

/** The values at a path with `*` for every entry of a list. */
const objectsAt = (value: JsonValue, path: readonly string[]): readonly Found[] =>
  path.reduce<readonly Found[]>(
    (found, name) =>
      found.flatMap(({ at, value: above }) => {
        if (name === "*")
          return Array.isArray(above)
            ? above.map((entry: JsonValue, index) => ({ at: [...at, index], value: entry }))
            : [];
        const below = isObject(above) && Object.hasOwn(above, name) ? above[name] : undefined;
        return below === undefined ? [] : [{ at: [...at, name], value: below }];
      }),
    [{ at: [], value }],
  );
