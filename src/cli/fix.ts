import { isError } from "../findings/errors.ts";
import { placeText } from "../findings/finding-text.ts";
import { judge } from "./check-steps.ts";
import { type Given, UsageError } from "./command.ts";
import { acceptedByBaseline } from "./fix-accepted.ts";
import type { Candidate } from "./fix-candidate.ts";
import { type Change, candidatesFor, changedBy, type Limits, type NotFixed } from "./fix-candidates.ts";
import { editsBelow, whyRefused } from "./fix-suspects.ts";
import { fixableFiles } from "./fixable-file.ts";
import type { Io } from "./io.ts";
import { type JudgedInput, judgedInput } from "./judged-input.ts";
import { kustomizeOrder } from "./kustomize-flags.ts";
import type { Located } from "./located.ts";
import { type PendingFiles, whilePending } from "./pending-files.ts";

/** What was judged, and what was found. */
export interface Judged {
  readonly input: JudgedInput;
  readonly found: Awaited<ReturnType<typeof judge>>;
}

/** What `--fix` makes of an input. Nothing is written yet. */
export interface Mended {
  readonly fixed: readonly Located[];
  /** Findings that have one right answer, and why they stay. */
  readonly notFixed: readonly NotFixed[];
  /** How many findings have one right answer, and stay because the baseline accepts them. */
  readonly accepted: number;
  /** The files as they are to be, by their real paths. */
  readonly texts: PendingFiles;
  readonly originals: PendingFiles;
  /** What is found in these. */
  readonly after: Judged;
}

/** Beyond so many changes that depend on each other, somebody should look. */
const mostRounds = 200;

/** More edits than these that fail together, each on its own lines, are not tried one by one. */
const triedAlone = 3;

/** Makes the edits of all findings that have one right answer, and judges again: what does not help, or does harm, is taken back. */
export async function mended(first: Judged, given: Given, io: Io): Promise<Mended> {
  const order = kustomizeOrder(given, io);
  if (order.paths.includes("-"))
    throw new UsageError(
      "--fix changes files, and - is standard input. Write the manifests to a file, and name that file.",
    );
  const { settings } = first.input;
  const fileOf = fixableFiles([...order.paths, ...order.folders], settings.ignored);
  const limits: Limits = {
    fileOf,
    mayChangeSecrets: given.flags["fix-secrets"] === true,
    acceptedOf: await acceptedByBaseline(settings.baseline, given),
  };
  const quiet: Io = { ...io, stderr: () => {} };
  const judgedWith = (texts: PendingFiles): Promise<Judged> =>
    whilePending(texts, async () => {
      const input = await judgedInput("check", given, quiet, settings);
      return { input, found: await judge(input) };
    });
  const candidatesIn = ({ input, found }: Judged, texts: PendingFiles) =>
    whilePending(texts, async () => candidatesFor(found.located, input.units, limits));
  const originals = new Map<string, string>();
  const textOf = (texts: PendingFiles) => (path: string) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const read = fileOf(path);
    const text = "text" in read ? read.text : "";
    if (!originals.has(path)) originals.set(path, text);
    return originals.get(path) ?? text;
  };
  const fixed: Located[] = [];
  const refused = new Map<string, NotFixed>();
  const suspects = new Set<string>();
  const isSuspect = ({ located }: Candidate) => suspects.has(keyOf(located));
  let state = first;
  let texts: PendingFiles = new Map();
  let atOnce = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds; round += 1) {
    const all = (await candidatesIn(state, texts)).candidates.filter(({ located }) => !refused.has(keyOf(located)));
    // Those that were in a change that failed come last, so that the others need not be tried again and again with them.
    const open = [...all.filter((each) => !isSuspect(each)), ...all.filter(isSuspect)];
    const change = changedBy(open.slice(0, atOnce), textOf(texts));
    if (change.made.length === 0) break;
    let made: readonly Candidate[] = change.made;
    let next: PendingFiles = new Map([...texts, ...change.texts]);
    let after = await judgedWith(next);
    const atFirst = newErrors(state, after);
    // What an edit brings to light may have one right answer, too.
    for (let deeper = 0; deeper < 3 && isGone(made, state, after); deeper += 1) {
      const news = newErrors(state, after);
      if (news.length === 0) break;
      const isNew = new Set(news.map(keyOf));
      const more = (await candidatesIn(after, next)).candidates.filter(({ located }) => isNew.has(keyOf(located)));
      const further = changedBy(more, textOf(next));
      if (further.made.length === 0) break;
      next = new Map([...next, ...further.texts]);
      made = [...made, ...further.made];
      after = await judgedWith(next);
    }
    if (isGone(change.made, state, after) && newErrors(state, after).length === 0) {
      fixed.push(...made.map(({ located }) => located));
      [state, texts, atOnce] = [after, next, Number.POSITIVE_INFINITY];
      continue;
    }
    const blamed = blamedFor(change, atFirst, state, after);
    if (change.made.length === 1 || (blamed.size === change.made.length && blamed.size > triedAlone)) {
      const reason = whyRefused(atFirst);
      for (const { located } of change.made) refused.set(keyOf(located), { located, reason });
      atOnce = Number.POSITIVE_INFINITY;
    } else {
      for (const each of blamed) suspects.add(keyOf(each.located));
      const clear = change.made.filter((each) => !isSuspect(each)).length;
      atOnce = clear > 0 && clear < change.made.length ? clear : Math.ceil(change.made.length / 2);
    }
  }
  const left = await candidatesIn(state, texts);
  const unreached = left.candidates
    .filter(({ located }) => !refused.has(keyOf(located)))
    .map(({ located }) => ({ located, reason: "too many fixes depend on each other; run it again" }));
  return {
    fixed,
    notFixed: [...left.notFixed, ...refused.values(), ...unreached],
    accepted: left.accepted,
    texts,
    originals,
    after: state,
  };
}

/** A finding without its line, which moves, and without the hash in the name of a generated Secret, which is one of its content. */
function keyOf({ finding: { rule, severity, at, problem }, folder = "" }: Located): string {
  const { file: _, ...object } = at.object;
  const place = at.in === "field" ? placeText({ ...at, object }) : placeText({ in: "field", object, path: [at.file] });
  return [rule, severity, folder, place, problem].join("\n").replace(/-[bcdfghkmt2456789]{10}\b/g, "");
}

function countOf(located: readonly Located[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of located) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return counts;
}

/** The object that a finding is about. */
function objectOf({ finding, folder = "" }: Located): string {
  const { file: _, ...object } = finding.at.object;
  return `${folder}\n${placeText({ in: "field", object, path: [] })}`;
}

/** Those of the findings to be mended that are still there, as often as before. */
function stayed(made: readonly Candidate[], before: Judged, after: Judged): readonly Located[] {
  const [old, fresh] = [countOf(before.found.located), countOf(after.found.located)];
  return made.flatMap(({ located }) =>
    (fresh.get(keyOf(located)) ?? 0) < (old.get(keyOf(located)) ?? 1) ? [] : [located],
  );
}

/** Those that an error is blamed on: it stayed, or came on their lines, or else in or from their object. `atFirst` came before further edits. */
function blamedFor(
  { files, made }: Change,
  atFirst: readonly Located[],
  before: Judged,
  after: Judged,
): ReadonlySet<Candidate> {
  const staying = new Set(stayed(made, before, after).map(keyOf));
  const fresh = newErrors(before, after);
  const lasting = new Set(fresh.map(keyOf));
  const below = editsBelow(
    files,
    atFirst.filter((error) => lasting.has(keyOf(error))),
  );
  const byLine = made.filter((each) => staying.has(keyOf(each.located)) || below.has(each));
  if (byLine.length > 0) return new Set(byLine);
  const objects = new Set(fresh.map(objectOf));
  return new Set(made.filter(({ located }) => objects.has(objectOf(located))));
}

/** True where as many findings have gone as were to be mended. */
function isGone(made: readonly Candidate[], before: Judged, after: Judged): boolean {
  const [old, fresh] = [countOf(before.found.located), countOf(after.found.located)];
  return [...countOf(made.map(({ located }) => located))].every(
    ([key, count]) => !old.has(key) || (fresh.get(key) ?? 0) <= (old.get(key) ?? 0) - count,
  );
}

function newErrors(before: Judged, after: Judged): readonly Located[] {
  const old = countOf(before.found.located);
  const seen = new Map<string, number>();
  return after.found.located.filter((each) => {
    const key = keyOf(each);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return isError(each.finding) && (seen.get(key) ?? 0) > (old.get(key) ?? 0);
  });
}
