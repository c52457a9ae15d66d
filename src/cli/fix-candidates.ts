import type { ObjectRef } from "../findings/finding.ts";
import { compatible, spliced } from "../fix/edit.ts";
import { fixes } from "../fix/fixes.ts";
import { placeEdits } from "../fix/place-edits.ts";
import { itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { grouped } from "../text/groups.ts";
import { quotableText } from "../text/quotable.ts";
import { withoutEnd } from "../text/without-end.ts";
import type { Candidate } from "./fix-candidate.ts";
import type { MadeInFile } from "./fix-suspects.ts";
import type { FixableFile } from "./fixable-file.ts";
import type { Located } from "./located.ts";
import type { PendingFiles } from "./pending-files.ts";
import type { Unit } from "./unit.ts";

/** A finding whose rule knows a fix, and why it is not made here. */
export interface NotFixed {
  readonly located: Located;
  readonly reason: string;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly notFixed: readonly NotFixed[];
  /** How many would be mended if the baseline did not accept them. */
  readonly accepted: number;
}

export interface Limits {
  readonly fileOf: (file: string) => FixableFile;
  readonly mayChangeSecrets: boolean;
  /** Those of the findings that the baseline accepts. */
  readonly acceptedOf: (located: readonly Located[]) => ReadonlySet<Located>;
}

/** The edits for findings, in the files as they are read now. What somebody silenced or accepted stays, also where another finding has the same edit. */
export function candidatesFor(
  located: readonly Located[],
  units: readonly Unit[],
  { fileOf, mayChangeSecrets, acceptedOf }: Limits,
): Candidates {
  const clusterOf = clusterFinder(units);
  const acceptedOnes = acceptedOf(located);
  const files = new Map<string, { readonly reason: string } | ReadFile>();
  const readOnce = (file: string) => {
    const known = files.get(file) ?? readFile(fileOf(file));
    files.set(file, known);
    return known;
  };
  const candidates: Candidate[] = [];
  const notFixed: NotFixed[] = [];
  const kept = new Map<string, string>();
  let accepted = 0;
  for (const each of located) {
    const { finding, file, line, column } = each;
    const fix = fixes[finding.rule];
    if (fix === undefined || file === undefined || file === "-") continue;
    const cluster =
      finding.at.object.kind === readKinds.postgresql.kind ? clusterOf(finding.at.object, each.folder) : undefined;
    const context = { finding, cluster, repositories: repositoriesOf(cluster) };
    const leave = (reason: string) => notFixed.push({ located: each, reason });
    const found = readOnce(file);
    const edits =
      "editsAt" in found
        ? found.editsAt({ line, column, place: finding.at }, (written) => fix({ ...context, written }))
        : undefined;
    if (edits?.is === "no answer") continue;
    const isOfSecret = edits?.is === "edits" && edits.isOfSecret && !mayChangeSecrets;
    const edit = edits?.is === "edits" && "path" in found ? { path: found.path, splice: edits.splice } : undefined;
    if (finding.silenced !== undefined) {
      if (edit !== undefined) kept.set(editKey(edit), "the same change would mend what is silenced");
      leave(silencedText(finding.silenced.reason));
    } else if (acceptedOnes.has(each)) {
      if (edit === undefined) continue;
      kept.set(editKey(edit), "the same change would mend what the baseline accepts");
      if (found.reason === undefined && !isOfSecret) accepted += 1;
    } else if (edits?.is === "uncertain") leave("where it comes from is not certain");
    else if (edits?.is === "in the way")
      leave(
        "its fix would change more there: a comment, what an alias repeats, a key that is there already, or a number in another spelling",
      );
    else if (found.reason !== undefined)
      leave(`${found.reason}${isOfSecret ? "; it is in a Secret, which only `--fix-secrets` changes" : ""}`);
    else if (isOfSecret) leave("it is in a Secret, which only `--fix-secrets` changes");
    else if (edit !== undefined) candidates.push({ located: each, ...edit });
  }
  const keptReason = (candidate: Candidate) => kept.get(editKey(candidate));
  return {
    candidates: candidates.filter((candidate) => keptReason(candidate) === undefined),
    notFixed: [
      ...notFixed,
      ...candidates.flatMap((candidate) => {
        const reason = keptReason(candidate);
        return reason === undefined ? [] : [{ located: candidate.located, reason }];
      }),
    ],
    accepted,
  };
}

const editKey = ({ path, splice: { start, end, text } }: Omit<Candidate, "located">) =>
  [path, start, end, text].join("\n");

const silencedText = (reason: string | undefined) =>
  `it is silenced${reason === undefined ? "" : `: ${quotableText(withoutEnd(reason, /[.\s]/))}`}`;

interface ReadFile {
  readonly path: string;
  /** Why the file may not be changed. */
  readonly reason: string | undefined;
  readonly editsAt: ReturnType<typeof placeEdits>;
}

const readFile = (file: FixableFile): { readonly reason: string } | ReadFile =>
  "text" in file
    ? { path: file.path, reason: file.reason, editsAt: placeEdits(file.text, file.path) }
    : { reason: file.reason };

/** Edits that are made together. */
export interface Change {
  readonly texts: PendingFiles;
  readonly made: readonly Candidate[];
  readonly files: readonly MadeInFile[];
}

/** The files with the edits of candidates; `made` are those whose edit does not meet an earlier one. */
export function changedBy(candidates: readonly Candidate[], textOf: (path: string) => string): Change {
  const texts = new Map<string, string>();
  const made = new Set<Candidate>();
  const files: MadeInFile[] = [];
  for (const [path, inFile] of grouped(candidates, (candidate) => candidate.path)) {
    const together = compatible(inFile.map(({ splice }) => splice));
    const madeHere = inFile.filter(({ splice }) => together.made.has(splice));
    for (const candidate of madeHere) made.add(candidate);
    const text = textOf(path);
    files.push({ text, made: madeHere });
    texts.set(path, spliced(text, together.splices));
  }
  return { texts, made: candidates.filter((candidate) => made.has(candidate)), files };
}

/** Finds the value of a cluster; undefined where several have its name and differ. */
function clusterFinder(units: readonly Unit[]): (object: ObjectRef, folder?: string) => JsonValue | undefined {
  const known = new Map<string, JsonValue | undefined>();
  for (const { list, built } of units) {
    const read = (index: number) => list.value?.(index) ?? null;
    for (let index = 0; index < list.itemCount; index += 1)
      for (const { head, value } of itemsAt(list, read, index)) {
        if (!isOf(readKinds.postgresql, head)) continue;
        const key = `${built?.folder ?? ""}\n${head.namespace}/${head.name}`;
        const isOther = known.has(key) && JSON.stringify(known.get(key)) !== JSON.stringify(value);
        known.set(key, isOther ? undefined : value);
      }
  }
  return ({ name = "", namespace = "" }, folder = "") => known.get(`${folder}\n${namespace}/${name}`);
}

function repositoriesOf(cluster: JsonValue | undefined): readonly number[] | undefined {
  const repos = cluster === undefined ? undefined : valueAt(cluster, ["spec", "backup", "pgbackrest", "repos"]);
  if (!Array.isArray(repos)) return undefined;
  return repos.map((_, index) => Number(/^repo(\d)$/.exec(String(valueAt(repos, [index, "name"])))?.[1] ?? 0));
}
