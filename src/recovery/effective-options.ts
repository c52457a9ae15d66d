import type { PodConfiguration } from "../configuration/pod-configuration.ts";
import type { BackupType, Repository } from "../cpo/repository.ts";
import type { Path } from "../findings/finding.ts";
import { isValueFilledInLater } from "../secret/placeholder.ts";
import type { Retention } from "./retention.ts";
import type { RecoverySource } from "./source.ts";

/** An option as a backup reads it. `hidden` is true where a Secret says it, whose values are never shown. */
export interface EffectiveOption {
  /** Undefined where it is set, but to what is not in the input: a variable that Kubernetes fills in. */
  readonly value: string | undefined;
  readonly hidden: boolean;
  /** Its name as a line has it, which may be a former one; absent for a variable. */
  readonly key?: string;
  /** The variable that sets it, where one does: its name, and its place in the cluster's manifest. */
  readonly variable?: { readonly name: string; readonly path: Path };
  /** Where Kubernetes takes the value of a variable from, as the manifest has it; absent where the value is known. */
  readonly source?: string;
}

/** Reads an option of pgBackRest, of a repository where it has a number. */
export type OptionReader = (name: string, index?: number) => EffectiveOption | undefined;

/** The pod that runs the backups of a repository: the repo host for a volume, a Postgres pod for an object store. */
const podOf = ({ database, repoHost }: RecoverySource["configuration"], { storage }: Repository): PodConfiguration =>
  storage === "pvc" ? (repoHost ?? database) : database;

/** Options as `backup` reads them in the pod that takes the backups of a repository: variables count before files (pgbackrest-e2e rule 17). */
export function backupOptions({ configuration, environment }: RecoverySource, repository: Repository): OptionReader {
  const pod = podOf(configuration, repository);
  return (name, index) => {
    const variable = environment.find(
      ({ meaning, reachesBackups }) =>
        reachesBackups && meaning.is === "option" && meaning.name === name && meaning.index === index,
    );
    if (variable !== undefined) {
      const { place, variable: own } = variable;
      return {
        ...{ value: own.value, hidden: false },
        ...(own.value === undefined && { source: JSON.stringify(own) }),
        ...(place.in === "field" && { variable: { name: own.name, path: place.path } }),
      };
    }
    const line = pod.effective(name, index, "backup");
    return line && { value: line.value, hidden: line.from === "secret", key: line.key };
  };
}

/** The retention of a repository, with pgBackRest's own defaults. What it would refuse counts as not set. */
export function retentionOf(option: OptionReader, number: number): Retention {
  const count = (name: string) => {
    const value = option(`repo-retention-${name}`, number)?.value ?? "";
    return isCount(value) ? Number(value) : undefined;
  };
  const [full, diff, archive] = [count("full"), count("diff"), count("archive")];
  return {
    expires: option("expire-auto")?.value !== "n",
    ...(full !== undefined && { full }),
    fullType: option("repo-retention-full-type", number)?.value === "time" ? "time" : "count",
    ...(diff !== undefined && { diff }),
    ...(archive !== undefined && { archive }),
    archiveType: archiveTypeOf(option("repo-retention-archive-type", number)?.value),
  };
}

/** Why it is not known how long a repository keeps backups: only what is not in the input says it, or pgBackRest refuses what is said. */
export type RetentionDoubt = "secret" | "later" | "refused";

/** Why it is not known how many full backups a repository keeps; undefined where it is. */
export function retentionDoubt(
  { configuration }: RecoverySource,
  option: OptionReader,
  number: number,
): RetentionDoubt | undefined {
  const auto = option("expire-auto")?.value ?? "y";
  if (auto === "n") return undefined;
  const type = option("repo-retention-full-type", number)?.value ?? "count";
  const full = option("repo-retention-full", number);
  if (full === undefined) return configuration.complete ? undefined : "secret";
  if (full.value === undefined || [full.value, auto, type].some(isValueFilledInLater)) return "later";
  const isTaken = auto === "y" && (type === "count" || type === "time") && isCount(full.value);
  return isTaken ? undefined : "refused";
}

/** A number that pgBackRest takes for a retention. */
const isCount = (value: string) => /^\+?\d{1,7}$/.test(value) && Number(value) > 0;

const archiveTypeOf = (value: string | undefined): BackupType =>
  value === "diff" || value === "incr" ? value : "full";
