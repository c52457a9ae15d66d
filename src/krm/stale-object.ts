import type { Diagnostic, ObjectRef } from "../findings/finding.ts";
import type { Differences } from "./differences.ts";

/** An object of the output that an earlier run should have left, and did not leave like this. */
export type StaleObject =
  | { readonly is: "different"; readonly object: ObjectRef; readonly differences: Differences }
  /** `because` says why, and what to do, where it is not that no cluster asks for it. */
  | { readonly is: "unwanted"; readonly object: ObjectRef; readonly because?: Pick<Diagnostic, "problem" | "fix"> }
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
      const { first, more } = stale.differences;
      const rest = more === 0 ? "" : `; ${more} more ${more === 1 ? "field differs" : "fields differ"}`;
      const problem = `${kind} \`${name}\` was created by this function, but ${first.map(({ text }) => text).join("; ")}${rest}.`;
      return { at: { in: "field", object: stale.object, path: first[0].path }, problem, fix };
    }
    case "unwanted": {
      const problem = `${kind} \`${name}\` was created by this function, but no postgresql here asks for it.`;
      return { at: { in: "field", object: stale.object, path: ["metadata", "name"] }, problem, fix, ...stale.because };
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

/** The same of an object that the function cannot change, because it is a member of a `List`: then nothing is written. */
export function unchangeableDiagnostic(stale: StaleObject): Diagnostic {
  return {
    ...staleDiagnostic(stale),
    fix: "It is inside a `List`, which the function does not change. Remove it from there, or write it as a resource of its own.",
  };
}
