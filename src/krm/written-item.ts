import { isObject } from "../json/json-value.ts";
import { readItem } from "../yaml/reader.ts";
import { writeYaml } from "../yaml/writer.ts";
import type { ListText } from "./list-text.ts";
import type { Candidate, ManagedKeys } from "./ownership.ts";
import { isPlainWord } from "./plain-word.ts";

/**
 * True where the text of an item is that of an object, but for lines with labels and annotations of others, such as those of the host: then
 * nothing has to change. False where that is not certain, as for an item that was read as a whole; then its value decides.
 * @param text The object as a new item of the list, with our mark.
 */
export function isWrittenIn(
  { bytes, item }: Pick<ListText, "bytes" | "item">,
  { index, restStart }: Pick<Candidate, "index" | "restStart">,
  text: string,
  managed: ManagedKeys,
): boolean {
  if (restStart === undefined) return false;
  const { start, end } = item(index);
  const rest = asWritten(bytes.toString("utf8", restStart, end));
  if (!text.endsWith(rest)) return false;
  const [found, own] = [
    headSections(bytes.toString("utf8", start, restStart)),
    headSections(text.slice(0, text.length - rest.length)),
  ];
  return (
    found !== undefined &&
    own !== undefined &&
    found.above === own.above &&
    (found.labels === own.labels || isWithForeign(found.labels, own.labels, managed.label)) &&
    (found.annotations === own.annotations ||
      isWithForeign(found.annotations, own.annotations ?? "", managed.annotation))
  );
}

/** kpt puts a text of many lines on one, in quotes, where a line of it ends with a blank. */
function asWritten(rest: string): string {
  const value = rest.includes("\\n") ? readItem(rest, 2) : undefined;
  return isObject(value) ? writeYaml(value, 2) : rest;
}

/** What is above `spec` or `data`, where labels and then annotations end it. */
interface HeadSections {
  readonly above: string;
  readonly labels: string;
  readonly annotations: string | undefined;
}

const [labelsKey, annotationsKey] = ["\n    labels:\n", "\n    annotations:\n"] as const;

function headSections(text: string): HeadSections | undefined {
  const above = text.indexOf(labelsKey);
  if (above < 0) return undefined;
  const labels = above + labelsKey.length;
  const end = text.indexOf(annotationsKey, labels - 1);
  return {
    above: text.slice(0, above),
    labels: text.slice(labels, end < 0 ? undefined : end + 1),
    annotations: end < 0 ? undefined : text.slice(end + annotationsKey.length),
  };
}

/** A label or annotation on a line of its own, with a text that every reader reads alike; the first group is its key. */
const entry = /^ {6}([\w./-]+): (?:'[ -&(-~]*'|"[ !#-[\]-~]*"|(\S+))$/;

/** True where lines are our own, in their order, and others between them that give more labels or annotations. */
function isWithForeign(lines: string | undefined, own: string, isManaged: (key: string) => boolean): boolean {
  if (!lines?.endsWith("\n")) return false;
  const ours = own.split("\n");
  const keys = new Set<string>();
  let at = 0;
  let mayGoOn = true;
  for (const line of lines.slice(0, -1).split("\n")) {
    const [, key, plain] = entry.exec(line) ?? [];
    if (key !== undefined) {
      if (keys.has(key)) return false;
      keys.add(key);
    }
    if (line === ours[at] && (mayGoOn || key !== undefined)) {
      at += 1;
      mayGoOn = true;
    } else {
      if (key === undefined || isManaged(key) || (plain !== undefined && !isPlainWord(plain))) return false;
      // What goes on below it is not ours.
      mayGoOn = false;
    }
  }
  return at === ours.length - 1;
}
