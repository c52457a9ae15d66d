import type { JsonObject, JsonValue } from "../../src/json/json-value.ts";

/*
 * Inputs of which the operator's generators make objects, and which nevertheless never run: the cases hold what the generators make, and the
 * checks say why it comes to nothing. Seen when the real operator and the API server were given all inputs.
 */

export interface Exception {
  /** The rule that says it. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly findings: number;
  readonly why: string;
}

export const exceptions: Readonly<Record<string, Exception>> = {
  monitor: {
    rule: "postgres-pods-refused",
    severity: "error",
    findings: 1,
    why: "The second cluster has `monitor: {}`: the API server refuses its Postgres StatefulSet (`containers[1].image: Required value`), so the database never starts.",
  },
  "null-and-empty-fields": {
    rule: "null-value",
    severity: "warning",
    findings: 8,
    why: "`create` and client-side apply drop the nulls silently; server-side apply refuses the resource for them (`must be of type string: null`).",
  },
  "operator-configuration-without-kubernetes": {
    rule: "operator-sync-fails",
    severity: "error",
    findings: 1,
    why: "The default of `secret_name_template` belongs to the section `kubernetes`: without it every Sync fails on a Secret without a name, and the operator makes nothing.",
  },
};

/** A functionConfig with which the objects are made all the same; undefined for a case that needs none. */
export function configFor(name: string): JsonValue | undefined {
  const checks = checksFor(name);
  return checks && { apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest", spec: { checks } };
}

/** `checks` of such a functionConfig. */
export function checksFor(name: string): JsonObject | undefined {
  const exception = exceptions[name];
  if (exception?.severity !== "error") return undefined;
  return { [exception.rule]: { severity: "off", reason: "what the generators make" } };
}
