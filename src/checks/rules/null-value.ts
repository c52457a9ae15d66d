import type { Cluster } from "../../cpo/cluster.ts";
import type { ObjectRef, Path } from "../../findings/finding.ts";
import { quotableName } from "../../text/quotable.ts";
import type { InputDiagnostic, InputRule } from "../rule.ts";

export const nullValue = {
  id: "null-value",
  severity: "warning",
  otherSeverities: ["error"],
  title: "Null for which the API server refuses the resource",
  why: "A key without a value is null. `kubectl apply --server-side`, Flux and `kpt live apply --server-side` fail with “must be of type …: null” for the whole resource, so nothing of it is changed. Other ways of applying drop the field silently: that is why it is a warning, and the deployment itself fails with an error. An entry of a list that is null is refused however it is applied, and is an error.",
  source:
    "control plane run with Kubernetes 1.34.4: its answers are in test/cpo/testdata/null-verdicts.json; contract 8.6",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * *
                incr:
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  *checkInput({ clusters, versions, withoutBackup, operatorConfiguration }) {
    for (const cluster of clusters) yield* nullsOf(cluster);
    for (const { cluster } of versions) yield* nullsOf(cluster);
    for (const { cluster, emptySection } of withoutBackup) {
      const said = emptySection?.join(".");
      for (const diagnostic of nullsOf(cluster)) if (diagnostic.path !== said) yield diagnostic;
    }
    if (operatorConfiguration === undefined) return;
    const { object, nulls } = operatorConfiguration;
    for (const path of nulls) yield refused(object, path, "configuration");
  },
} as const satisfies InputRule;

function* nullsOf({
  object,
  nulls = [],
  hasEmptyClone,
}: Cluster): Iterable<InputDiagnostic & { readonly path: string }> {
  for (const path of nulls) {
    const joined = path.join(".");
    // Another rule says of this section that it is empty.
    if (hasEmptyClone && joined === "spec.clone.pgbackrest") continue;
    yield { ...refused(object, path, "resource"), path: joined };
  }
}

function refused(object: ObjectRef, path: Path, what: "resource" | "configuration"): InputDiagnostic {
  const key = path.at(-1) ?? "";
  const at = { in: "field" as const, object, path };
  if (typeof key === "string")
    return {
      at,
      problem: `\`${quotableName(key)}\` has no value, so it is null, for which server-side apply refuses the whole ${what}.`,
      fix: "Remove the line, or write a value.",
    };
  const list = path.findLast((above) => typeof above === "string");
  return {
    at,
    severity: "error",
    problem: `Entry ${key + 1} of \`${list}\` is null, so the API server refuses the whole ${what}.`,
    fix: "Remove the entry, or write what belongs into it.",
  };
}
