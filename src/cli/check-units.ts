import { asErrors } from "../findings/errors.ts";
import type { Place } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import type { Outcome } from "../function/write.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { headOf } from "../krm/resource.ts";
import { staleDiagnostic } from "../krm/stale-object.ts";
import type { CheckSettings } from "./check-settings.ts";
import { joinedList } from "./joined-list.ts";
import { clusterCount, inConfigFile, type Located } from "./located.ts";
import type { Unit } from "./unit.ts";

/** What was found in all units. */
export interface CheckedUnits {
  readonly located: readonly Located[];
  readonly exitCode: Outcome["exitCode"];
  readonly clusters: number;
  readonly counts: Outcome["clusters"];
}

/** Judges each unit by itself, then what clusters of different units share. A bad functionConfig is reported once. */
export async function checkUnits(
  units: readonly Unit[],
  { functionConfigFile, functionConfigOver }: Pick<CheckSettings, "functionConfigFile" | "functionConfigOver">,
): Promise<CheckedUnits> {
  const located: Located[] = [];
  let exitCode: Outcome["exitCode"] = 0;
  const counts = { checked: 0, unselected: 0 };
  for (const { list, listedConfig, locate, isBuilt, renamedSecret } of units) {
    const options = { everyCluster: true, isBuilt, renamedSecret };
    const outcome = await filter(list, functionConfigOver(listedConfig), options);
    if (outcome.exitCode === 3 && exitCode === 3) continue;
    const found = locate([...outcome.findings, ...asErrors("stale-object", outcome.stale.map(staleDiagnostic))]);
    located.push(...found.map((each) => inConfigFile(each, functionConfigFile)));
    exitCode = outcome.exitCode > exitCode ? outcome.exitCode : exitCode;
    counts.checked += outcome.clusters.checked;
    counts.unselected += outcome.clusters.unselected;
  }
  if (exitCode !== 3) located.push(...(await acrossUnits(units, functionConfigOver(undefined))));
  const clusters = units.reduce((sum, { list }) => sum + clusterCount(list), 0);
  return { located, exitCode, clusters, counts };
}

/**
 * Two units may be for two Kubernetes clusters, and have objects of the same name. What they share nevertheless is the object store. A Secret
 * that is not the same in all units is left out, because it would be taken for that of all.
 */
async function acrossUnits(units: readonly Unit[], functionConfig: JsonValue | undefined): Promise<readonly Located[]> {
  if (units.filter(({ list }) => clusterCount(list) > 0).length < 2) return [];
  const joined = joinedList(units.map(({ list }, index) => ({ path: String(index), list })));
  const { findings } = await filter(withoutOpposed(joined), functionConfig);
  return findings.flatMap((finding): readonly Located[] => {
    const [other] = finding.also ?? [];
    const unit = unitOf(finding.at, units);
    if (finding.rule !== "shared-repository" || other === undefined || unit === undefined) return [];
    const otherUnit = unitOf(other, units);
    if (otherUnit === undefined || otherUnit === unit) return [];
    const { also: _, ...alone } = finding;
    const there = otherUnit.locate([{ ...alone, at: ownPlace(other, otherUnit) }])[0]?.file;
    const { file: __, ...object } = other.object;
    const place = { ...other, object: there === undefined ? object : { ...object, file: { path: there } } };
    return unit
      .locate([{ ...alone, at: ownPlace(finding.at, unit) }])
      .map((located) => ({ ...located, finding: { ...located.finding, also: [place] } }));
  });
}

const unitOf = ({ object }: Place, units: readonly Unit[]) => units[Number(object.file?.path)];

/** The place with the file that the unit knows, which a unit that was built does not. */
function ownPlace(place: Place, { list }: Unit): Place {
  const { file, ...object } = place.object;
  const origin = list.origin?.(file?.index ?? 0);
  return {
    ...place,
    object: origin === undefined ? object : { ...object, file: { path: origin.path, index: origin.index } },
  };
}

function withoutOpposed(list: ListText): ListText {
  const first = new Map<string, JsonValue>();
  const opposed = new Set<string>();
  const keyAt = (index: number) => {
    const { kind, namespace, name } = headOf(list.value?.(index) ?? null);
    return kind === "Secret" ? `${namespace}/${name}` : undefined;
  };
  for (let index = 0; index < list.itemCount; index += 1) {
    const key = keyAt(index);
    if (key === undefined) continue;
    const value = list.value?.(index) ?? null;
    const other = first.get(key);
    if (other === undefined) first.set(key, value);
    else if (!equalValues(other, value)) opposed.add(key);
  }
  if (opposed.size === 0) return list;
  return {
    ...list,
    value: (index) => (opposed.has(keyAt(index) ?? "") ? { kind: "Secret" } : (list.value?.(index) ?? null)),
  };
}
