import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";

/*
 * What the API server writes into an object where a manifest says nothing. Only the kinds that are compared are here. Source: kubernetes
 * v1.34.4, pkg/apis/{apps,batch,core}/v1/defaults.go.
 */

type Path = ReadonlyArray<string | number>;

interface Default {
  /** The end of the path; `*` is any position or name. */
  readonly at: readonly string[];
  readonly value: JsonValue;
}

const defaults: readonly Default[] = [
  ...inSpec({
    revisionHistoryLimit: 10,
    podManagementPolicy: "OrderedReady",
    minReadySeconds: 0,
    replicas: 1,
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    concurrencyPolicy: "Allow",
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  }),
  { at: ["updateStrategy", "rollingUpdate"], value: { partition: 0 } },
  { at: ["volumeClaimTemplates", "*", "apiVersion"], value: "v1" },
  { at: ["volumeClaimTemplates", "*", "kind"], value: "PersistentVolumeClaim" },
  { at: ["volumeClaimTemplates", "*", "status"], value: { phase: "Pending" } },
  { at: ["volumeClaimTemplates", "*", "spec", "volumeMode"], value: "Filesystem" },
  // Of pods.
  ...inSpec({
    restartPolicy: "Always",
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    hostNetwork: false,
  }),
  { at: ["containers", "*", "terminationMessagePath"], value: "/dev/termination-log" },
  { at: ["containers", "*", "terminationMessagePolicy"], value: "File" },
  { at: ["containers", "*", "imagePullPolicy"], value: "IfNotPresent" },
  { at: ["containers", "*", "resources"], value: {} },
  { at: ["containers", "*", "securityContext"], value: {} },
  { at: ["ports", "*", "protocol"], value: "TCP" },
  { at: ["fieldRef", "apiVersion"], value: "v1" },
  { at: ["resourceFieldRef", "divisor"], value: "0" },
  ...["secret", "configMap", "projected", "downwardAPI"].map((source) => ({
    at: ["volumes", "*", source, "defaultMode"],
    value: 0o644,
  })),
  { at: ["volumes", "*", "emptyDir"], value: {} },
];

function inSpec(fields: Readonly<Record<string, JsonValue>>): readonly Default[] {
  return Object.entries(fields).map(([name, value]) => ({ at: ["spec", name], value }));
}

const byName = new Map<string, Default[]>();
for (const each of defaults) {
  const name = each.at.at(-1) ?? "";
  byName.set(name, [...(byName.get(name) ?? []), each]);
}

/** True for a value that the API server puts at a path where nothing is given. */
export function isApiDefault(path: Path, value: JsonValue): boolean {
  const known = byName.get(String(path.at(-1))) ?? [];
  return known.some(
    ({ at, value: standard }) =>
      at.length <= path.length &&
      at.every((key, index) => key === "*" || key === path[path.length - at.length + index]) &&
      equalValues(standard, value),
  );
}
