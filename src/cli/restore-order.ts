import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { backupLabel } from "../restore/backup-label.ts";
import type { Refused } from "../restore/moment.ts";
import { moreOptions } from "../restore/more-options.ts";
import { momentForms, readMoment } from "../restore/read-moment.ts";
import type { RestoreTarget } from "../restore/restore-patch.ts";
import { quotableText } from "../text/quotable.ts";
import { type Flag, type Given, UsageError } from "./command.ts";
import type { NamedCluster } from "./named-cluster.ts";

/** The flags that say what to restore. */
export const restoreFlags = {
  to: { value: "TIME", onlyOnce: true, help: "restore the state at TIME" },
  set: { value: "LABEL", onlyOnce: true, help: "restore the backup LABEL as it is, without the WAL after it" },
  latest: { help: "restore the newest backup as it is, without the WAL after it" },
  repo: { value: "N", help: "the repository to restore from (default: the first one that can)" },
  option: {
    value: "NAME=VALUE",
    repeatable: true,
    help: "one more option of pgbackrest restore, for example target-timeline=1; may be repeated",
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** What the user wants restored. */
export interface RestoreOrder {
  readonly target: RestoreTarget;
  /** The time as it was typed. */
  readonly typed?: string;
  /** The repository's name, as in manifests. */
  readonly repo: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads the flags that say what to restore; `needs` says which the command needs, `now` is in milliseconds since 1970. Throws `UsageError`. */
export function restoreOrder(
  { flags, lists }: Pick<Given, "flags" | "lists">,
  needs: string,
  now: number,
): RestoreOrder {
  const { to, set, latest } = flags;
  const given = Object.entries({ "--to": to, "--set": set, "--latest": latest }).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag],
  );
  if (given.length !== 1)
    throw new UsageError(
      given.length === 0 ? `${needs}.` : `${given.join(" and ")} cannot be given together; leave one out.`,
    );
  return {
    target: targetOf(to, set, now),
    ...(typeof to === "string" && { typed: to }),
    repo: repositoryOf(flags.repo),
    options: optionsOf(lists.option ?? [], flags.force === true),
  };
}

function targetOf(to: string | true | undefined, set: string | true | undefined, now: number): RestoreTarget {
  if (typeof to === "string") {
    const read = readMoment(to, now);
    if (read.is === "refused") throw usage("--to", to === "" ? { ...read, fix: momentForms } : read);
    return { is: "time", moment: read.moment };
  }
  if (typeof set === "string") {
    const read = backupLabel(set);
    if (read.is === "refused") throw usage("--set", read);
    return { is: "set", label: read.label };
  }
  return { is: "latest" };
}

const usage = (flag: string, { problem, fix }: Refused) => new UsageError(`${flag}: ${problem} ${fix}`);

function repositoryOf(flag: string | true | undefined): string | undefined {
  if (typeof flag !== "string") return undefined;
  const number = /^(?:repo)?([1-4])$/.exec(flag)?.[1];
  if (number === undefined)
    throw new UsageError(`--repo cannot be \`${quotableText(flag)}\`; write the repository's number, 1 to 4.`);
  return `repo${number}`;
}

function optionsOf(given: readonly string[], isForced: boolean): Readonly<Record<string, string>> {
  const read = moreOptions(given, isForced);
  if (read.is === "refused") throw usage("--option", read);
  return read.options;
}

/** The names of a cluster's repositories, in their order. */
function repositoryNames(resource: JsonValue): readonly string[] {
  const repositories = valueAt(resource, ["spec", "backup", "pgbackrest", "repos"]);
  if (!Array.isArray(repositories)) return [];
  return repositories.flatMap((repository: JsonValue) => {
    const name = valueAt(repository, ["name"]);
    return typeof name === "string" ? [name] : [];
  });
}

/**
 * The repositories that a cluster may be restored from, by name: all, or the one that the user wants. A backup's label does not say which one it
 * is in. Throws `UsageError`.
 */
export function repositoriesFor(
  { item: { value } }: NamedCluster,
  wanted: string | undefined,
  isOneBackup: boolean,
): readonly [string, ...string[]] {
  const names = repositoryNames(value);
  const [first, ...others] = names;
  const all = names.map((name) => `\`${name}\``).join(", ");
  if (first === undefined)
    throw new UsageError("The cluster has no repository in its backup section, so there is nothing to restore from.");
  if (wanted !== undefined && !names.includes(wanted))
    throw new UsageError(
      `The cluster has no \`${wanted}\`. Its ${others.length === 0 ? "repository is" : "repositories are"} ${all}.`,
    );
  if (wanted === undefined && isOneBackup && others.length > 0)
    throw new UsageError(
      `--set needs --repo: the cluster has ${all}, and \`pgbackrest info\` says in which of them the backup is.`,
    );
  return wanted === undefined ? [first, ...others] : [wanted];
}

/** The number of instances of a flag. Throws `UsageError`. */
export function instancesFlag(flag: string | true | undefined): number | undefined {
  if (typeof flag !== "string") return undefined;
  if (!/^\d{1,3}$/.test(flag)) throw new UsageError("--instances takes a whole number, 0 or more.");
  return Number(flag);
}
