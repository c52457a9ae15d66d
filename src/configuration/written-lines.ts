import type { Cluster } from "../cpo/cluster.ts";
import type { ConfigurationLine, LineOrigin } from "../cpo/instance-configuration.ts";
import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { isReadByPgBackRest, looksLikeConf, parseConf, trimmed } from "../pgbackrest/conf-file.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { type Section, sectionOf } from "../pgbackrest/sections.ts";
import type { SecretFiles } from "../secret/secret-files.ts";
import type { Line } from "./pod-lines.ts";
import type { ConfigurationSources } from "./sources.ts";

/** What the author of a cluster wrote: `lines` of `global` in the CR, and of the Secret's files. */
export interface Written {
  /** The Secret that the CR names, where it is in the input. */
  readonly secret: SecretFiles | undefined;
  /** False where the CR names a Secret that is not in the input, or that pgBackRest cannot read as it is: then nobody knows what it will hold. */
  readonly complete: boolean;
  readonly lines: readonly Line[];
  readonly ofSecret: readonly Line[];
  /** Lines in sections that nothing reads. */
  readonly unread: readonly Line[];
}

/** The part of a cluster's configuration that its author wrote, for rules that need no more. */
export function writtenLines(sources: ConfigurationSources, cluster: Cluster): Written {
  const secret = cluster.secretName === "" ? undefined : sources.secret(cluster.secretName, cluster.namespace);
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

const sectionPath: Path = ["spec", "backup", "pgbackrest"];

/** A line of a generated text. Its place is made when a finding asks for it; a healthy fleet has none. */
export class GeneratedLine implements Line {
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
