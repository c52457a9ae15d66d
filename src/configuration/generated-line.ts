import type { ConfigurationLine, LineOrigin } from "../cpo/configuration-line.ts";
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

  constructor(object: ObjectRef, line: ConfigurationLine) {
    this.section = line.section;
    this.read = sectionOf(line.section);
    this.key = line.option;
    this.value = trimmed(line.value);
    this.meaning = meaningOf(trimmed(line.option));
    this.from = line.origin.from;
    this.#object = object;
    this.#origin = line.origin;
  }

  /** Where the author wrote it; what the operator adds was asked for by the section. */
  get place(): Place {
    return { in: "field", object: this.#object, path: sectionPath.concat(originPath(this.#origin, this.key)) };
  }
}

function originPath(origin: LineOrigin, option: string): Path {
  if (origin.from === "operator") return [];
  return origin.from === "global" ? ["global", option] : ["repos", origin.index, origin.field];
}
