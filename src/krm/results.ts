import type { Finding, Place } from "../findings/finding.ts";
import { messageOf, quotablePath } from "../findings/finding-text.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { visible } from "../text/visible.ts";

/** Marks our results, so that a second run replaces them instead of adding to them. */
const functionTag = "expand-pgbackrest";

/** A result as the KRM functions specification defines it (config.kubernetes.io/v1, "Function Results"). */
export interface Result {
  readonly message: string;
  readonly severity: Finding["severity"];
  readonly resourceRef?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  };
  readonly field?: { readonly path: string };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly tags: Readonly<Record<string, string>>;
}

/** Findings as results: problem and fix in the message, never a value. */
export function resultsOf(findings: readonly Finding[]): readonly Result[] {
  return findings.map((finding) => {
    const { rule, severity, at } = finding;
    const { apiVersion, kind, name, namespace, file } = at.object;
    const field = fieldPath(at);
    return {
      message: messageOf(finding),
      severity,
      ...(name !== undefined && {
        resourceRef: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
      }),
      ...(field !== "" && { field: { path: field } }),
      ...(file !== undefined && { file }),
      tags: { function: functionTag, rule },
    };
  });
}

/** Field path in the specification's form, `spec.ports.0.port`; for a line of a Secret's file, that file's key. */
function fieldPath(at: Place): string {
  return visible(quotablePath(at.in === "field" ? at.path : (at.path ?? ["data", at.file])).join("."));
}

/** The results that others left in the list, without ours of an earlier run. */
export function foreignResults(results: JsonValue | undefined): {
  readonly foreign: readonly object[];
  readonly ours: number;
} {
  if (!Array.isArray(results)) return { foreign: [], ours: 0 };
  const foreign = results.filter(
    (result: JsonValue) => !(isObject(result) && isObject(result.tags) && result.tags.function === functionTag),
  );
  return { foreign: foreign.filter((result: JsonValue) => isObject(result)), ours: results.length - foreign.length };
}
