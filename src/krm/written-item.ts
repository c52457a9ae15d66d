import { isObject } from "../json/json-value.ts";
import { remembered } from "../text/memo.ts";
import { readItem } from "../yaml/reader.ts";
import { writeYaml } from "../yaml/writer.ts";
import type { ListText } from "./list-text.ts";
import type { Candidate, ManagedKeys } from "./ownership.ts";
import { isPlainWord } from "./plain-word.ts";

/**
 * Says of an item and an object whether the item's text is that of the object, but for lines with labels and annotations of others, such as
 * those of the host: then nothing has to change. False where that is not certain, as for an item that was read as a whole; then its value
 * decides. The object comes as the text of a new item of the list, with our mark.
 */
export function writtenItems(
  { bytes, item }: Pick<ListText, "bytes" | "item">,
  managed: ManagedKeys,
): (candidate: Pick<Candidate, "index" | "restStart">, text: string) => boolean {
  // To compare bytes is cheaper than to decode the items.
  let own = Buffer.alloc(0);
  const isByKpt = addedByKpt(managed);
  return ({ index, restStart }, text) => {
    if (restStart === undefined) return false;
    const { start, end } = item(index);
    if (own.length < text.length * 3) own = Buffer.allocUnsafe(text.length * 6);
    const length = own.write(text);
    const headEnd = length - (end - restStart);
    if (headEnd > 0 && bytes.compare(own, headEnd, length, restStart, end) === 0) {
      const ownEnd = start + headEnd;
      const isOnTop = ownEnd <= restStart && bytes.compare(own, 0, headEnd, start, ownEnd) === 0;
      return (
        (isOnTop &&
          isByKpt(bytes.toString("latin1", ownEnd, restStart)) &&
          text.lastIndexOf(annotationsKey, headEnd) < 0) ||
        isHeadIn(bytes.toString("latin1", start, restStart), own.toString("latin1", 0, headEnd), managed)
      );
    }
    const rest = asWritten(bytes.toString("utf8", restStart, end));
    if (rest === undefined || !text.endsWith(rest)) return false;
    return isHeadIn(
      bytes.toString("latin1", start, restStart),
      own.toString("latin1", 0, length - Buffer.byteLength(rest)),
      managed,
    );
  };
}

/** kpt puts a text of many lines on one, in quotes, where a line of it ends with a blank. Undefined where there is none. */
function asWritten(rest: string): string | undefined {
  const value = rest.includes("\\n") ? readItem(rest, 2) : undefined;
  return isObject(value) ? writeYaml(value, 2) : undefined;
}

/** In the order in which kpt writes them. */
const keysOfKpt = [
  "config.kubernetes.io/index",
  "config.kubernetes.io/path",
  "internal.config.kubernetes.io/index",
  "internal.config.kubernetes.io/path",
  "internal.config.kubernetes.io/seqindent",
] as const;

/** True for the lines that kpt puts below the head of every object that has no annotations of its own. */
function addedByKpt({ annotation }: ManagedKeys): (lines: string) => boolean {
  if (keysOfKpt.some(annotation)) return () => false;
  const entries = keysOfKpt.map((key) => ` {6}${key.replaceAll(".", "\\.")}: '[ -&(-~]*'\n`);
  const lines = new RegExp(`^${annotationsLine}${entries.join("")}$`);
  return (text) => lines.test(text);
}

/** Both heads have a character for each byte. */
function isHeadIn(item: string, object: string, managed: ManagedKeys): boolean {
  // Hosts put their annotations below all that is ours.
  const added = item.startsWith(object) ? item.slice(object.length) : undefined;
  if (added === "") return true;
  if (added?.startsWith(annotationsLine) && !object.includes(annotationsKey))
    return isWithForeign(added.slice(annotationsLine.length), "", managed.annotation);
  const [found, own] = [headSections(item), headSections(object)];
  return (
    found !== undefined &&
    own !== undefined &&
    found.above === own.above &&
    (found.labels === own.labels || isWithForeign(found.labels, own.labels, managed.label)) &&
    (found.annotations === own.annotations ||
      isWithForeign(found.annotations, own.annotations ?? "", managed.annotation))
  );
}

/** What is above `spec` or `data`, where labels and then annotations end it. */
interface HeadSections {
  readonly above: string;
  readonly labels: string;
  readonly annotations: string | undefined;
}

const annotationsLine = "    annotations:\n";
const [labelsKey, annotationsKey] = ["\n    labels:\n", `\n${annotationsLine}`] as const;

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

/** Such a line, of which the objects of a cluster have many in common. Its text is certain where it is in quotes, or is a plain word. */
const entryOf = remembered((line) => {
  const [, key, plain] = entry.exec(line) ?? [];
  return key === undefined ? undefined : { key, isCertain: plain === undefined || isPlainWord(plain) };
});

/** True where lines are our own, in their order, and others between them that give more labels or annotations. */
function isWithForeign(lines: string | undefined, own: string, isManaged: (key: string) => boolean): boolean {
  if (!lines?.endsWith("\n")) return false;
  const ours = own.split("\n");
  const keys = new Set<string>();
  let at = 0;
  let mayGoOn = true;
  for (let start = 0, end = 0; start < lines.length; start = end + 1) {
    end = lines.indexOf("\n", start);
    const line = lines.slice(start, end);
    const found = entryOf(line);
    if (found !== undefined) {
      if (keys.has(found.key)) return false;
      keys.add(found.key);
    }
    if (line === ours[at] && (mayGoOn || found !== undefined)) {
      at += 1;
      mayGoOn = true;
    } else {
      if (found?.isCertain !== true || isManaged(found.key)) return false;
      // What goes on below it is not ours.
      mayGoOn = false;
    }
  }
  return at === ours.length - 1;
}
