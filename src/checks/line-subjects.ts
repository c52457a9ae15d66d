import type { Line } from "../configuration/line.ts";

/** What a line says without its value. */
export type LineKey = Pick<Line, "from" | "key" | "meaning">;

/** What a line says by itself. */
export type LineContent = Pick<Line, "from" | "key" | "meaning" | "value">;

/** The lines that a rule is about: those with such a key and, unless each of them will do, with such a value. */
export interface LineSubject {
  readonly ofKey: (line: LineKey) => boolean;
  readonly ofValue?: (value: string, line: LineKey) => boolean;
}

/** True for a line that this is about. */
export const isAbout = (line: LineContent, { ofKey, ofValue }: LineSubject): boolean =>
  ofKey(line) && (ofValue === undefined || ofValue(line.value, line));

/** Those of some lines that this is about. */
export const linesAbout = (lines: readonly Line[], subject: LineSubject): readonly Line[] =>
  lines.filter((line) => isAbout(line, subject));

/** What is about the lines of a cluster: some of all, or some of those that its author wrote. */
export interface AboutLines {
  /** One of these options, none of which the operator sets by itself: in `global`, in the Secret, or as a variable. */
  readonly appliesToOptions?: readonly string[] | undefined;
  /** A line among those of its author: in `global`, in the Secret, or from a field of a repository. */
  readonly appliesToLine?: LineSubject | undefined;
}

/** True for what is about an option, whatever its value is. */
export const isAboutOption = ({ meaning }: Pick<Line, "meaning">, { appliesToOptions }: AboutLines): boolean =>
  meaning.is === "option" && appliesToOptions?.includes(meaning.name) === true;

/** Of a key with more values than these, such as a path, hardly any value comes again, and none is looked up. */
const mostValues = 20;

/** More than there are options that anyone sets. */
const mostKeys = 1000;

/** What is known of the lines with one key. */
interface KnownKey<Subject> {
  /** What is about them whatever their values are. */
  readonly always: readonly Subject[];
  /** What is about those with some values. */
  readonly sometimes: readonly Subject[];
  readonly byValue: Map<string, readonly Subject[]>;
}

/**
 * Tells which of some subjects are about a line. Clusters repeat the same keys, and many values: each key is judged once, and a value by what is
 * about its key.
 */
export function aboutLine<Subject extends AboutLines>(
  subjects: readonly Subject[],
): (line: LineContent) => readonly Subject[] {
  const known: Readonly<Record<LineContent["from"], Map<string, KnownKey<Subject>>>> = {
    operator: new Map(),
    global: new Map(),
    repository: new Map(),
    secret: new Map(),
  };
  return (line) => {
    const byKey = known[line.from];
    let ofKey = byKey.get(line.key);
    if (ofKey === undefined) {
      ofKey = knownKey(line, subjects);
      if (byKey.size < mostKeys) byKey.set(line.key, ofKey);
    }
    const { always, sometimes, byValue } = ofKey;
    if (sometimes.length === 0) return always;
    if (byValue.size >= mostValues) return withValue(line, always, sometimes);
    let found = byValue.get(line.value);
    if (found === undefined) {
      found = withValue(line, always, sometimes);
      byValue.set(line.value, found);
    }
    return found;
  };
}

/** What is always about a line, and what is about its value. */
function withValue<Subject extends AboutLines>(
  line: LineContent,
  always: readonly Subject[],
  sometimes: readonly Subject[],
): readonly Subject[] {
  let found = always;
  for (const subject of sometimes)
    if (subject.appliesToLine?.ofValue?.(line.value, line)) found = found.concat(subject);
  return found;
}

function knownKey<Subject extends AboutLines>(line: LineKey, subjects: readonly Subject[]): KnownKey<Subject> {
  const always: Subject[] = [];
  const sometimes: Subject[] = [];
  for (const subject of subjects) {
    const { appliesToLine } = subject;
    if (isAboutOption(line, subject)) always.push(subject);
    else if (appliesToLine?.ofKey(line)) (appliesToLine.ofValue === undefined ? always : sometimes).push(subject);
  }
  return { always, sometimes, byValue: new Map() };
}
