import type { Diagnostic, ObjectRef, Path } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";

/** An object of the output that an earlier run should have left, and did not leave like this. */
export type StaleObject =
  | { readonly is: "different"; readonly object: ObjectRef; readonly differsAt: Path }
  | { readonly is: "unwanted"; readonly object: ObjectRef }
  /** One that is there twice: `earlier` is the one that counts. */
  | { readonly is: "copy"; readonly object: ObjectRef; readonly earlier: ObjectRef }
  /** Where others of the same cluster are there. `cluster` is its `postgresql`. */
  | { readonly is: "missing"; readonly object: ObjectRef; readonly cluster: ObjectRef };

/**
 * What is wrong with objects that were right when the function created them: someone changed names or a cluster afterwards. The filter
 * silently corrects that; a check, which writes nothing, reports an error.
 */
export function staleDiagnostic(stale: StaleObject): Diagnostic {
  const { kind, name = "" } = stale.object;
  const fix =
    "Run the function again after the last change: list it under `transformers` of the outermost layer that changes the resource or names (kustomize runs Components before the `patches` of the same file), or use `expand-pgbackrest hydrate`. If it runs with a functionConfig, pass the same one to this check with `-f`.";
  switch (stale.is) {
    case "different": {
      const problem = `${kind} \`${name}\` was created by this function, but its postgresql now asks for something else here.`;
      return { at: { in: "field", object: stale.object, path: stale.differsAt }, problem, fix };
    }
    case "unwanted": {
      const problem = `${kind} \`${name}\` was created by this function, but no postgresql here asks for it.`;
      return { at: { in: "field", object: stale.object, path: ["metadata", "name"] }, problem, fix };
    }
    case "copy": {
      const problem = `${kind} \`${name}\` was created by this function and is there twice, so one of the two is out of date after the next change.`;
      return {
        at: { in: "field", object: stale.object, path: ["metadata", "name"] },
        also: [{ in: "field", object: stale.earlier, path: ["metadata", "name"] }],
        problem,
        fix: "Remove one of the two. Under kpt, remove `selectors:` from the function's entry in the Kptfile: with them, the function does not see the objects that it made before, and makes them again.",
      };
    }
    case "missing": {
      const problem = `${kind} \`${name}\` is missing, although other objects that this function created for the cluster are present.`;
      return { at: { in: "field", object: stale.cluster, path: ["spec", "backup", "pgbackrest"] }, problem, fix };
    }
  }
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
