import { isMap, isScalar, isSeq, Scalar, type YAMLMap } from "yaml";
import type { JsonValue } from "../json/json-value.ts";
import { composed, type ParsedDocument, placeOfError } from "./compose.ts";
import { jsonValueOf, RepeatedKey } from "./library.ts";
import { UnreadableInput } from "./unreadable-input.ts";

export type { ParsedDocument } from "./compose.ts";

/** The input as text. Throws `UnreadableInput` where it is not UTF-8, or longer than any text that JavaScript can hold, which is 512 MiB. */
export function decodeInput(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw new UnreadableInput(`The input is not text: byte ${zero} is zero. Expected a ResourceList in UTF-8.`);
  const lone = loneReturn(bytes);
  if (lone !== undefined)
    throw new UnreadableInput(
      `Line ${lone} of the input has a carriage return without a line feed behind it, which some readers of YAML take for a line break. End lines with LF or CRLF, and write \`"\\r"\` in quotes where a text needs one.`,
    );
  const mark = bytes.indexOf("\n\ufeff");
  if (mark >= 0)
    throw new UnreadableInput(
      `Line ${bytes.toString("latin1", 0, mark).split("\n").length + 1} of the input begins with a byte order mark, which is allowed only where a file begins; some readers take it for a part of the first key. Remove it, for example with \`sed 's/^\\xEF\\xBB\\xBF//'\`.`,
    );
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_STRING_TOO_LONG")
      throw new UnreadableInput(
        `The input has ${Math.ceil(bytes.length / 2 ** 20)} MiB, and at most 511 MiB of it can be read as documents or JSON. Split it, or pass it as a ResourceList in block style.`,
      );
    throw new UnreadableInput("The input is not text in UTF-8. Expected a ResourceList as YAML or JSON.");
  }
}

/** The line of the first carriage return that is not a part of CRLF. */
function loneReturn(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1))
    if (bytes[at + 1] !== 10) return bytes.toString("latin1", 0, at).split("\n").length;
  return undefined;
}

/** True where nothing but blanks follows a block scalar that ends the text: a line break more would be one more in its value. */
export function endsInBlockScalar(node: unknown, text: string): boolean {
  if (text.endsWith("\n")) return false;
  let last = node;
  while (isMap(last) || isSeq(last)) last = isMap(last) ? last.items.at(-1)?.value : last.items.at(-1);
  if (!isScalar(last) || (last.type !== Scalar.BLOCK_LITERAL && last.type !== Scalar.BLOCK_FOLDED)) return false;
  return /^[ \t]*$/.test(text.slice(last.range?.[1] ?? 0));
}

/** Every document of a text. Throws `UnreadableInput` with the place of the first error. */
export function parseDocuments(text: string): readonly ParsedDocument[] {
  const { documents, lines } = composed(text);
  for (const { errors } of documents) {
    const [error] = errors;
    if (error !== undefined) throw notYaml(sentence(error.message), placeOfError(error, lines));
  }
  return documents;
}

const notYaml = (problem: string, at: { readonly line: number; readonly column: number }) =>
  new UnreadableInput(`The input is not valid YAML at line ${at.line}, column ${at.column}: ${problem}.`, at);

/** The library's message without what it quotes: the line may hold a secret. */
export function sentence(message: string): string {
  const [own = message] = message.split(/ at line \d|:\s|\n|["`]/);
  return own.replace(/(?<=^Invalid escape sequence \\.).*/su, "").trim();
}

/** Byte offset of a position in the text; asked for rising positions mostly, so it counts on from the last one. */
export function byteOffsets(text: string): (position: number) => number {
  const ascii = Buffer.byteLength(text) === text.length;
  let [lastPosition, lastOffset] = [0, 0];
  return (position) => {
    if (ascii) return position;
    if (position < lastPosition) [lastPosition, lastOffset] = [0, 0];
    lastOffset += Buffer.byteLength(text.slice(lastPosition, position));
    lastPosition = position;
    return lastOffset;
  };
}

/** The value of a node of a text. Throws `UnreadableInput` where its aliases cannot be followed, or a key occurs twice. */
export function nodeValue(node: unknown, document: ParsedDocument | undefined, bytes: Buffer): JsonValue {
  if (document === undefined) return null;
  try {
    return jsonValueOf(node, document);
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) {
      throw new UnreadableInput(
        "The input uses YAML aliases that cannot be resolved or stand for too much text. Write the values out.",
      );
    }
    if (error instanceof RepeatedKey) throw notYaml(error.message, placeOf(error.offset, bytes.toString("utf8")));
    // For example `<<:` before something that is not a mapping, which the library notices only now.
    if (error instanceof Error) throw new UnreadableInput(`The input is not valid YAML: ${sentence(error.message)}.`);
    throw error;
  }
}

/** Line and column, from 1, of a position in a text. */
function placeOf(position: number, text: string): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, position).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** The text at a key of a mapping; empty if there is none, or something else. */
export function textAt(map: YAMLMap, key: string): string {
  const value: unknown = map.get(key);
  return typeof value === "string" ? value : "";
}
