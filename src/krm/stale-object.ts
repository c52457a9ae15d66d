import type { Path, Remark } from "../finding.ts";
import { equalValues } from "./equal-values.ts";
import type { JsonValue } from "./json-value.ts";
import { isObject, type ResourceHead, refOf } from "./resource.ts";

/** An object of an earlier run that the clusters do not ask for in this form: where it differs, or nothing where nobody asks for it. */
export interface StaleObject {
  readonly head: ResourceHead;
  readonly differsAt?: Path;
}

/**
 * What is wrong with an object that was right when the function made it: somebody changed names or a cluster afterwards. The filter mends
 * it without a word; where nothing is written, in a check, it is an error.
 */
export function staleRemark({ head, differsAt }: StaleObject): Remark {
  const { kind, name } = head;
  const problem =
    differsAt === undefined
      ? `${kind} \`${name}\` was made by this function, but no postgresql here asks for it.`
      : `${kind} \`${name}\` was made by this function, but its postgresql now asks for something else here.`;
  return {
    at: { in: "field", object: refOf(head), path: differsAt ?? ["metadata", "name"] },
    problem,
    fix: "Run the function again after the last change: list it in the outermost layer that changes names, or use `expand-pgbackrest hydrate`.",
  };
}

/** The first place where two different values differ. What is outside `metadata` says more, so it is looked at first. */
export function differingPath(left: unknown, right: JsonValue | undefined): Path {
  if (Array.isArray(left) && Array.isArray(right)) {
    const index = left.findIndex((item, at) => !equalValues(item, right[at]));
    return index < 0 ? [] : [index, ...differingPath(left[index], right[index])];
  }
  if (typeof left !== "object" || left === null || !isObject(right)) return [];
  const fields = new Map<string, unknown>(Object.entries(left));
  const keys = [...new Set([...fields.keys(), ...Object.keys(right)])].filter((key) => key !== "metadata");
  const key = [...keys, "metadata"].find((name) => !equalValues(fields.get(name), right[name]));
  return key === undefined ? [] : [key, ...differingPath(fields.get(key), right[key])];
}
