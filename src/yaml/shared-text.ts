import { copied, gapsFor, type PartMaker, type WrittenAs } from "../text/copied.ts";
import { fieldsText, itemsText, valueText } from "./writer.ts";

/**
 * Writes parts of objects, each from a text that it has in common with all others that the same function makes of values of the same names.
 * The text is written once, with gaps for the values; the writer of YAML never writes the character that marks them. Of parts with the same
 * `common` values that come one after the other, only the first has to write these.
 * @param mark What is written for a stretch of text between two gaps: itself, or what stands for it.
 */
export function sharedTexts(mark: (stretch: string) => string = (stretch) => stretch): PartMaker {
  const known = new Map<unknown, Map<string, SharedText>>();
  return (make, common, own, settings) =>
    copied((margin, as) => {
      const texts = known.get(make) ?? new Map<string, SharedText>();
      known.set(make, texts);
      const [commonNames, ownNames] = [Object.keys(common), Object.keys(own)];
      const key = `${as} ${margin.length} ${commonNames.join()} ${ownNames.join()}`;
      let text = texts.get(key);
      if (text?.settings !== settings) {
        const gaps: Gap[] = [];
        const firstOwn = commonNames.length;
        const values = gapsFor<typeof common & typeof own>([...commonNames, ...ownNames], (at) => (margin, as) => {
          const isOwn = at >= firstOwn;
          gaps.push({ isOwn, index: isOwn ? at - firstOwn : at, margin, write: writers[as] });
          return gapMark;
        });
        const between = writers[as](make(values, settings), margin).split(gapMark).map(mark);
        text = { settings, between, gaps, ownGaps: gaps.filter(({ isOwn }) => isOwn) };
        texts.set(key, text);
      }
      return filled(text, common, own);
    });
}

type Write = (value: unknown, margin: string) => string;

const writers: Readonly<Record<WrittenAs, Write>> = {
  value: valueText,
  items: (value, margin) => itemsText(Array.isArray(value) ? value : [value], margin),
  fields: fieldsText,
};

const gapMark = "\u0000";

interface Gap {
  readonly isOwn: boolean;
  /** Of the value, among those of its sort. */
  readonly index: number;
  readonly margin: string;
  readonly write: Write;
}

interface SharedText {
  readonly settings: object;
  readonly between: readonly string[];
  /** Each between two of these. */
  readonly gaps: readonly Gap[];
  readonly ownGaps: readonly Gap[];
  /** The common values of the last object, and the text between its own values. */
  common?: object;
  betweenOwn?: readonly string[];
}

function filled(shared: SharedText, common: object, own: object): string {
  if (shared.common !== common || shared.betweenOwn === undefined) {
    shared.betweenOwn = withCommon(shared, Object.values(common));
    shared.common = common;
  }
  const { betweenOwn, ownGaps } = shared;
  const values: readonly unknown[] = Object.values(own);
  let text = betweenOwn[0] ?? "";
  ownGaps.forEach(({ index, margin, write }, at) => {
    text += write(values[index], margin) + (betweenOwn[at + 1] ?? "");
  });
  return text;
}

function withCommon({ between, gaps }: SharedText, values: readonly unknown[]): readonly string[] {
  const betweenOwn: string[] = [];
  let text = between[0] ?? "";
  gaps.forEach(({ isOwn, index, margin, write }, at) => {
    if (isOwn) {
      betweenOwn.push(text);
      text = "";
    } else text += write(values[index], margin);
    text += between[at + 1] ?? "";
  });
  betweenOwn.push(text);
  return betweenOwn;
}
