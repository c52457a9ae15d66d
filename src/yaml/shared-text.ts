import { copied, gapsFor, type PartMaker } from "../text/copied.ts";
import { itemsText, valueText } from "./writer.ts";

/**
 * Writes parts of objects, each from a text that it has in common with all others that the same function makes of values of the same names.
 * The text is written once, with gaps for the values; the writer of YAML never writes the character that marks them.
 * @param mark What is written for a stretch of text between two gaps: itself, or what stands for it.
 */
export function sharedTexts(mark: (stretch: string) => string = (stretch) => stretch): PartMaker {
  const known = new Map<unknown, TextsOfOne>();
  return (make, values, settings) =>
    copied((margin) => {
      const texts = known.get(make) ?? { last: undefined, all: new Map<string, SharedText>() };
      known.set(make, texts);
      const { last } = texts;
      if (last?.settings === settings && last.margin === margin && hasNames(values, last.names))
        return filled(last, Object.values(values));
      const names = Object.keys(values);
      const key = `${margin.length} ${names.join()}`;
      let text = texts.all.get(key);
      if (text?.settings !== settings) {
        const gaps: Place[] = [];
        const gapOf = (index: number) => (at: string, as: Place["as"]) => {
          gaps.push({ index, margin: at, as });
          return gapMark;
        };
        const between = valueText(make(gapsFor(names, gapOf), settings), margin)
          .split(gapMark)
          .map(mark);
        text = { settings, margin, names, between, fill: gaps.map(filler) };
        texts.all.set(key, text);
      }
      texts.last = text;
      return filled(text, Object.values(values));
    });
}

/** The texts of what one function makes. Most objects are made of values of the same names as the one before. */
interface TextsOfOne {
  last: SharedText | undefined;
  readonly all: Map<string, SharedText>;
}

/** True for an object whose keys are these, in this order. */
function hasNames(values: object, names: readonly string[]): boolean {
  let at = 0;
  for (const name in values) {
    if (name !== names[at]) return false;
    at += 1;
  }
  return at === names.length;
}

const gapMark = "\u0000";

interface SharedText {
  readonly settings: object;
  readonly margin: string;
  readonly names: readonly string[];
  readonly between: readonly string[];
  /** One for each gap between them. */
  readonly fill: ReadonlyArray<(values: readonly unknown[]) => string>;
}

interface Place {
  /** Of the value. */
  readonly index: number;
  readonly margin: string;
  readonly as: "value" | "items";
}

function filled({ between, fill }: SharedText, values: readonly unknown[]): string {
  let text = between[0] ?? "";
  for (let at = 0; at < fill.length; at += 1) text += `${fill[at]?.(values)}${between[at + 1]}`;
  return text;
}

/** Writes the value of a gap. Objects of one cluster come one after the other and share many: the text of the last one is kept. */
function filler({ index, margin, as }: Place): SharedText["fill"][number] {
  let last: unknown;
  let text = "";
  return (values) => {
    const value = values[index];
    if (value !== last) {
      text = as === "items" ? itemsText(Array.isArray(value) ? value : [value], margin) : valueText(value, margin);
      last = value;
    }
    return text;
  };
}
