import type { Right } from "./request.ts";

/** A right that `status` uses. */
export interface UsedRight {
  readonly group: string;
  readonly resource: string;
  readonly verbs: ReadonlyArray<Right["verb"]>;
  /** Without it, `status` shows less: what it needs this for. */
  readonly when: "always" | "operator" | "drift" | "generations" | "exec";
}

/**
 * Every right that `status` uses, and no other. The test of the requests that are made holds this table to them, and the ClusterRole is made of it.
 * RBAC cannot say "as a dry run", so who may ask for drift could also write.
 */
export const rights: readonly UsedRight[] = [
  { group: "cpo.opensource.cybertec.at", resource: "postgresqls", verbs: ["get", "list"], when: "always" },
  { group: "batch", resource: "cronjobs", verbs: ["get", "list"], when: "always" },
  { group: "batch", resource: "jobs", verbs: ["list"], when: "always" },
  { group: "apps", resource: "statefulsets", verbs: ["get", "list"], when: "always" },
  { group: "", resource: "pods", verbs: ["list"], when: "always" },
  { group: "", resource: "pods/log", verbs: ["get"], when: "always" },
  { group: "", resource: "persistentvolumeclaims", verbs: ["list"], when: "always" },
  { group: "", resource: "secrets", verbs: ["get"], when: "always" },
  { group: "", resource: "configmaps", verbs: ["get"], when: "always" },
  // Without these, the functionConfig says what the operator's configuration is, or the defaults of its chart do.
  { group: "cpo.opensource.cybertec.at", resource: "operatorconfigurations", verbs: ["list"], when: "operator" },
  { group: "apps", resource: "deployments", verbs: ["list"], when: "operator" },
  // Without these, what the API server fills in is known by a table. `create`: what differs is also tried as a new object.
  { group: "cpo.opensource.cybertec.at", resource: "postgresqls", verbs: ["patch", "create"], when: "drift" },
  { group: "", resource: "configmaps", verbs: ["patch", "create"], when: "drift" },
  { group: "apps", resource: "statefulsets", verbs: ["patch", "create"], when: "drift" },
  { group: "batch", resource: "cronjobs", verbs: ["patch", "create"], when: "drift" },
  // Where a Secret of a secretGenerator is missing: to name the generation that is there.
  { group: "", resource: "secrets", verbs: ["list"], when: "generations" },
  // The API server asks for the one or the other, by its release.
  { group: "", resource: "pods/exec", verbs: ["get", "create"], when: "exec" },
];

/** The ClusterRoles of fn-config/status-rbac.yaml that have the rights. */
export const roleOf: Readonly<Record<UsedRight["when"], string>> = {
  always: "expand-pgbackrest-status",
  operator: "expand-pgbackrest-status",
  exec: "expand-pgbackrest-status-exec",
  drift: "expand-pgbackrest-status-drift",
  generations: "expand-pgbackrest-status-generations",
};
