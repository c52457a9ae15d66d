import { repoHostName } from "./names.ts";

/*
 * Pods, containers and the stanza as the operator and its images name them (contract 2.4 and 2.6). They are written into jobs, and into the
 * commands of the runbook, and asked for in a living cluster; all take them from here.
 */

/** pgBackRest's name of a cluster, in each of its repositories. */
export const stanza = "db";
/** The container of a Postgres pod. */
export const postgresContainer = "postgres";
/** The container of the repo host's pod. */
export const repoHostContainer = "pgbackrest";
/** What the role label of the primary's pod says. */
export const primaryRole = "master";
/** The user of PostgreSQL whom a command in a Postgres pod can be without a password. */
export const superuser = "postgres";

/** The first Postgres pod. */
export const firstPodName = (cluster: string) => `${cluster}-0`;
/** The repo host's only pod. */
export const repoHostPodName = (cluster: string) => `${repoHostName(cluster)}-0`;
