import { backupProblems } from "./backup-problems.ts";
import { objectProblems } from "./object-problems.ts";

/**
 * Every kind of problem of a living cluster. Their order is that of the documentation. `commands.ts` puts the names of objects into the cures for
 * what is in capitals.
 */
export const problemKinds = { ...backupProblems, ...objectProblems } as const;

export type ProblemId = keyof typeof problemKinds;
