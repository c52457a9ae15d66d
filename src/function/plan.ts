import type { KubernetesObject } from "@kubernetes/client-node";
import { asErrors, isError } from "../findings/errors.ts";
import type { Finding } from "../findings/finding.ts";
import { type Edits, noEdits } from "../krm/edits.ts";
import { itemText, newItem } from "../krm/item-text.ts";
import type { ListText } from "../krm/list-text.ts";
import { NewItemTexts } from "../krm/new-items.ts";
import { type Candidate, planItems, type Wanted } from "../krm/ownership.ts";
import { inFile, type Placer, placer } from "../krm/placement.ts";
import { nameOf } from "../krm/resource.ts";
import { type StaleObject, unchangeableDiagnostic } from "../krm/stale-object.ts";
import { writtenItems } from "../krm/written-item.ts";
import { clusterItems } from "./cluster-items.ts";
import type { Expansion } from "./expand.ts";
import { isBegun, readRest } from "./item.ts";
import { reservedHosts, withReasons } from "./left-out.ts";
import { managedKeys } from "./managed-keys.ts";
import type { Input } from "./read.ts";
import type { Refusal, Resolution } from "./resolve.ts";
import { mayShowIn } from "./shown-text.ts";

/** What step 4 knows: the edits that give the input the objects that it should have. */
export interface Plan {
  readonly is: "planned";
  readonly edits: Omit<Edits, "results">;
  /** Objects of an earlier run that the edits change or remove, and those that are missing among them. */
  readonly stale: readonly StaleObject[];
  /** No errors. */
  readonly findings: readonly Finding[];
}

type Given = Pick<Input, "list" | "resources" | "existingJobs" | "unread">;

/**
 * Step 4, from objects to edits: compares the objects with those that are there, and writes each as soon as it is made. Where none is there,
 * there is nothing to find: with `findingsOnly` they are not made.
 */
export function plan(
  input: Given,
  resolution: Resolution,
  expansion: Expansion,
  { findingsOnly = false }: { readonly findingsOnly?: boolean } = {},
): Plan | Refusal {
  const { resources, unread } = input;
  const isFirstRun = resources.candidates.length === 0;
  // Where there are candidates, a run with errors goes on to look for conflicts: it reports all that is wrong.
  if (isFirstRun && expansion.findings.some(isError)) return refusal(expansion.findings, resolution.config);
  if (isFirstRun && findingsOnly) return { is: "planned", findings: expansion.findings, stale: [], edits: noEdits };
  const owners = [...resolution.clusters, ...resolution.withoutBackup].map(({ head }) => head);
  const place = placer(owners, unread.freeIndexes);
  return isFirstRun ? planNew(input, expansion, place) : planAmongOthers(input, resolution, expansion, place);
}

/** The functionConfig is bad, too, where its `checks` name what is not a rule. */
const refusal = (findings: readonly Finding[], { object }: Resolution["config"]): Refusal => {
  // That it gives no reason is a warning: it is used all the same.
  const isBadConfig = findings.some(
    (finding) => finding.rule === "override" && isError(finding) && finding.at.object === object,
  );
  return { is: "refused", exitCode: isBadConfig ? 3 : 1, findings };
};

/** All objects are new: what the clusters of a shape have in common is written once. */
function planNew({ list }: Given, { findings, clusters, objectsOf }: Expansion, place: Placer): Plan {
  const added = new NewItemTexts(list);
  const itemsOf = clusterItems(list, place, objectsOf, added.mark);
  for (const { cluster, head } of clusters) for (const item of itemsOf(cluster, head)) added.add(item);
  return { is: "planned", findings, stale: [], edits: { replace: new Map(), remove: new Set(), add: added.items() } };
}

/** Some objects may be there: each is compared, as text if that is enough. */
function planAmongOthers(
  { list, resources, existingJobs }: Given,
  { settings, config, owners }: Resolution,
  expansion: Expansion,
  place: Placer,
): Plan | Refusal {
  const { findings, keptIn } = expansion;
  const { candidates } = resources;
  const managed = { ...managedKeys(settings), kept: keptIn };
  const added = new NewItemTexts(list);
  const unchanged = new Set<Candidate>();
  const isWrittenIn = writtenItems(list, managed);
  const isUnchanged = (candidate: Candidate, text: string) => {
    const is = isWrittenIn(candidate, text);
    if (is) unchanged.add(candidate);
    return is;
  };
  const wanted = candidates.some(isBegun) ? wantedAsTexts(list, expansion, isUnchanged) : wantedAsObjects(expansion);
  const { replace, remove, conflicts, stale, unchangeable } = planItems(wanted, candidates, owners, {
    managed,
    mayShow: mayShowIn,
    adopt: config.adopt ?? false,
    reserved: reservedHosts(expansion.clusters, settings),
    write: {
      added: (object, owner) => {
        const file = place.fileOf(owner);
        const placed = file === undefined ? object : inFile(object, file, place.take(file.path, 1));
        added.add(newItem(list, placed));
      },
      replaced: (object) => itemText(list, object),
    },
  });
  readRest(candidates.filter((candidate) => !unchanged.has(candidate)));
  for (const job of existingJobs.all) if (!unchanged.has(job.item)) job.confirm();
  const all = [
    ...findings,
    ...asErrors("name-taken", conflicts),
    ...asErrors("stale-object", withReasons(unchangeable, expansion.clusters, settings).map(unchangeableDiagnostic)),
  ];
  if (all.some(isError)) return refusal(all, config);
  return {
    is: "planned",
    findings,
    stale: withReasons(stale, expansion.clusters, settings),
    edits: { replace, remove, add: added.items() },
  };
}

function* wantedAsObjects({ clusters, objectsOf }: Expansion): Iterable<Wanted> {
  for (const { cluster, head } of clusters)
    for (const object of objectsOf(cluster))
      yield { name: nameOf(object), owner: head, object: () => object, isWrittenIn: () => false };
}

/** Their texts are made first; the objects of a cluster only where one of them is not what its text says. */
function* wantedAsTexts(
  list: ListText,
  { clusters, objectsOf }: Expansion,
  isUnchanged: (candidate: Candidate, text: string) => boolean,
): Iterable<Wanted> {
  const itemsOf = clusterItems(list, noFiles, objectsOf);
  for (const { cluster, head } of clusters) {
    let objects: readonly KubernetesObject[] | undefined;
    for (const [index, { text, name }] of itemsOf(cluster, head).entries()) {
      const object = () => {
        objects ??= objectsOf(cluster);
        return objects[index] ?? {};
      };
      yield { name: name(), owner: head, object, isWrittenIn: (candidate) => isUnchanged(candidate, text) };
    }
  }
}

/** The annotations that say which file an object is in are for its host to give. */
const noFiles: Placer = { fileOf: () => undefined, take: () => 0 };
