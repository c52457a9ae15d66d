import { resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { headOf } from "../krm/resource.ts";
import { isOwn } from "./kustomization-copy.ts";
import { type Kustomization, texts } from "./kustomization-files.ts";
import { type Patch, patchesOf } from "./kustomization-patches.ts";
import type { KustomizationTree } from "./kustomization-tree.ts";
import { leavesObjects } from "./patch-reach.ts";
import { documentReader, documentsIn } from "./source-documents.ts";

/** An entry of a kustomization that runs the function, and what is applied to clusters after it. */
export interface ChangedAfter {
  /** The entry, with its line and column. */
  readonly kustomization: Kustomization;
  readonly line: number;
  readonly column: number;
  /** The last kustomization that changes clusters afterwards, and the fields that do. */
  readonly by: Kustomization;
  readonly fields: readonly string[];
}

/** A run of the function that counts so far: none, or that of an entry. `changes` are those that no run has seen. */
interface Order {
  readonly run?: Entry;
  readonly changes?: Pick<ChangedAfter, "by" | "fields">;
}

/** `field` is undefined for a Component that runs the function: the line to change is that of the kustomization that lists it. */
interface Entry {
  readonly kustomization: Kustomization;
  readonly field?: string;
  readonly index: number;
}

/**
 * Finds where the function runs too early: it makes objects from clusters, which are then changed. Within a kustomization, kustomize takes
 * the resources, then runs the Components, then applies the fields of `changingFields`, and then what `transformers` lists. A later run of the
 * function makes up for it. A patch that changes no object of the function is none; `hasRepoHost` says whether one of the clusters may have a
 * repo host.
 */
export function changedAfter(
  { kustomizations, functions, remote }: KustomizationTree,
  hasRepoHost = true,
): readonly ChangedAfter[] {
  const byFolder = new Map(kustomizations.map((each) => [each.folder, each]));
  const documentsOf = documentReader();
  const runsAt = (kustomization: Kustomization, field: string, entry: string) =>
    functions.some((each) => each.kustomization === kustomization && each.field === field && each.entry === entry) ||
    remote.some(
      (each) =>
        each.kustomization === kustomization &&
        each.field === field &&
        each.entry === entry &&
        isOwn(each) &&
        !/fn-config\/namereference\b/.test(entry),
    );
  const found: ChangedAfter[] = [];

  function orderOf(kustomization: Kustomization, above: readonly Kustomization[]): readonly Order[] {
    if (above.includes(kustomization)) return []; // kustomize refuses a circle
    const { folder, fields } = kustomization;
    const below = (entry: string) => {
      const child = byFolder.get(resolve(folder, entry));
      return child === undefined ? [] : orderOf(child, [...above, kustomization]);
    };
    const bases = ["resources", "bases"].flatMap((field) => texts(fields[field]).flatMap(below));
    let orders = bases.filter(({ run }) => run !== undefined);
    let own: Order["changes"];
    const change = (changes: Order["changes"]) => {
      if (changes === undefined) return;
      orders = orders.map((order) => ({ ...order, changes }));
      own = changes;
    };
    for (const [index, entry] of texts(fields.components).entries()) {
      if (runsAt(kustomization, "components", entry)) orders = [{ run: { kustomization, field: "components", index } }];
      for (const { run, changes } of below(entry)) {
        if (run !== undefined) {
          const entryHere = run.field === undefined ? { kustomization, field: "components", index } : run;
          orders = [{ run: entryHere, ...(changes !== undefined && { changes }) }];
        } else change(changes);
      }
    }
    const changing = changingFields(kustomization, documentsOf, hasRepoHost);
    if (changing.length > 0) change({ by: kustomization, fields: changing });
    const isComponent = fields.kind === "Component";
    for (const [index, entry] of texts(fields.transformers).entries())
      if (runsAt(kustomization, "transformers", entry))
        orders = [{ run: { kustomization, index, ...(!isComponent && { field: "transformers" }) } }];
    return orders.length > 0 ? orders : [own === undefined ? {} : { changes: own }];
  }

  for (const { run, changes } of orderOf(kustomizations[0], [])) {
    if (run === undefined || changes === undefined) continue;
    const { kustomization, field = "transformers", index } = run;
    const position = documentsIn(kustomization.text)[0]?.positionOf([field, index]);
    found.push({ kustomization, ...(position ?? { line: 1, column: 1 }), ...changes });
  }
  return found;
}

/** The fields of a kustomization by which it may change a cluster or its Secret, but not what the function has made of them. */
function changingFields(
  kustomization: Kustomization,
  documentsOf: Parameters<typeof patchesOf>[1],
  hasRepoHost: boolean,
): readonly string[] {
  const { fields } = kustomization;
  const patches = patchesOf(kustomization, documentsOf).filter(mayPatchCluster);
  const reaches = patches.some((patch) => mayRename(fields) || !leavesObjects(patch, hasRepoHost));
  return [
    ...(reaches ? patchFields.filter((field) => isFilled(fields[field])) : []),
    ...otherFields.filter((field) => isFilled(fields[field])),
  ];
}

const patchFields = ["patches", "patchesStrategicMerge", "patchesJson6902"] as const;

const otherFields = [
  "replacements",
  "images",
  "labels",
  "commonLabels",
  "commonAnnotations",
  "namePrefix",
  "nameSuffix",
  "namespace",
] as const;

const isFilled = (value: JsonValue | undefined): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : isObject(value)
      ? Object.keys(value).length > 0
      : typeof value === "string" && value !== "";

/** True where an entry says that its patch may change what a resource is called, or its kind. */
const mayRename = ({ patches }: Kustomization["fields"]): boolean =>
  Array.isArray(patches) &&
  patches.some(
    (entry) =>
      isObject(entry) &&
      isObject(entry.options) &&
      (entry.options.allowNameChange === true || entry.options.allowKindChange === true),
  );

/** A patch of another kind cannot; kustomize takes the kind in a target for a regular expression. */
function mayPatchCluster({ document, target }: Patch): boolean {
  const { kind } = target ?? headOf(document.value);
  if (typeof kind !== "string" || kind === "") return target !== undefined;
  return ["postgresql", "Secret"].some((wanted) => kind === wanted || isPattern(kind, wanted));
}

function isPattern(pattern: string, kind: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(kind);
  } catch {
    return false;
  }
}
