import type { Finding, Path, Place } from "../findings/finding.ts";
import { type PlacedFinding, placeText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf } from "../krm/resource.ts";
import { type Position, positionsIn } from "../yaml/library.ts";
import { placed as asPlaced } from "./formats/report.ts";
import type { FunctionConfigFile } from "./function-config-file.ts";
import type { FilePosition, Located } from "./located.ts";

/** Where the settings are from: the file of `--function-config`, and that of `--config` if it has `checks`. */
export interface ConfigFiles {
  readonly functionConfig: FunctionConfigFile | undefined;
  readonly checks?: FunctionConfigFile | undefined;
}

/** Finds findings about the settings in the files that these are from. */
export interface ConfigPlaces {
  /** A finding with its places in these files, wherever it was looked up before. */
  readonly placed: (located: Located) => Located;
  /** A finding for people that was looked up nowhere: about the settings, with its place in these files; else with the place that it says itself. */
  readonly worded: (finding: Finding) => PlacedFinding;
  /** The same mistake in one of these files once, however many folders were checked with it. */
  readonly once: (located: readonly Located[]) => readonly Located[];
}

interface ConfigPlace extends Position {
  readonly file: string;
}

/** Tells places in the functionConfig, the only object of no file, from those in resources; its `checks` may be of two files. */
export function configPlaces({ functionConfig, checks }: ConfigFiles): ConfigPlaces {
  const head = headOf(functionConfig?.value ?? null);
  const given: JsonValue | undefined = isObject(checks?.value) ? checks.value.checks : undefined;
  const placeOf = ({ object, ...at }: Place, isConfig: boolean): ConfigPlace | undefined => {
    const { file, kind, name = "" } = object;
    if (at.in !== "field" || file !== undefined) return undefined;
    const [spec, field, ...below] = at.path;
    const isOfChecks =
      spec === "spec" &&
      field === "checks" &&
      (isObject(given) ? valueAt(given, below.slice(0, 1)) : given) !== undefined;
    if (checks !== undefined && isOfChecks && kind === "ExpandPgBackRest")
      return { file: checks.path, ...positionIn(checks, ["checks", ...below]) };
    if (functionConfig === undefined || !(isConfig || (kind !== "" && kind === head.kind && name === head.name)))
      return undefined;
    return { file: functionConfig.path, ...positionIn(functionConfig, at.path) };
  };
  /** A file with many mistakes is parsed once, and only if there is one. */
  const positions = new Map<FunctionConfigFile, ReturnType<typeof positionsIn>>();
  const positionIn = (file: FunctionConfigFile, path: Path): Position => {
    const known = positions.get(file) ?? positionsIn(file.text);
    positions.set(file, known);
    return known(path);
  };
  const files = new Set([functionConfig, checks].flatMap((each) => each?.path ?? []));
  const placed: ConfigPlaces["placed"] = (located) => {
    const { finding } = located;
    const also = finding.also?.map(
      (place, index): FilePosition => placeOf(place, false) ?? located.also?.[index] ?? { line: 1, column: 1 },
    );
    const found = placeOf(finding.at, finding.rule === "function-config");
    return { ...located, ...found, ...(also !== undefined && { also }) };
  };
  return {
    placed,
    worded(finding) {
      const located = placed({ finding, line: 1, column: 1 });
      const { place, also = [] } = asPlaced(located);
      return { finding, place: located.file === undefined ? placeText(finding.at) : place, also };
    },
    once(located) {
      const seen = new Set<string>();
      return located.filter((each) => {
        const { file, line, column, finding } = each;
        if (file === undefined || !files.has(file)) return true;
        const { rule, severity, problem, fix, at } = finding;
        const path = at.in === "field" ? at.path : [];
        // Without the object: the `checks` of `--config` come on top of several functionConfigs.
        const key = JSON.stringify([file, line, column, rule, severity, problem, fix, path]);
        return !seen.has(key) && seen.add(key);
      });
    },
  };
}

/** What makes the settings unusable for whatever they are used on; nothing where they can be used. */
export async function refusedSettings(
  functionConfig: JsonValue | undefined,
  places: ConfigPlaces,
): Promise<readonly Located[]> {
  const { exitCode, findings } = await filter(emptyList, functionConfig);
  return exitCode === 3 ? findings.map((finding) => places.placed({ finding, line: 1, column: 1 })) : [];
}

const emptyList = Buffer.from("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n");
