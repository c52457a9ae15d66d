import type { Cluster } from "../cpo/cluster.ts";
import { pvcRepositories } from "../cpo/cluster.ts";
import type { Path, Place } from "../finding.ts";
import { configurationInput } from "../objects/config-maps.ts";
import { isReadByPgBackRest, looksLikeConf, parseConf, trimmed } from "../pgbackrest/conf-file.ts";
import {
  type ConfigurationLine,
  instanceConfiguration,
  type LineOrigin,
  repoHostConfiguration,
} from "../pgbackrest/instance-configuration.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { knownReleases, releasesLike, releasesOfImage } from "../pgbackrest/releases.ts";
import { type Section, sectionOf } from "../pgbackrest/sections.ts";
import type { SecretFiles, Subject } from "./rule.ts";

/** A line of the configuration that a pod's pgBackRest reads, and where its author wrote it. */
export interface Line {
  readonly section: string;
  /** Whom the section is for; undefined where nothing reads it. */
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: "operator" | "global" | "repository" | "secret";
  readonly place: Place;
}

/** The configuration that pgBackRest sees in one kind of pod. */
export interface Pod {
  readonly lines: readonly Line[];
  /** The lines that set an option, by its name; aliases are resolved. */
  readonly byName: ReadonlyMap<string, readonly Line[]>;
  /**
   * The line that counts for an option in the stanza `db`: `[db:command]` before `[db]` before `[global:command]` before `[global]`.
   * Without a command: what counts for any, sections of single commands last.
   */
  readonly effective: (name: string, index?: number, command?: string) => Line | undefined;
}

/** All that pgBackRest will read of a cluster, assembled as the pods have it. */
export interface Configured {
  readonly cluster: Cluster;
  /** The Secret that the CR names, where it is in the input. */
  readonly secret: SecretFiles | undefined;
  /** False where the CR names a Secret that is not in the input, or that pgBackRest cannot read as it is: then nobody knows what it will hold. */
  readonly complete: boolean;
  /** Postgres pods and, for object stores, backups: ConfigMap A and the Secret. */
  readonly database: Pod;
  /** The repo host: ConfigMap B and the Secret. */
  readonly repoHost: Pod | undefined;
  /** What the author wrote: `global` in the CR, and the Secret's files. */
  readonly written: readonly Line[];
  /** What the author wrote in sections that nothing reads. */
  readonly unread: readonly Line[];
  /** The pgBackRest releases that may run. */
  readonly releases: readonly string[];
}

const cache = new WeakMap<Cluster, Configured>();

/** Assembles a cluster's configuration; the result is remembered, for many rules ask. */
export function configured(subject: Subject, cluster: Cluster): Configured {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const secret = cluster.secretName === "" ? undefined : subject.secret(cluster.secretName, cluster.namespace);
  const { lines: secretLines, unread, readable } = secret === undefined ? noSecret : linesOfSecret(secret);
  const input = configurationInput(cluster, subject.settings);
  const place = placer(cluster);
  const database = pod([...instanceConfiguration(input).map(place), ...secretLines]);
  const result: Configured = {
    cluster,
    secret,
    complete: secret === undefined ? cluster.secretName === "" : readable && unread.length === 0,
    database,
    repoHost:
      pvcRepositories(cluster).length === 0
        ? undefined
        : pod([...repoHostConfiguration(input).map(place), ...secretLines]),
    written: [...database.lines.filter(({ from }) => from === "global"), ...secretLines],
    unread,
    releases: releasesOf(subject, cluster),
  };
  cache.set(cluster, result);
  return result;
}

/** Secret values and what stands in a Secret are never shown; other values may be. */
export function shownValue({ from, meaning, value, key }: Line): string {
  const hidden =
    from === "secret" ||
    (meaning.is === "option" && meaning.option.secure) ||
    /key(?!-type)|pass|secret|token/.test(key);
  return hidden ? "the value" : `\`${value}\``;
}

/** The commands that operator and images run, and that all need what a repository needs. */
const everyCommand = ["archive-push", "archive-get", "backup", "restore", "expire", "info", "check", "stanza-create"];

/** True where an option is set for every command that needs it: in a section for all, or in one for each. */
export function isSetEverywhere({ effective }: Pod, name: string, index: number): boolean {
  const line = effective(name, index);
  if (line?.read?.command === undefined) return line !== undefined;
  return everyCommand.every((command) => effective(name, index, command) !== undefined);
}

/** The key as its author wrote it, for messages. */
export const shownKey = ({ key }: Line) => `\`${key}\``;

/** The repository number that a line is about. */
export const repositoryOf = ({ meaning }: Line) =>
  meaning.is === "option" && meaning.option.group === "repo" ? meaning.index : undefined;

function pod(lines: readonly Line[]): Pod {
  const byName = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.meaning.is !== "option") continue;
    const namesakes = byName.get(line.meaning.name);
    if (namesakes === undefined) byName.set(line.meaning.name, [line]);
    else namesakes.push(line);
  }
  const effective = (name: string, index?: number, command?: string) => {
    let found: Line | undefined;
    let best = 0;
    for (const line of byName.get(name) ?? []) {
      if (line.meaning.is !== "option" || line.meaning.index !== index || line.read === undefined) continue;
      const rank = rankOf(line.read, command);
      // An option that stands twice is refused; what the operator writes is then what was meant.
      if (rank < best || rank === 0 || (rank === best && (line.from === "global" || line.from === "secret"))) continue;
      best = rank;
      found = line;
    }
    return found;
  };
  return { lines, byName, effective };
}

/** How early a section counts, from 1; 0 where it does not. */
function rankOf({ stanza, command: limited }: Section, command: string | undefined): number {
  if (limited === undefined) return stanza ? 5 : 3;
  if (command === undefined) return stanza ? 2 : 1;
  return limited === command ? (stanza ? 6 : 4) : 0;
}

const sectionPath: Path = ["spec", "backup", "pgbackrest"];

/** Turns a line of a generated text into one that knows where it was written; what the operator adds was asked for by the section. */
function placer({ object }: Cluster): (line: ConfigurationLine) => Line {
  const section: Place = { in: "field", object, path: sectionPath };
  return ({ section: name, option: key, value, origin }) => ({
    section: name,
    read: sectionOf(name),
    key,
    value: trimmed(value),
    meaning: meaningOf(trimmed(key)),
    from: origin.from,
    place:
      origin.from === "operator" ? section : { in: "field", object, path: [...sectionPath, ...originPath(origin)] },
  });
}

function originPath(origin: Exclude<LineOrigin, { from: "operator" }>): Path {
  return origin.from === "global" ? ["global", origin.option] : ["repos", origin.index, origin.field];
}

interface SecretLines {
  readonly lines: readonly Line[];
  /** Lines of sections that nothing reads. */
  readonly unread: readonly Line[];
  /** False where a file is refused, or passed over though it holds options. */
  readonly readable: boolean;
}

const noSecret: SecretLines = { lines: [], unread: [], readable: true };

function linesOfSecret({ object, files }: SecretFiles): SecretLines {
  const lines: Line[] = [];
  const unread: Line[] = [];
  let readable = true;
  for (const [file, text] of files) {
    if (!isReadByPgBackRest(file)) {
      if (text !== undefined && looksLikeConf(text)) readable = false;
      continue;
    }
    const conf = text === undefined ? undefined : parseConf(text);
    if (conf === undefined || conf.problems.length > 0) readable = false;
    for (const { section, key, value, line } of conf?.lines ?? []) {
      const read = sectionOf(section);
      const place: Place = { in: "conf", object, file, line };
      (read === undefined ? unread : lines).push({
        section,
        read,
        key,
        value,
        meaning: meaningOf(key),
        from: "secret",
        place,
      });
    }
  }
  return { lines, unread, readable };
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
