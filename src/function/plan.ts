import { asErrors, isError } from "../findings/errors.ts";
import type { Finding } from "../findings/finding.ts";
import type { Edits } from "../krm/edits.ts";
import { itemText, newItem } from "../krm/item-text.ts";
import { NewItemTexts } from "../krm/new-items.ts";
import { planItems, type Wanted } from "../krm/ownership.ts";
import { inFile, type Placer, placer } from "../krm/placement.ts";
import type { StaleObject } from "../krm/stale-object.ts";
import { clusterItems } from "./cluster-items.ts";
import type { Expansion } from "./expand.ts";
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

type Given = Pick<Input, "list" | "resources" | "unread">;

/** Step 4, from objects to edits: compares the objects with those that are there, and writes each as soon as it is made. */
export function plan(input: Given, resolution: Resolution, expansion: Expansion): Plan | Refusal {
  const { resources, unread } = input;
  const isFirstRun = resources.candidates.length === 0;
  // Where there are candidates, a run with errors goes on to look for conflicts: it reports all that is wrong.
  if (isFirstRun && expansion.findings.some(isError)) return refusal(expansion.findings, resolution.config);
  const owners = [...resolution.clusters, ...resolution.withoutBackup].map(({ head }) => head);
  const place = placer(owners, unread.freeIndexes);
  return isFirstRun ? planNew(input, expansion, place) : planAmongOthers(input, resolution, expansion, place);
}

/** The functionConfig is bad, too, where its `checks` name what is not a rule. */
const refusal = (findings: readonly Finding[], { object }: Resolution["config"]): Refusal => {
  const isBadConfig = findings.some(({ rule, at }) => rule === "override" && at.object === object);
  return { is: "refused", exitCode: isBadConfig ? 3 : 1, findings };
};

/** All objects are new: what the clusters of a shape have in common is written once. */
function planNew({ list }: Given, { findings, clusters, objectsOf }: Expansion, place: Placer): Plan {
  const added = new NewItemTexts(list);
  const itemsOf = clusterItems(list, place, objectsOf);
  for (const { cluster, head } of clusters) for (const item of itemsOf(cluster, head)) added.add(item);
  return { is: "planned", findings, stale: [], edits: { replace: new Map(), remove: new Set(), add: added.items() } };
}

/** Some objects may be there: each is compared. */
function planAmongOthers(
  { list, resources }: Given,
  { settings, config, owners }: Resolution,
  { findings, clusters, objectsOf, keptIn }: Expansion,
  place: Placer,
): Plan | Refusal {
  const added = new NewItemTexts(list);
  function* wanted(): Iterable<Wanted> {
    for (const { cluster, head } of clusters) for (const object of objectsOf(cluster)) yield { object, owner: head };
  }
  const { replace, remove, conflicts, stale } = planItems(wanted(), resources.candidates, owners, {
    managed: { ...managedKeys(settings), kept: keptIn },
    mayShow: mayShowIn,
    adopt: config.adopt ?? false,
    write: {
      added: (object, owner) => {
        const file = place.fileOf(owner);
        const placed = file === undefined ? object : inFile(object, file, place.take(file.path, 1));
        added.add(newItem(list, placed));
      },
      replaced: (object) => itemText(list, object),
    },
  });
  const all = [...findings, ...asErrors("name-taken", conflicts)];
  if (all.some(isError)) return refusal(all, config);
  return { is: "planned", findings, stale, edits: { replace, remove, add: added.items() } };
}
