import type { Cluster } from "../../cpo/cluster.ts";
import { nearest } from "../../text/nearest.ts";
import type { RenamedSecret } from "../input.ts";
import type { InputRule, RuleDiagnostic } from "../rule.ts";

export const secretMissing = {
  id: "secret-missing",
  severity: "error",
  title: "Configuration Secret not in the input",
  why: "The operator mounts the Secret as optional: with a wrong name the pods still run, but without credentials and perhaps without encryption.",
  source: "contract 5.16",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: demo-S3
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: demo-s3
    `,
  },
  *checkInput({ cloned, clusters, renamedSecret, secret, secretNames, secretsElsewhere }) {
    for (const cluster of cloned) {
      const name = cluster.resource.spec.clone?.pgbackrest?.configuration?.secret ?? "";
      if (name === "" || secret(name, cluster.namespace) !== undefined) continue;
      const renamed = renamedSecret(cluster.object, name);
      if (renamed !== undefined) yield renamedDiagnostic(cluster, name, "clone", renamed);
    }
    const missing = clusters.filter(
      (cluster) => cluster.secretName !== "" && secret(cluster.secretName, cluster.namespace) === undefined,
    );
    if (missing.length === 0) return;
    const present = secretNames();
    // A Secret that another cluster names is that cluster's.
    const named = new Set(clusters.map(({ secretName }) => secretName));
    for (const cluster of missing) {
      const { secretName: name, namespace = "" } = cluster;
      const at = {
        in: "field" as const,
        object: cluster.object,
        path: ["spec", "backup", "pgbackrest", "configuration", "secret"],
      };
      const renamed = renamedSecret(cluster.object, name);
      const elsewhere = present.find((other) => other.name === name);
      const here = present.filter((other) => other.namespace === namespace);
      const hashed = here.find((other) => withoutHash(other.name) === withoutHash(name));
      const free = here.filter((other) => !named.has(other.name)).map((other) => withoutHash(other.name));
      const meant = nearest(withoutHash(name), free);
      if (hashed !== undefined) {
        yield {
          at,
          problem: `There is no Secret \`${name}\` in the input, but there is \`${hashed.name}\`: the two differ in the hash that kustomize adds to a generated name, and the pods start without what is in it.`,
          fix: `Write \`secret: ${withoutHash(name)}\` and list the Component fn-config/component or fn-config/namereference, by which kustomize knows that the resource refers to the Secret; or set \`generatorOptions: {disableNameSuffixHash: true}\`.`,
        };
      } else if (renamed !== undefined) {
        yield renamedDiagnostic(cluster, name, "backup", renamed);
      } else if (elsewhere !== undefined) {
        yield {
          at,
          severity: "warning",
          problem: `Secret \`${name}\` is in namespace \`${elsewhere.namespace}\`, where the cluster in \`${namespace}\` cannot see it.`,
          fix: `Move the Secret to namespace \`${namespace}\`.`,
        };
      } else if (meant !== undefined) {
        yield {
          at,
          severity: isSlip(withoutHash(name), meant) ? "error" : "warning",
          problem: `There is no Secret \`${name}\` in the input, but there is \`${meant}\`.`,
          fix: `Write \`secret: ${meant}\` if you mean that one.`,
        };
      } else if (secretsElsewhere) {
        yield {
          at,
          severity: "info",
          problem: `Secret \`${name}\` is not in the input, so nothing in it could be checked.`,
          fix: "If something in the cluster creates it, there is nothing to do; if a `secretGenerator` beside the Component does, list fn-config/transformer instead, because kubectl up to 1.30 runs Components first.",
        };
      }
    }
  },
} as const satisfies InputRule;

/** The name that kustomize gave the Secret is not in the resource. */
function renamedDiagnostic(
  { object }: Cluster,
  name: string,
  section: "backup" | "clone",
  { name: newName, kustomization }: RenamedSecret,
): RuleDiagnostic {
  return {
    at: { in: "field", object, path: ["spec", section, "pgbackrest", "configuration", "secret"] },
    problem: `${kustomization} generates the Secret \`${name}\`, whose name kustomize changes${newName === undefined ? "" : ` to \`${newName}\``}, but not here, because it does not know that this field refers to a Secret: the pods start without what is in it.`,
    fix: "List the Component fn-config/component or fn-config/namereference, by which kustomize knows it; or set `generatorOptions: {disableNameSuffixHash: true}` if the hash is all that kustomize adds to the name.",
  };
}

/** True for names that differ only in capitals or a letter at the end: hardly two Secrets, one of which is made elsewhere. */
const isSlip = (name: string, other: string) =>
  name.toLowerCase() === other.toLowerCase() || isLonger(name, other) || isLonger(other, name);

const isLonger = (long: string, short: string) =>
  long.length === short.length + 1 && long.startsWith(short) && /[a-z]$/.test(long);

/** A name without the suffix of a `secretGenerator`: ten of these characters, which spell no words (kustomize's `api/hasher`). */
const withoutHash = (name: string) => name.replace(/-[2456789bcdfghkmt]{10}$/, "");
