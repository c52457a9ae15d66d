import { mkdirSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UsageError } from "./command.ts";
import { hidden } from "./hydrated-mark.ts";
import { hasEnded, newOwner, ownerText } from "./lock-owner.ts";
import { hasCode, levels, makeFolder, makeOne, writeNewFile } from "./safe-path.ts";

/** Does work while no other run changes the folder, one above it or one below it. The work is short, and ends before it returns. */
export type FolderLock = <Result>(target: string, work: () => Result) => Promise<Result>;

/** What a run does with each level that it has locked, and how it waits for others: `say` is called once, after a second. */
export interface Locking {
  /** Called before the next level, a folder in it, is made and locked. */
  readonly enter: (level: string) => void;
  readonly say: (text: string) => void;
  readonly stop: AbortSignal;
  /** Milliseconds until the work fails instead. */
  readonly patience?: number;
}

/** A run that waits has not lost its order, and one that changes a folder takes milliseconds for it. */
const usualPatience = 60_000;

/**
 * Locks folders below `out`: each level from `out` down to the folder, in this order, by a file beside it, `.NAME.hydrate-lock/OWNER`. Who
 * sees no other owner writes its own file and looks again; of two that see each other, both step back for a random time. As no owner has
 * the name of another, the file of one that has ended can be removed at any time, by anybody.
 */
export function folderLock(out: string, { enter, say, stop, patience = usualPatience }: Locking): FolderLock {
  const owner = newOwner(Math.random());
  const givenUp = new Set<string>();
  let said = false;
  let last: Promise<unknown> = Promise.resolve();

  async function take(level: string, optional: boolean): Promise<string | undefined> {
    const lock = hidden(level, "lock");
    const since = Date.now();
    for (;;) {
      stop.throwIfAborted();
      const other = attempt(out, level, owner, optional);
      if (other === undefined) return join(lock, owner);
      if (other === notNeeded) return undefined;
      const waited = Date.now() - since;
      if (givenUp.has(lock) || waited > patience) {
        givenUp.add(lock);
        throw new UsageError(
          `${level} stayed locked by another run (${ownerText(other)}). If that run has ended, remove ${lock}.`,
        );
      }
      if (waited > 1000 && !said) {
        said = true;
        say(`Waiting for another run (${ownerText(other)}) that writes to ${level}.`);
      }
      await pause(1 + Math.random() * Math.min(50, 5 + waited / 10));
    }
  }

  async function locked<Result>(target: string, work: () => Result): Promise<Result> {
    const taken: string[] = [];
    try {
      for (const level of levels(out, target)) {
        const file = await take(level, level !== target);
        if (file === undefined) continue;
        taken.push(file);
        enter(level);
      }
      return work();
    } finally {
      for (const file of taken.reverse()) release(file);
    }
  }

  return (target, work) => {
    const next = last.then(() => locked(target, work)); // the workers of one run are one owner
    last = next.catch(() => {});
    return next;
  };
}

const notNeeded = Symbol("nobody can lock it");

/** Locks one level; gives the other owner where there is one. */
function attempt(out: string, level: string, owner: string, optional: boolean): string | typeof notNeeded | undefined {
  const lock = hidden(level, "lock");
  const file = join(lock, owner);
  try {
    if (level === out)
      mkdirSync(dirname(lock), { recursive: true }); // the user's own path, links and all
    else makeFolder(out, dirname(level));
    makeOne(lock);
    const before = otherOwner(lock, owner);
    if (before !== undefined) return before;
    writeNewFile(file, "");
  } catch (error) {
    // Who cannot write beside OUT cannot replace OUT either, and the levels below have locks of their own.
    if (optional && level === out && hasCode(error, "EACCES", "EPERM", "EROFS")) return notNeeded;
    if (hasCode(error, "ENOENT")) return owner; // another run has just removed the empty folder
    throw error;
  }
  const other = otherOwner(lock, owner);
  if (other !== undefined) release(file);
  return other;
}

/** An owner that may still be there. Removes the files of those that are not. */
function otherOwner(lock: string, owner: string): string | undefined {
  for (const other of readdirSync(lock)) {
    if (other === owner) continue;
    if (!hasEnded(other)) return other;
    remove(join(lock, other));
  }
  return undefined;
}

function release(file: string): void {
  remove(file);
  try {
    rmdirSync(dirname(file));
  } catch (error) {
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error; // others are waiting in it
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}
