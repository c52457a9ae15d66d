import { type ComparedInput, compareInputs } from "../checks/compare-inputs.ts";
import { asErrors } from "../findings/errors.ts";
import type { Place } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import type { FoundOutcome, Outcome } from "../function/write.ts";
import { staleDiagnostic } from "../krm/stale-object.ts";
import { addTo } from "../text/groups.ts";
import type { CheckSettings } from "./check-settings.ts";
import type { JudgedObject } from "./formats/report.ts";
import { clusterCount, type Located, locatedBy } from "./located.ts";
import type { Unit } from "./unit.ts";

/** What was found in all units. */
export interface CheckedUnits {
  readonly located: readonly Located[];
  readonly exitCode: Outcome["exitCode"];
  readonly clusters: number;
  /** The clusters with a backup section that were judged. */
  readonly judged: readonly JudgedObject[];
  readonly counts: Outcome["clusters"];
}

/** Judges each unit by itself, then compares their clusters. `each` is given what became of a unit, as long as it is in memory. */
export async function checkUnits(
  units: readonly Unit[],
  { configPlaces, functionConfigOver }: Pick<CheckSettings, "configPlaces" | "functionConfigOver">,
  each?: (outcome: FoundOutcome, unit: Unit) => Promise<void>,
): Promise<CheckedUnits> {
  const located: Located[] = [];
  const judged: JudgedObject[] = [];
  let exitCode: Outcome["exitCode"] = 0;
  const counts = { checked: 0, unselected: 0, unreadable: 0 };
  const clusters = units.map(({ list }) => clusterCount(list));
  const isCompared = clusters.filter((count) => count > 0).length > 1;
  const compared: ComparedUnit[] = [];
  for (const [index, unit] of units.entries()) {
    const { list, listedConfig, locate, isBuilt, renamedSecret, laterNamespace } = unit;
    const inUnit = inFolder(unit);
    const outcome = await filter(list, functionConfigOver(listedConfig), {
      everyCluster: true,
      findingsOnly: true,
      isBuilt,
      renamedSecret,
      ...(laterNamespace && { laterNamespace }),
    });
    await each?.(outcome, unit);
    const found = [...outcome.findings, ...asErrors("stale-object", outcome.stale.map(staleDiagnostic))];
    located.push(...locatedBy(locate, found).map(configPlaces.placed).map(inUnit));
    // Copies: a short text that was cut out of a long one keeps the long one in memory.
    for (const object of structuredClone(outcome.judged?.() ?? []))
      judged.push({ object, ...(unit.built !== undefined && { folder: unit.built.folder }) });
    exitCode = outcome.exitCode > exitCode ? outcome.exitCode : exitCode;
    counts.checked += outcome.clusters.checked;
    counts.unselected += outcome.clusters.unselected;
    counts.unreadable += outcome.clusters.unreadable;
    const kept = isCompared && clusters[index] !== 0 ? outcome.kept?.() : undefined;
    if (kept !== undefined) compared.push({ ...kept.comparable, findings: kept.findings, unit });
  }
  if (exitCode !== 3) located.push(...betweenUnits(compared));
  return {
    located: configPlaces.once(located),
    exitCode,
    clusters: clusters.reduce((sum, count) => sum + count, 0),
    judged,
    counts,
  };
}

const inFolder =
  ({ built }: Unit) =>
  (located: Located): Located =>
    built === undefined ? located : { ...located, folder: built.folder };

interface ComparedUnit extends ComparedInput {
  readonly unit: Unit;
}

/** What is found between units, each place where its own unit has it. Units are asked once, for all places in them. */
function betweenUnits(compared: readonly ComparedUnit[]): readonly Located[] {
  const found = compareInputs(compared);
  const placesIn = new Map<Unit, Place[]>();
  const add = (place: Place, { unit }: ComparedUnit) => {
    addTo(placesIn, unit, place);
  };
  for (const { finding, input, others } of found) {
    add(finding.at, input);
    for (const [index, place] of (finding.also ?? []).entries()) add(place, others[index] ?? input);
  }
  const positions = new Map(
    [...placesIn].flatMap(([{ locate }, places]) => {
      const positionOf = locate(places);
      return places.map((place) => [place, positionOf(place)] as const);
    }),
  );
  const positionOf = (place: Place) => positions.get(place) ?? { line: 1, column: 1 };
  return found.flatMap(({ finding, input }) => locatedBy(() => positionOf, [finding]).map(inFolder(input.unit)));
}
