import type { Splice } from "./edit.ts";
import type { FoundBlock, SourceText } from "./source-text.ts";

/** A text that is written in a block of another one, where its lines are indented. */
export interface InlineText {
  readonly text: string;
  /** The line of the other text that it begins at, counted from 1. */
  readonly firstLine: number;
  /** The same splice in the other text. */
  readonly outside: (splice: Splice) => Splice | undefined;
}

/** The text in a block; `undefined` where it has line ends of which one cannot be sure. */
export function inlineText(
  { text, hasReturns, lineAt }: SourceText,
  { scalar, start, end }: FoundBlock,
): InlineText | undefined {
  if (typeof scalar.value !== "string" || hasReturns) return undefined;
  const first = text.indexOf("\n", start) + 1;
  const indent = /^(?:[ \t]*\n)*( +)\S/.exec(text.slice(first, end))?.[1]?.length ?? 0;
  // Which offset of the other text each one of this is.
  const offsets: number[] = [];
  let inner = "";
  let at = first;
  for (const line of text.slice(first, end).split(/(?<=\n)/)) {
    const own = line.trim() === "" ? line.replace(/^ +/, "") : line.slice(indent);
    const skipped = line.length - own.length;
    for (let index = 0; index < own.length; index += 1) offsets.push(at + skipped + index);
    inner += own;
    at += line.length;
  }
  offsets.push(at);
  return {
    text: inner,
    firstLine: lineAt(first),
    outside(splice) {
      const [from, to] = [offsets[splice.start], offsets[splice.end]];
      if (from === undefined || to === undefined) return undefined;
      return { start: from, end: to, text: splice.text.replaceAll("\n", `\n${" ".repeat(indent)}`) };
    },
  };
}
