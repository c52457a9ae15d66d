import type { ConfigurationLine, LineOrigin } from "../cpo/instance-configuration.ts";
import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { trimmed } from "../pgbackrest/conf-file.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { type Section, sectionOf } from "../pgbackrest/sections.ts";
import type { Line } from "./line.ts";

const sectionPath: Path = ["spec", "backup", "pgbackrest"];

/** A line of a text that the operator writes. Its place is made when a finding asks for it; a healthy fleet has none. */
export class GeneratedLine implements Line {
  readonly section: string;
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: Exclude<Line["from"], "secret">;
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
