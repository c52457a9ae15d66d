import type { Cluster } from "../cpo/cluster.ts";
import { pvcRepositories } from "../cpo/cluster.ts";
import type { ObjectRef, Path, Place } from "../finding.ts";
import { configurationInput, repoHostInput } from "../objects/config-maps.ts";
import { isReadByPgBackRest, parseConf } from "../pgbackrest/conf-file.ts";
import {
  type ConfigurationLine,
  instanceConfiguration,
  type LineOrigin,
  repoHostConfiguration,
} from "../pgbackrest/instance-configuration.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { knownReleases, releasesLike, releasesOfImage } from "../pgbackrest/releases.ts";
import type { SecretFiles, Subject } from "./rule.ts";

/** A line of the configuration that a pod's pgBackRest reads, and where its author wrote it. */
export interface Line {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: "operator" | "global" | "repository" | "secret";
  readonly place: Place;
}

/** The configuration that pgBackRest sees in one kind of pod. */
export interface Pod {
  readonly lines: readonly Line[];
  /** The line that counts for an option in the stanza `db`: `[db]` before `[global]`. */
  readonly effective: (name: string, index?: number) => Line | undefined;
}

/** All that pgBackRest will read of a cluster, assembled as the pods have it. */
export interface Configured {
  readonly cluster: Cluster;
  /** The Secret that the CR names, where it is in the input. */
  readonly secret: SecretFiles | undefined;
  /** False where the CR names a Secret that is not in the input: then nobody knows what it holds. */
  readonly complete: boolean;
  /** Postgres pods and, for object stores, backups: ConfigMap A and the Secret. */
  readonly database: Pod;
  /** The repo host: ConfigMap B and the Secret. */
  readonly repoHost: Pod | undefined;
  /** What the author wrote: `global` in the CR, and the Secret's files. */
  readonly written: readonly Line[];
  /** The pgBackRest releases that may run. */
  readonly releases: readonly string[];
}

/** How many clusters' configurations are remembered: the rules look at so many before they turn to the next. A fleet's would take long to collect. */
export const configuredAtOnce = 32;

const remembered = new Map<Cluster, Configured>();

/** Assembles a cluster's configuration. */
export function configured(subject: Subject, cluster: Cluster): Configured {
  const known = remembered.get(cluster);
  if (known !== undefined) return known;
  const { secret, complete, lines: written, ofSecret } = writtenLines(subject, cluster);
  const input = configurationInput(cluster, subject.settings);
  const asLines = (lines: readonly ConfigurationLine[]) =>
    lines.map((line): Line => new GeneratedLine(cluster.object, line));
  const result: Configured = {
    cluster,
    secret,
    complete,
    database: pod([...asLines(instanceConfiguration(input)), ...ofSecret]),
    repoHost:
      pvcRepositories(cluster).length === 0
        ? undefined
        : pod([...asLines(repoHostConfiguration(repoHostInput(cluster, subject.settings))), ...ofSecret]),
    written,
    releases: releasesOf(subject, cluster),
  };
  if (remembered.size >= configuredAtOnce) remembered.clear();
  remembered.set(cluster, result);
  return result;
}

/** What the author of a cluster wrote: `lines` of `global` in the CR, and of the Secret's files. */
export interface Written extends Pick<Configured, "secret" | "complete"> {
  readonly lines: readonly Line[];
  readonly ofSecret: readonly Line[];
}

/** The part of a cluster's configuration that its author wrote, for rules that need no more. */
export function writtenLines(subject: Subject, cluster: Cluster): Written {
  const secret = cluster.secretName === "" ? undefined : subject.secret(cluster.secretName, cluster.namespace);
  const ofSecret = secret === undefined ? [] : linesOfSecret(secret);
  const ofGlobal = cluster.global.map(
    ([option, value]): Line =>
      new GeneratedLine(cluster.object, { section: "global", option, value, origin: { from: "global", option } }),
  );
  return {
    secret,
    complete: cluster.secretName === "" || secret !== undefined,
    lines: [...ofGlobal, ...ofSecret],
    ofSecret,
  };
}

/** Secret values and what stands in a Secret are never shown; other values may be. */
export function shownValue({ from, meaning, value, key }: Line): string {
  const hidden =
    from === "secret" || (meaning.is === "option" && meaning.option.secure) || /key|pass|secret|token/.test(key);
  return hidden ? "the value" : `\`${value}\``;
}

/** The key as its author wrote it, for messages. */
export const shownKey = ({ key }: Line) => `\`${key}\``;

/** The repository number that a line is about. */
export const repositoryOf = ({ meaning }: Line) =>
  meaning.is === "option" && meaning.option.group === "repo" ? meaning.index : undefined;

const pod = (lines: readonly Line[]): Pod => ({
  lines,
  effective: (name, index) => effectiveOf(lines, name, index),
});

/** The line that counts for an option in the stanza `db`. There are some twenty: to go through them is cheaper than to sort them by name. */
export function effectiveOf(lines: readonly Line[], name: string, index?: number): Line | undefined {
  let found: Line | undefined;
  for (const line of lines) {
    const { meaning } = line;
    if (meaning.is !== "option" || meaning.name !== name || meaning.index !== index) continue;
    if (line.section === "db" || (line.section === "global" && found?.section !== "db")) found = line;
  }
  return found;
}

const sectionPath: Path = ["spec", "backup", "pgbackrest"];

/** A line of a generated text. Its place is made when a finding asks for it; a healthy fleet has none. */
class GeneratedLine implements Line {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: Line["from"];
  readonly #object: ObjectRef;
  readonly #origin: LineOrigin;
  #place: Place | undefined;

  constructor(object: ObjectRef, { section, option, value, origin }: ConfigurationLine) {
    this.section = section;
    this.key = option;
    this.value = value;
    this.meaning = meaningOf(option);
    this.from = origin.from;
    this.#object = object;
    this.#origin = origin;
  }

  /** Where the author wrote it; what the operator adds was asked for by the section. */
  get place(): Place {
    const path = [...sectionPath, ...originPath(this.#origin)];
    this.#place ??= { in: "field", object: this.#object, path };
    return this.#place;
  }
}

function originPath(origin: LineOrigin): Path {
  if (origin.from === "operator") return [];
  return origin.from === "global" ? ["global", origin.option] : ["repos", origin.index, origin.field];
}

const secretLines = new WeakMap<SecretFiles, readonly Line[]>();

/** The lines of a Secret's files; remembered, for configurations are not. */
function linesOfSecret(secret: SecretFiles): readonly Line[] {
  const known = secretLines.get(secret);
  if (known !== undefined) return known;
  const lines = readSecret(secret);
  secretLines.set(secret, lines);
  return lines;
}

function readSecret({ object, files }: SecretFiles): readonly Line[] {
  return [...files].flatMap(([file, text]) =>
    text === undefined || !isReadByPgBackRest(file)
      ? []
      : parseConf(text).lines.map(
          ({ section, key, value, line }): Line => ({
            section,
            key,
            value,
            meaning: meaningOf(key),
            from: "secret",
            place: { in: "conf", object, file, line },
          }),
        ),
  );
}

/**
 * The releases to judge by: what the user states; else what the tag of the image says that runs pgBackRest, which is the Postgres image
 * for object stores and the backup image on the repo host; else all known ones.
 */
function releasesOf({ release, settings }: Subject, cluster: Cluster): readonly string[] {
  const stated = release === undefined ? undefined : releasesLike(release);
  if (stated !== undefined) return stated;
  const onVolume = cluster.repositories.some(({ storage }) => storage === "pvc");
  const postgresImage = cluster.resource.spec.dockerImage || settings.dockerImage;
  const ofBackup = releasesOfImage(cluster.image);
  const found = onVolume ? ofBackup : (releasesOfImage(postgresImage) ?? ofBackup);
  return found ?? knownReleases;
}
