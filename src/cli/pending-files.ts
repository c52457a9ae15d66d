import { readFileSync, realpathSync } from "node:fs";

/*
 * Files as they would be after a change that nobody has written yet: `check --fix` judges them before it writes them. Whoever reads what is
 * judged reads it here. There is one set of changes at a time, as there is one file system.
 */

/** Texts by the real paths of their files. */
export type PendingFiles = ReadonlyMap<string, string>;

const none: PendingFiles = new Map();
let pending: PendingFiles = none;

/** Runs something that reads files as they would be. */
export async function whilePending<Result>(changes: PendingFiles, run: () => Promise<Result>): Promise<Result> {
  pending = changes;
  try {
    return await run();
  } finally {
    pending = none;
  }
}

/** True where files are not read as they are: then kustomize builds a copy. */
export const hasPending = (): boolean => pending.size > 0;

/** What a file holds. Throws where it cannot be read. */
export function fileBytes(path: string): Buffer {
  const changed = pending.size === 0 ? undefined : pending.get(realpathSync(path));
  return changed === undefined ? readFileSync(path) : Buffer.from(changed);
}
