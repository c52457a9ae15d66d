import type { Line } from "../configuration/line.ts";
import type { Repository } from "../cpo/repository.ts";
import { takes } from "../pgbackrest/option-names.ts";
import { valueProblem } from "../pgbackrest/option-values.ts";
import { shownSecretName } from "../recovery/shown-secret-name.ts";
import { quotableFile } from "../text/quotable.ts";
import type { RunbookSource } from "./runbook-cluster.ts";
import { named } from "./runbook-shell.ts";

/** What a person must bring to read a repository, because no manifest may show it. */
export interface MissingValue {
  readonly option: string;
  /** What it is and where it is kept, for example "the passphrase, `repo1-cipher-pass` in `s3.conf` of the Secret `demo-s3`". */
  readonly what: string;
}

/** The configuration of one repository for a host outside of Kubernetes. */
export interface HostConfiguration {
  readonly lines: readonly string[];
  /** More lines of it, with paths below the variable `DIR`. */
  readonly paths: readonly string[];
  readonly missing: readonly MissingValue[];
}

/** What each secret is. */
const secrets: Readonly<Record<string, string>> = {
  "repo-cipher-pass": "the passphrase of the repository",
  "repo-s3-key": "the key ID",
  "repo-s3-key-secret": "the secret key",
  "repo-s3-token": "the session token",
  "repo-azure-key": "the key of the storage account",
  "repo-azure-account": "the name of the storage account",
};

/** Below this folder of the host: the copy of a repository on a volume, the key file of GCS. */
export const repositoryCopy = ({ number }: Repository) => `repo${number}`;
const gcsKeyFile = ({ number }: Repository) => `conf/repo${number}-gcs-key.json`;

/**
 * The lines of `[global]` with which pgBackRest finds and reads a repository from any host. Secrets, and all that a Secret holds, are left for
 * a person to fill in.
 */
export function hostConfiguration(source: RunbookSource, repository: Repository): HostConfiguration {
  const { number, storage } = repository;
  const prefix = `repo${number}-`;
  const missing: MissingValue[] = [];
  const ask = (option: string, what: string): string => {
    missing.push({ option, what });
    return `${option}=<${what.replaceAll("`", "")}>`;
  };
  const lines: string[] = [];
  const paths: string[] = [];
  if (storage === "pvc") paths.push(`${prefix}path=$DIR/${repositoryCopy(repository)}`);
  const known = new Set<string>();
  for (const line of effectiveLines(source, repository)) {
    const { meaning, from, value } = line;
    if (meaning.is !== "option") continue;
    const name = meaning.name;
    const option = name.replace(/^repo-/, prefix);
    known.add(name);
    if (name === "repo-gcs-key") {
      if (storage === "gcs" && repository.keyType === "service") {
        paths.push(`${option}=$DIR/${gcsKeyFile(repository)}`);
        missing.push({
          option,
          what: `the key file of the service account, ${inSecret(source, repository.key)}, to be copied to \`$DIR/${gcsKeyFile(repository)}\``,
        });
      }
    } else if (meaning.option.secure && !isShownInResource(line))
      lines.push(ask(option, `${secrets[name] ?? "a secret"}, ${keptIn(source, line, option)}`));
    else if (from === "secret") lines.push(ask(option, `the value, ${keptIn(source, line, option)}`));
    else if (isRefused(source, line))
      lines.push(ask(option, `a value that pgBackRest takes, in place of ${keptIn(source, line, option)}`));
    else if (value !== "") lines.push(`${option}=${value}`);
  }
  for (const name of needed(source, repository))
    if (!known.has(name)) {
      const option = name.replace(/^repo-/, prefix);
      lines.push(ask(option, `${secrets[name] ?? "the value"}${inNamedSecret(source, option)}`));
    }
  if (!source.configuration.complete && source.cluster.secretName !== "")
    lines.push(
      `# The Secret ${shownSecretName(source.cluster.secretName)} was not there when this was written. Add what else it sets for repo${number}.`,
    );
  return { lines, paths, missing };
}

/** The options that say where and how the repository is stored, in the order in which the pods have them. */
function effectiveLines({ configuration }: RunbookSource, { number, storage }: Repository): readonly Line[] {
  const { database } = configuration;
  return database.lines.filter((line) => {
    const { meaning } = line;
    if (meaning.is !== "option" || meaning.option.group !== "repo" || meaning.index !== number) return false;
    if (!takes("restore", meaning.option, "999") || meaning.name.startsWith("repo-host")) return false;
    if (storage === "pvc" && !meaning.name.startsWith("repo-cipher")) return false;
    return database.effective(meaning.name, number, "restore") === line;
  });
}

/** True for a value that every pgBackRest refuses. It may be anything, also a secret in the wrong field. */
const isRefused = ({ configuration: { releases } }: RunbookSource, { meaning, value }: Line) =>
  meaning.is === "option" && releases.every((release) => valueProblem(meaning.option, value, release) !== undefined);

/** Fields of the resource that are secrets to pgBackRest, but names and hosts to everybody else. The key is not among them. */
const isShownInResource = ({ from, meaning }: Line) =>
  from === "repository" &&
  meaning.is === "option" &&
  ["repo-azure-account", "repo-azure-endpoint"].includes(meaning.name);

/** Secrets that pgBackRest does not do without, whatever is known of the Secret. */
function needed({ configuration }: RunbookSource, { storage, number }: Repository): readonly string[] {
  const value = (name: string) => configuration.database.effective(name, number)?.value;
  const isEncrypted = (value("repo-cipher-type") ?? "none") !== "none";
  const keys =
    storage === "s3" && (value("repo-s3-key-type") ?? "shared") === "shared"
      ? ["repo-s3-key", "repo-s3-key-secret"]
      : [];
  return [...keys, ...(isEncrypted ? ["repo-cipher-pass"] : [])];
}

function keptIn(source: RunbookSource, { from, place }: Line, option: string): string {
  if (from !== "secret") return `${named(option)} of the ${named("postgresql")}`;
  return `${named(option)}${place.in === "conf" ? ` in ${inSecret(source, place.file)}` : inNamedSecret(source, option)}`;
}

const inSecret = ({ cluster }: RunbookSource, file: string) =>
  `${named(quotableFile(file))} of the Secret ${named(shownSecretName(cluster.secretName))}`;

const inNamedSecret = ({ cluster }: RunbookSource, option: string) =>
  cluster.secretName === "" ? "" : `, ${named(option)} in the Secret ${named(shownSecretName(cluster.secretName))}`;
