import type { Cluster } from "../cpo/cluster.ts";
import { pvcRepositories } from "../cpo/cluster.ts";
import type { ObjectRef, Path, Place } from "../finding.ts";
import { configurationInput, repoHostInput } from "../objects/config-maps.ts";
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
  /** The lines that set an option; aliases are resolved. */
  readonly linesOf: (name: string) => readonly Line[];
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

/** How many clusters' configurations are remembered: the rules look at so many before they turn to the next. A fleet's would take long to collect. */
export const configuredAtOnce = 32;

const remembered = new Map<Cluster, Configured>();

/** Assembles a cluster's configuration. */
export function configured(subject: Subject, cluster: Cluster): Configured {
  const known = remembered.get(cluster);
  if (known !== undefined) return known;
  const { secret, complete, lines: written, ofSecret, unread } = writtenLines(subject, cluster);
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
    unread,
    releases: releasesOf(subject, cluster),
  };
  if (remembered.size >= configuredAtOnce) remembered.clear();
  remembered.set(cluster, result);
  return result;
}

/** What the author of a cluster wrote: `lines` of `global` in the CR, and of the Secret's files. */
export interface Written extends Pick<Configured, "secret" | "complete" | "unread"> {
  readonly lines: readonly Line[];
  readonly ofSecret: readonly Line[];
}

/** The part of a cluster's configuration that its author wrote, for rules that need no more. */
export function writtenLines(subject: Subject, cluster: Cluster): Written {
  const secret = cluster.secretName === "" ? undefined : subject.secret(cluster.secretName, cluster.namespace);
  const { lines: ofSecret, unread, readable } = secret === undefined ? noSecret : linesOfSecret(secret);
  const ofGlobal = cluster.global.map(
    ([option, value]): Line =>
      new GeneratedLine(cluster.object, { section: "global", option, value, origin: { from: "global", option } }),
  );
  return {
    secret,
    complete: secret === undefined ? cluster.secretName === "" : readable && unread.length === 0,
    lines: [...ofGlobal, ...ofSecret],
    ofSecret,
    unread,
  };
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

const pod = (lines: readonly Line[]): Pod => ({
  lines,
  linesOf: (name) => lines.filter(({ meaning }) => meaning.is === "option" && meaning.name === name),
  effective: (name, index, command) => effectiveOf(lines, name, index, command),
});

/** The line that counts for an option in the stanza `db`. There are some twenty: to go through them is cheaper than to sort them by name. */
export function effectiveOf(lines: readonly Line[], name: string, index?: number, command?: string): Line | undefined {
  let found: Line | undefined;
  let best = 0;
  for (const line of lines) {
    const { from, meaning, read } = line;
    if (meaning.is !== "option" || meaning.name !== name || meaning.index !== index || read === undefined) continue;
    const rank = rankOf(read, command);
    // An option that stands twice is refused; what the operator writes is then what was meant.
    if (rank < best || rank === 0 || (rank === best && (from === "global" || from === "secret"))) continue;
    best = rank;
    found = line;
  }
  return found;
}

/** How early a section counts, from 1; 0 where it does not. */
function rankOf({ stanza, command: limited }: Section, command: string | undefined): number {
  if (limited === undefined) return stanza ? 5 : 3;
  if (command === undefined) return stanza ? 2 : 1;
  return limited === command ? (stanza ? 6 : 4) : 0;
}

const sectionPath: Path = ["spec", "backup", "pgbackrest"];

/** A line of a generated text. Its place is made when a finding asks for it; a healthy fleet has none. */
class GeneratedLine implements Line {
  readonly section: string;
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: Line["from"];
  readonly #object: ObjectRef;
  readonly #origin: LineOrigin;
  #place: Place | undefined;

  constructor(object: ObjectRef, { section, option, value, origin }: ConfigurationLine) {
    this.section = section;
    this.read = sectionOf(section);
    this.key = option;
    this.value = trimmed(value);
    this.meaning = meaningOf(trimmed(option));
    this.from = origin.from;
    this.#object = object;
    this.#origin = origin;
  }

  /** Where the author wrote it; what the operator adds was asked for by the section. */
  get place(): Place {
    this.#place ??= { in: "field", object: this.#object, path: [...sectionPath, ...originPath(this.#origin)] };
    return this.#place;
  }
}

function originPath(origin: LineOrigin): Path {
  if (origin.from === "operator") return [];
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

const secretLines = new WeakMap<SecretFiles, SecretLines>();

/** The lines of a Secret's files; remembered, for configurations are not. */
function linesOfSecret(secret: SecretFiles): SecretLines {
  const known = secretLines.get(secret);
  if (known !== undefined) return known;
  const lines = readSecret(secret);
  secretLines.set(secret, lines);
  return lines;
}

function readSecret({ object, files }: SecretFiles): SecretLines {
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
