import type { Io } from "./io.ts";

/**
 * The environment of each kustomize, of which so many run at a time. Where that is one for each processor, Go is told to use one: its threads
 * would only get in each other's way, which takes a tenth of kustomize's CPU time. What the user has set stays. This is a copy, because Node
 * asks the system for each variable of its own environment whenever it passes that on.
 */
export function kustomizeEnvironment(env: Io["env"], atOnce: number, processors: number): Io["env"] {
  return { ...env, ...(atOnce >= processors && { GOMAXPROCS: env.GOMAXPROCS || "1" }) };
}
