import { commands } from "./generated/options.ts";
import type { Option } from "./option.ts";
import { meaningOf } from "./option-names.ts";

/** Why a call of pgBackRest does not push a WAL segment to the operator's stanza. Each was run with pgBackRest 2.45. */
export type PushFault =
  /** Another command, or none. */
  | { readonly is: "other-command" }
  /** 037. */
  | { readonly is: "no-stanza" }
  | { readonly is: "other-stanza"; readonly stanza: string }
  /** The files that the operator mounts are not read. */
  | { readonly is: "other-configuration"; readonly option: string }
  /** 031. */
  | { readonly is: "option-refused"; readonly option: string }
  /** 043, or a file that does not exist. */
  | { readonly is: "no-segment" };

/** The folder where the operator mounts the configuration; pgBackRest looks there by itself. */
const mounted = "/etc/pgbackrest/conf.d";

/**
 * What is wrong with the arguments of a call by PostgreSQL, and with the assignments of variables before it; undefined where nothing is known
 * to be. `%p` and `%%` are as in `archive_command`.
 */
export function archivePushFault(words: readonly string[], assignments: readonly string[]): PushFault | undefined {
  const { options, plain } = argumentsOf(words);
  for (const text of assignments) {
    const [, name, value = ""] = /^PGBACKREST_(\w+)=(.*)$/s.exec(text) ?? [];
    const key = name?.toLowerCase().replaceAll("_", "-");
    if (key !== undefined && !options.has(key)) options.set(key, value);
  }
  const [command, segment = "", ...more] = plain;
  if (command !== "archive-push") return { is: "other-command" };
  const stanza = options.get("stanza");
  if (stanza === undefined) return { is: "no-stanza" };
  if (stanza !== "db") return { is: "other-stanza", stanza };
  const reads = options.get("config-include-path");
  const base = options.get("config-path");
  const without = ["config", "no-config"].find((name) => options.has(name));
  const isElsewhere = (path: string | undefined, standard: string) =>
    path !== undefined && path.replace(/\/+$/, "") !== standard;
  if (isElsewhere(reads, mounted)) return { is: "other-configuration", option: "config-include-path" };
  if (reads === undefined && without !== undefined) return { is: "other-configuration", option: without };
  if (reads === undefined && isElsewhere(base, "/etc/pgbackrest"))
    return { is: "other-configuration", option: "config-path" };
  const refused = [...options.keys()].find(isRefused);
  if (refused !== undefined) return { is: "option-refused", option: refused };
  return more.length > 0 || !isSegment(segment) ? { is: "no-segment" } : undefined;
}

/** `%p` is below the data directory, where PostgreSQL runs the command, and is `pg_wal/%f`. */
const isSegment = (word: string) => /^(?:[^%]*\/)?(?:%p|pg_wal\/%f)$/.test(word);

/** Options with their values, and the other words: the command and what is given to it. */
function argumentsOf(words: readonly string[]) {
  const options = new Map<string, string>();
  const plain: string[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? "";
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) plain.push(word);
    else if (value === undefined && takesValue(name)) {
      place += 1;
      options.set(name, words[place] ?? "");
    } else options.set(name, value ?? "");
  }
  return { options, plain };
}

const bareName = (name: string) => name.replace(/^(?:no|reset)-/, "");

function takesValue(name: string): boolean {
  const meaning = meaningOf(name);
  return meaning.is === "option" && meaning.option.type !== "boolean" && name !== "dry-run";
}

const bit = 2 ** commands.indexOf("archive-push");

/** True for an option that `archive-push` takes in no release. The table does not know of every option what takes it. */
function isRefused(name: string): boolean {
  const known = meaningOf(name);
  const meaning = known.is === "option" ? known : meaningOf(bareName(name));
  if (meaning.is !== "option") return false;
  return meaning.name === "dry-run" || !everTaken(meaning.option);
}

function everTaken({ commands: bits, was = [] }: Option): boolean {
  if (bits === undefined) return true;
  return [bits, ...was.map((older) => older.commands ?? 0)].some((taken) => Math.floor(taken / bit) % 2 === 1);
}
