import { Composer, type CST, type Document, LineCounter, type ParsedNode, Parser, type YAMLParseError } from "yaml";
import { kubectlOptions } from "./library.ts";
import { UnreadableInput } from "./unreadable-input.ts";

/** A document of a text, with the tokens that tell where everything is. */
export type ParsedDocument = Document.Parsed<ParsedNode>;

/** What was read, errors included, and the lines of its places. */
export interface Composed {
  readonly documents: readonly ParsedDocument[];
  readonly lines: LineCounter;
}

/**
 * No resource of a person is nested as deeply as this. Deeper ones are refused before any function that calls itself sees them: where the stack
 * is nearly full, V8 may end the process when it compiles a regular expression, which no program can catch.
 */
const deepest = 200;

/**
 * Every document of a text, as kubectl reads them; with `one`, also that of a text without any. Throws `UnreadableInput` for one that is
 * nested too deeply.
 */
export function composed(text: string, { one = false } = {}): Composed {
  const lines = new LineCounter();
  const composer = new Composer<ParsedNode>({ ...kubectlOptions, keepSourceTokens: true });
  const tokens = bearable(new Parser(lines.addNewLine).parse(text), lines);
  return { documents: Array.from(composer.compose(tokens, one, one ? text.length : -1)), lines };
}

/** Line and column of an error, from 1. */
export function placeOfError({ pos }: YAMLParseError, lines: LineCounter) {
  const { line, col } = lines.linePos(pos[0]);
  return { line, column: col };
}

/** The tokens of a text, as long as they can be borne. It calls nothing that calls itself. */
function* bearable(tokens: Iterable<CST.Token>, lines: LineCounter): Iterable<CST.Token> {
  for (const token of tokens) {
    const left: Array<readonly [token: CST.Token | null | undefined, depth: number]> = [[token, 0]];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [each, depth] = next;
      if (each === null || each === undefined) continue;
      if (depth > deepest) {
        const { line, col } = lines.linePos("offset" in each ? each.offset : 0);
        throw new UnreadableInput(
          `The input is nested too deeply at line ${line}, column ${col}: it has more than ${deepest} levels there.`,
          { line, column: col },
        );
      }
      if (each.type === "document") left.push([each.value, depth]);
      if ("items" in each) for (const { key, value } of each.items) left.push([key, depth + 1], [value, depth + 1]);
    }
    yield token;
  }
}
