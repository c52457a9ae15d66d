import type { CheckInput } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { schemaProblems } from "../kubernetes/schema-problems.ts";
import type { Item } from "./item.ts";

export const crdKind = "CustomResourceDefinition";

/** The name of the CustomResourceDefinition of `postgresql`. */
export const crdName = "postgresqls.cpo.opensource.cybertec.at";

/** Judges clusters by the CustomResourceDefinition of `postgresql` in the input; undefined where it has none. */
export function listedCrd(items: readonly Pick<Item, "head" | "value">[]): CheckInput["listedCrd"] {
  const crd = items.find(({ head }) => head.kind === crdKind && head.name === crdName);
  const schema = crd && specSchema(crd.value);
  if (schema === undefined) return undefined;
  return ({ resource }) => {
    const spec: JsonValue = JSON.parse(JSON.stringify(resource.spec));
    return schemaProblems(schema, spec).map(({ path, is }) => ({ path: ["spec", ...path], is }));
  };
}

function specSchema(crd: JsonValue): JsonValue | undefined {
  const versions = valueAt(crd, ["spec", "versions"]);
  const version = Array.isArray(versions)
    ? versions.find((each: JsonValue) => valueAt(each, ["name"]) === "v1")
    : undefined;
  return version === undefined ? undefined : valueAt(version, ["schema", "openAPIV3Schema", "properties", "spec"]);
}
