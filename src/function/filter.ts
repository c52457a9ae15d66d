import type { Cluster } from "../cpo/cluster.ts";
import { resolveSettings } from "../cpo/settings.ts";
import type { Diagnostic, Finding } from "../findings/finding.ts";
import { goDurationSeconds } from "../go/duration.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { hasHost, isKpt } from "../krm/host.ts";
import { itemText, newItemText } from "../krm/item-text.ts";
import type { ListText } from "../krm/list-text.ts";
import { NewItemTexts } from "../krm/new-items.ts";
import { type Plan, planItems, type Wanted } from "../krm/ownership.ts";
import { inFile, placer } from "../krm/placement.ts";
import { type ResourceHead, refOf } from "../krm/resource.ts";
import { foreignResults, resultsOf } from "../krm/results.ts";
import { type Edits, type Parts, splice } from "../krm/splice.ts";
import type { StaleObject } from "../krm/stale-object.ts";
import { clusterItems } from "./cluster-items.ts";
import { crdHasKeyFields } from "./crd-in-list.ts";
import { type Expansion, expand } from "./expand.ts";
import { explainViolations } from "./explain-violations.ts";
import { readFunctionConfig } from "./function-config.ts";
import type { Item } from "./inputs.ts";
import { managedKeys } from "./managed-keys.ts";
import { operatorSettings, settingPlace } from "./operator-settings.ts";
import { readClusters } from "./read-clusters.ts";
import { type ReadList, readList, readSplitList } from "./read-list.ts";
import { secretFinder, secretNames } from "./read-secret.ts";

/** What a run of the filter comes to. Input that cannot be read is not among it: that is thrown as `UnreadableInput`. */
export interface Outcome {
  /** The output; with a finding of severity error the input, unchanged but for `results`. */
  readonly parts: Parts;
  readonly findings: readonly Finding[];
  /** 0, or 1 for findings of severity error, or 3 for a bad functionConfig. */
  readonly exitCode: 0 | 1 | 3;
  /** True where the host shows `results` to the user, who must not read everything twice. */
  readonly hostShowsResults: boolean;
  /** Objects of an earlier run that the output has in another form, or no more; none with a finding of severity error. */
  readonly stale: readonly StaleObject[];
}

/**
 * The KRM function: a ResourceList, or a stream of resources, in; the same with the pgBackRest objects out. `functionConfig` replaces
 * the one of the list.
 */
export async function filter(bytes: Buffer, functionConfig?: JsonValue): Promise<Outcome> {
  return filterRead(await readList(bytes, wantedSecrets), functionConfig);
}

/** The same for manifests that were split before. */
export async function filterManifests(list: ListText, functionConfig?: JsonValue): Promise<Outcome> {
  return filterRead(await readSplitList(list, wantedSecrets), functionConfig);
}

async function filterRead(read: ReadList, functionConfig: JsonValue | undefined): Promise<Outcome> {
  const { bytes } = read.list;
  const readConfig = readFunctionConfig(functionConfig ?? read.functionConfig);
  if (readConfig.is === "invalid") {
    const { value, object, diagnostics } = readConfig;
    const explained = value === undefined ? [] : await explainViolations([{ schema: "functionConfig", value, object }]);
    return outcome(read, asErrors("function-config", [...diagnostics, ...explained.map(asWritten)]), 3);
  }
  const { config } = readConfig;
  const operator = operatorSettings(read.inputs, config.object);
  const settings = resolveSettings(operator.origin, [operator.settings, config.operator], goDurationSeconds);
  const { clusters, clonesOnly, owners, violations, diagnostics } = readClusters(read.inputs, config);
  const violating = [
    ...asErrors("operator-configuration", [...operator.diagnostics, ...(await explainViolations(operator.violations))]),
    ...asErrors("api-server-schema", [...(await explainViolations(violations)), ...diagnostics]),
  ];
  const expansion = expand(
    {
      clusters,
      cloned: [...clusters, ...clonesOnly].filter(({ resource }) => resource.spec.clone?.pgbackrest !== undefined),
      settings,
      settingPlace: (name, ...below) => settingPlace(operator, config, name, below),
      secretNames: () => secretNames(read.list),
      secret: secretFinder(read.inputs.secrets),
      crdHasKeyFields: () => crdHasKeyFields(read.list),
      allClusters: owners.map(({ head }) => ({
        object: refOf(head),
        name: head.name,
        ...(head.namespace && { namespace: head.namespace }),
      })),
      ...(config.pgbackrestRelease !== undefined && { release: config.pgbackrestRelease }),
      secretsElsewhere: clusters.length > 0 && hasHost(bytes),
    },
    {
      cloneConfigMap: config.cloneConfigMap ?? false,
      clonesOnly,
      overrides: { object: config.object, rules: config.checks ?? {} },
    },
  );
  const heads = new Map(
    owners.flatMap(({ head, cluster }) => (cluster === undefined ? [] : [[cluster, head] as const])),
  );
  const findings = [...violating, ...expansion.findings];
  const added = new NewItemTexts(read.list);
  const place = placer(read.list, [...heads.values()], read.inputs.mentions);
  if (read.inputs.candidates.length === 0) {
    if (findings.some(isError)) return outcome(read, findings, 1);
    const itemsOf = clusterItems(read.list, place, expansion.objectsOf);
    for (const [cluster, owner] of wanted(expansion, heads))
      for (const text of itemsOf(cluster, owner)) added.add(text);
    return outcome(read, findings, 0, { replace: new Map(), remove: new Set(), add: added.items(), stale: [] });
  }
  const plan = planItems(wantedObjects(expansion, heads), read.inputs.candidates, owners, {
    managed: managedKeys(settings),
    adopt: config.adopt ?? false,
    write: {
      added: (object, owner) => {
        const file = place.fileOf(owner);
        const placed = file === undefined ? object : inFile(object, file, place.take(file.path, 1));
        added.add(newItemText(read.list, placed));
      },
      replaced: (object) => itemText(read.list, object),
    },
  });
  const all = [...findings, ...asErrors("name-taken", plan.conflicts)];
  return all.some(isError) ? outcome(read, all, 1) : outcome(read, all, 0, { ...plan, add: added.items() });
}

const isError = ({ severity }: Finding) => severity === "error";

type Heads = ReadonlyMap<Cluster, ResourceHead>;

/** The clusters to make objects for, each with its resource's head. */
const wanted = ({ clusters }: Expansion, heads: Heads) =>
  clusters.flatMap((cluster) => {
    const head = heads.get(cluster);
    return head === undefined ? [] : [[cluster, head] as const];
  });

function* wantedObjects(expansion: Expansion, heads: Heads): Iterable<Wanted> {
  for (const [cluster, owner] of wanted(expansion, heads))
    for (const object of expansion.objectsOf(cluster)) yield { object, owner };
}

/** In the ConfigMap form a setting has no other place than `data`. */
function asWritten(diagnostic: Diagnostic): Diagnostic {
  const { at } = diagnostic;
  if (at.in !== "field" || at.object.kind !== "ConfigMap") return diagnostic;
  const [setting] = at.path.filter((key) => key !== "spec" && key !== "operator");
  return { ...diagnostic, at: { ...at, path: setting === undefined ? ["data"] : ["data", setting] } };
}

/** Names of the Secrets that clusters or their clones take their configuration from. */
function wantedSecrets(postgresqls: readonly Item[]): ReadonlySet<string> {
  const names = new Set<string>();
  const at = (value: JsonValue, ...keys: readonly string[]) =>
    keys.reduce<JsonValue | undefined>((parent, key) => (isObject(parent) ? parent[key] : undefined), value);
  for (const { value } of postgresqls) {
    for (const section of ["backup", "clone"]) {
      const name = at(value, "spec", section, "pgbackrest", "configuration", "secret");
      if (typeof name === "string" && name !== "") names.add(name);
    }
  }
  return names;
}

export const asErrors = (rule: string, diagnostics: readonly Diagnostic[]): readonly Finding[] =>
  diagnostics.map((diagnostic) => ({ ...diagnostic, rule, severity: "error" as const }));

function outcome(
  read: ReadList,
  findings: readonly Finding[],
  exitCode: Outcome["exitCode"],
  plan?: Omit<Edits, "results"> & Pick<Plan, "stale">,
): Outcome {
  const { list } = read;
  const { foreign, ours } = foreignResults(read.results);
  const results = [...foreign, ...resultsOf(findings)];
  const parts = splice(list, {
    replace: plan?.replace ?? new Map(),
    remove: plan?.remove ?? new Set(),
    add: plan?.add ?? { count: 0, parts: [] },
    // Results of others stay as they stand unless ours come or go.
    ...((findings.length > 0 || ours > 0) && { results }),
  });
  return {
    parts,
    findings,
    exitCode,
    hostShowsResults: findings.length > 0 && isKpt(list.bytes),
    stale: plan?.stale ?? [],
  };
}
