import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";
import { remembered } from "../text/memo.ts";
import type { Position } from "../yaml/library.ts";
import type { BuiltFolder } from "./built-folder.ts";
import { optionOn, optionsIn } from "./conf-option.ts";
import { type GeneratedFile, generatedFiles } from "./generated-files.ts";
import { textOf } from "./kustomization-files.ts";
import { isSameShape, mayPatch, patchesOf, writtenBy } from "./kustomization-patches.ts";
import type { KustomizationTree } from "./kustomization-tree.ts";
import { blocksIn } from "./located.ts";
import type { Origin } from "./origins.ts";
import { fileBytes } from "./pending-files.ts";
import { documentReader, documentsIn } from "./source-documents.ts";
import { writtenResource } from "./written-resource.ts";

/** Where somebody wrote what a finding is about; the path is absolute. */
export interface SourcePlace extends Position {
  readonly file: string;
  /** The option of pgBackRest that it is about, for a line of a Secret's file, as messages may show it; absent where it cannot be read. */
  readonly option?: string;
}

interface Generators {
  readonly named: readonly GeneratedFile[];
  readonly same: GeneratedFile | undefined;
}

interface BuiltResource {
  readonly value: JsonValue;
  readonly head: ResourceHead;
  readonly origin: Origin | undefined;
  readonly optionOf: ReturnType<typeof optionsIn>;
}

/** Finds in the sources of a kustomization what findings about its output are about. */
export function sourcePlaces({
  tree,
  list,
  origins,
}: Pick<BuiltFolder, "list" | "origins"> & { readonly tree: KustomizationTree }) {
  const built = new Map<string, BuiltResource>();
  for (let index = 0; index < list.itemCount; index += 1) {
    const value = list.value?.(index) ?? null;
    const head = headOf(value);
    built.set(keyOf(head), { value, head, origin: origins[index], optionOf: optionsIn(value) });
  }
  const documentsOf = documentReader();
  // Many findings are about one file.
  const linesOf = remembered((file) => (textOf(file) ?? "").split("\n"), { length: 4096 });
  const blocksOf = remembered((file) => blocksIn(linesOf(file)), { length: 4096 });
  const [root] = tree.kustomizations;
  const patches = tree.kustomizations.flatMap((each) => patchesOf(each, documentsOf));
  const generated = tree.kustomizations.flatMap(generatedFiles);
  const generatorsOf = new Map<string, Generators>();
  const beginningOf = (file: string): SourcePlace => ({ file, line: 1, column: 1 });

  return (place: Place): SourcePlace => {
    const found = built.get(keyOf(place.object));
    if (found === undefined) return configPlace(place) ?? beginningOf(root.file);
    const { value, head, origin, optionOf } = found;
    const option = optionOf(place);
    const named = option === undefined ? {} : { option };
    const generator = head.kind === "Secret" ? inGenerator(place, value, head) : undefined;
    if (generator !== undefined) return { ...generator, ...named };
    const at = fieldPlace(place, value, head, origin);
    if (place.in === "field") return at;
    return { file: at.file, ...blocksOf(at.file)(at, place), ...named };
  };

  /** In the functionConfig that a kustomization lists. */
  function configPlace({ object, ...at }: Place): SourcePlace | undefined {
    const isMeant = (value: JsonValue) => headOf(value).kind === object.kind;
    const file = tree.functions.find(({ config }) => config !== undefined && isMeant(config.value))?.config?.file;
    if (file === undefined) return undefined;
    // One that is written in the kustomization itself is a text in a list there.
    const document = documentsOf(file).find(({ value }) => isMeant(value));
    return at.in === "field" && document !== undefined ? { file, ...document.positionOf(at.path) } : beginningOf(file);
  }

  /** In the patch that sets it, else in the resource's own file where that has the same, else where the resource begins. */
  function fieldPlace(place: Place, value: JsonValue, head: ResourceHead, origin: Origin | undefined): SourcePlace {
    const path = existing(value, place.in === "field" ? place.path : [keyInSecret(value, place.file), place.file]);
    const here = valueAt(value, path);
    const written = writtenResource(head, origin, tree, documentsOf);
    const ofResource = written && valueAt(written.value, path);
    const inResource = written && { file: written.file, ...written.positionOf(path) };
    const named = { kind: head.kind, first: written?.head.name ?? head.name, last: head.name };
    const own = patches.filter((patch) => mayPatch(patch, named));
    const inPatch = (fits: (set: JsonValue) => boolean): SourcePlace | undefined => {
      for (const patch of own) {
        const position = writtenBy(patch, path, fits);
        if (position !== undefined) return { file: patch.file, ...position };
      }
      return undefined;
    };
    const isPlain = typeof here !== "object" || here === null;
    if (!isPlain && inResource !== undefined && equalValues(here, ofResource)) return inResource;
    const exact = inPatch((set) => equalValues(set, here));
    if (exact !== undefined) return exact;
    // A mapping or list of which a patch changes a part is still where it was.
    if (inResource !== undefined && isSameShape(here, ofResource)) return inResource;
    const alike = isPlain ? undefined : inPatch((set) => isSameShape(set, here));
    if (alike !== undefined) return alike;
    return written === undefined
      ? beginningOf(origin?.configuredIn ?? root.file)
      : { file: written.file, ...written.positionOf([]) };
  }

  /** The entries of generators that a Secret may be made of, and the one that made this file of it. */
  function generators(secret: JsonValue, head: ResourceHead, key: Path[number] | undefined): Generators {
    const id = [keyOf(head), key].join("\n");
    const known = generatorsOf.get(id);
    if (known !== undefined) return known;
    const content = typeof key === "string" ? bytesOf(secret, key) : undefined;
    const named = generated.filter((each) => head.name.includes(each.secret));
    const isSame = (each: GeneratedFile) =>
      each.key === key && content !== undefined && contentOf(each)?.equals(content) === true;
    const found = { named, same: named.find(isSame) ?? generated.find(isSame) };
    generatorsOf.set(id, found);
    return found;
  }

  /** A line of a generated Secret's file is a line of the file that it was made from; `undefined` where no generator makes such a file. */
  function inGenerator(place: Place, secret: JsonValue, head: ResourceHead): SourcePlace | undefined {
    const key = place.in === "conf" ? place.file : place.path[1];
    const { named, same } = generators(secret, head, key);
    if (place.in === "conf" && same?.path !== undefined) {
      const { column = 1, endColumn } = optionOn(linesOf(same.path)[place.line - 1] ?? "") ?? {};
      return { file: same.path, line: place.line, column, ...(endColumn !== undefined && { endColumn }) };
    }
    const entry = same ?? (key === undefined ? named[0] : undefined);
    if (entry === undefined) return undefined;
    const { file, text } = entry.kustomization;
    const at = same === undefined ? entry.at.slice(0, 2) : entry.at;
    return { file, ...(documentsIn(text)[0]?.positionOf(at) ?? { line: 1, column: 1 }) };
  }
}

const keyOf = ({ apiVersion, kind, name = "", namespace = "" }: ObjectRef | ResourceHead) =>
  [apiVersion, kind, namespace, name].join("\n");

/** The longest beginning of a path that exists. */
function existing(value: JsonValue, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1)
    if (valueAt(value, path.slice(0, length)) !== undefined) return path.slice(0, length);
  return [];
}

const keyInSecret = (secret: JsonValue, file: string) =>
  valueAt(secret, ["stringData", file]) === undefined ? "data" : "stringData";

function bytesOf(secret: JsonValue, key: string): Buffer | undefined {
  const encoded = valueAt(secret, ["data", key]);
  return typeof encoded === "string" ? Buffer.from(encoded, "base64") : undefined;
}

function contentOf({ path, text }: GeneratedFile): Buffer | undefined {
  if (path === undefined) return Buffer.from(text ?? "");
  try {
    return fileBytes(path);
  } catch {
    return undefined;
  }
}
