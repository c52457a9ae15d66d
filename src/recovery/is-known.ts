import type { RepositoryPlan } from "./plan-schema.ts";

/** True where a plan knows what a repository holds: neither how long backups are kept nor when they are taken is filled in later. */
export const isKnown = ({
  retention,
  schedulesKnown = true,
}: Pick<RepositoryPlan, "retention" | "schedulesKnown">): boolean => retention.known && schedulesKnown;
