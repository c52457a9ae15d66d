import { stanza, superuser } from "../cpo/pods.ts";
import { archiverQuery } from "./read-archiver.ts";

/*
 * All that is ever run in a pod. Neither command changes anything, and no text from a manifest or from the cluster is in them.
 */

/** What pgBackRest says of its repositories; `read-backup-info.ts` reads what it prints. */
const info = ["pgbackrest", `--stanza=${stanza}`, "info", "--output=json"] as const;

/** What PostgreSQL says of archiving. */
const archiver = ["psql", "-U", superuser, "-XAtqc", archiverQuery] as const;

export const podCommands = { info, archiver } as const;

/** A command that may be run in a pod. */
export type PodCommand = (typeof podCommands)[keyof typeof podCommands];
