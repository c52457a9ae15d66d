import { cutOut } from "../text/cut-out.ts";
import { type Content, readLine } from "./line.ts";

/** What lines say that were read before: manifests repeat the same few. */
const known = new Map<string, Content>();
/** What stands before the colon of such lines, blanks included. */
const beginnings = new Map<string, Beginning>();

interface Beginning {
  readonly column: number;
  readonly key: string;
  /** How many lines that begin so are remembered. */
  lines: number;
}

/** Nothing is ever forgotten. */
const [mostLines, mostBeginnings, longest] = [10_000, 1000, 160] as const;

/** Of a key with more values than this, such as `name`, few come again. */
const mostOfKey = 64;

/** What `readLine` says of a line, without its line break. */
export function contentOf(line: string): Content {
  const found = known.get(line);
  if (found !== undefined) return found;
  const colon = line.indexOf(": ");
  const beginning = colon < 0 ? undefined : beginnings.get(line.slice(0, colon));
  if (line.length > longest || known.size === mostLines || beginning?.lines === mostOfKey)
    return read(line, colon, beginning);
  const own = cutOut(line); // for good, so without the item that it is a line of
  const content = read(own, colon, beginning);
  known.set(own, content);
  if (beginning !== undefined) beginning.lines += 1;
  else if (content.is === "key" && content.column + content.key.length === colon && beginnings.size < mostBeginnings)
    beginnings.set(own.slice(0, colon), { column: content.column, key: content.key, lines: 1 });
  return content;
}

/**
 * Values that are what is written: in quotes and without escapes, or plain and longer than any word that YAML 1.1 takes for another value. Other
 * values are read as such, though they are as usual.
 */
const usualValue = /^(?:"[ !#-[\]-~]*"|'[ -&(-~]*'|[A-Za-z_/][\w./@=+-]{5,})$/;

function read(line: string, colon: number, beginning: Beginning | undefined): Content {
  if (beginning === undefined) return readLine(line);
  const text = line.slice(colon + 2);
  if (!usualValue.test(text)) return readLine(line);
  const { column, key } = beginning;
  const first = text.charCodeAt(0);
  const value = cutOut(first === 34 || first === 39 ? text.slice(1, -1) : text);
  return { is: "key", column, key, value: { is: "value", value } };
}
