import type { Cluster } from "../../cpo/cluster.ts";
import type { Path, Place } from "../../findings/finding.ts";
import { nearestAmong } from "../../text/nearest.ts";
import type { RenamedSecret } from "../input.ts";
import type { InputContext } from "../input-context.ts";
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
  *checkInput(input) {
    const uses = secretUses(input);
    const missing = uses.filter(({ cluster, name }) => input.secret(name, cluster.namespace) === undefined);
    if (missing.length === 0) return;
    // A Secret that another cluster names is that cluster's.
    const taken = new Set(uses.map(({ cluster, name }) => `${cluster.namespace ?? ""}/${name}`));
    const present = presentSecrets(input.secretNames, taken);
    for (const { cluster, name, path } of missing) {
      const { namespace = "" } = cluster;
      const at = { in: "field" as const, object: cluster.object, path };
      const renamed = input.renamedSecret(cluster.object, name);
      const namesakes = present.called(withoutHash(name));
      const hashed = namesakes.find(isVisibleFrom(namespace));
      const elsewhere = namesakes.map((other) => `\`${other.namespace}\``);
      const meant = present.nearestFree(namespace)(withoutHash(name));
      if (hashed !== undefined) {
        yield {
          at,
          problem: `There is no Secret \`${name}\` in the input, but there is \`${hashed.name}\`: the two differ in the hash that kustomize adds to a generated name, and the pods start without what is in it.`,
          fix: `Write \`secret: ${withoutHash(name)}\` and list the Component fn-config/component or fn-config/namereference, by which kustomize knows that the resource refers to the Secret; or set \`generatorOptions: {disableNameSuffixHash: true}\`.`,
        };
      } else if (renamed !== undefined) {
        yield renamedDiagnostic(at, name, renamed);
      } else if (elsewhere.length > 0) {
        yield {
          at,
          severity: "warning",
          problem: `Secret \`${name}\` is in ${elsewhere.length === 1 ? "namespace" : "the namespaces"} ${elsewhere.slice(0, 5).join(" and ")}, where the cluster in \`${namespace}\` cannot see it.`,
          fix: `Move the Secret to namespace \`${namespace}\`, or create it there, too; pods mount Secrets of their own namespace only.`,
        };
      } else if (meant !== undefined) {
        yield {
          at,
          severity: isSlip(withoutHash(name), meant) ? "error" : "warning",
          problem: `There is no Secret \`${name}\` in the input, but there is \`${meant}\`.`,
          fix: `Write \`secret: ${meant}\` if you mean that one.`,
        };
      } else if (input.secretsElsewhere) {
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
  at: Place,
  name: string,
  { name: newName, kustomization, listedAs }: RenamedSecret,
): RuleDiagnostic {
  const change = `whose name kustomize changes${newName === undefined ? "" : ` to \`${newName}\``}, but not here`;
  // kustomize follows references to the Secrets that it sees; a Secret that is made in the cluster is not one of them.
  if (listedAs !== undefined && listedAs !== "Secret")
    return {
      at,
      problem: `${kustomization} lists the ${listedAs} that makes the Secret \`${name}\`, ${change}: the pods start without what is in it.`,
      fix: `Write ${newName === undefined ? "the new name" : `\`secret: ${newName}\``} with a patch in the layer that changes the name${listedAs === "ExternalSecret" ? "; or set `spec.target.name` of the ExternalSecret, which kustomize does not change" : ""}.`,
    };
  return {
    at,
    problem: `${kustomization} ${listedAs === undefined ? "generates" : "lists"} the Secret \`${name}\`, ${change}, because it does not know that this field refers to a Secret: the pods start without what is in it.`,
    fix: `List the Component fn-config/component or fn-config/namereference, by which kustomize knows it${listedAs === undefined ? "; or set `generatorOptions: {disableNameSuffixHash: true}` if the hash is all that kustomize adds to the name" : ""}.`,
  };
}

/** A name of a Secret in a cluster, and where it is written. */
interface SecretUse {
  readonly cluster: Cluster;
  readonly name: string;
  readonly path: Path;
}

/** Where clusters name Secrets: for their backups, and for those of the cluster they are cloned from. */
function secretUses({ cloned, clusters }: InputContext): readonly SecretUse[] {
  const below = (section: string) => ["spec", section, "pgbackrest", "configuration", "secret"];
  return [
    ...clusters.map((cluster) => ({ cluster, name: cluster.secretName, path: below("backup") })),
    ...cloned.map((cluster) => ({
      cluster,
      name: cluster.resource.spec.clone?.pgbackrest?.configuration?.secret ?? "",
      path: below("clone"),
    })),
  ].filter(({ name }) => name !== "");
}

/** What is asked of the Secrets of the input, for every cluster whose own is missing. One without a namespace may be in any. */
function presentSecrets(present: InputContext["secretNames"], taken: ReadonlySet<string>) {
  const byNamespace = new Map<string, SecretName[]>();
  const byName = new Map<string, SecretName[]>();
  const add = (map: Map<string, SecretName[]>, key: string, secret: SecretName) => {
    const others = map.get(key);
    if (others === undefined) map.set(key, [secret]);
    else others.push(secret);
  };
  for (const secret of present) {
    add(byNamespace, secret.namespace, secret);
    add(byName, withoutHash(secret.name), secret);
  }
  const finders = new Map<string, (name: string) => string | undefined>();
  return {
    called: (name: string) => byName.get(name) ?? [],
    /** Finds the name that was probably meant, of the Secrets that a cluster can see and none names. */
    nearestFree: (namespace: string) => {
      const known = finders.get(namespace);
      if (known !== undefined) return known;
      const visible =
        namespace === "" ? present : [...(byNamespace.get(namespace) ?? []), ...(byNamespace.get("") ?? [])];
      const free = visible.filter(({ name }) => !taken.has(`${namespace}/${name}`));
      const made = nearestAmong(free.map(({ name }) => withoutHash(name)));
      finders.set(namespace, made);
      return made;
    },
  };
}

type SecretName = InputContext["secretNames"][number];

const isVisibleFrom = (namespace: string) => (secret: InputContext["secretNames"][number]) =>
  namespace === "" || secret.namespace === namespace || secret.namespace === "";

/** True for names that differ only in capitals or a letter at the end: hardly two Secrets, one of which is made elsewhere. */
const isSlip = (name: string, other: string) =>
  name.toLowerCase() === other.toLowerCase() || isLonger(name, other) || isLonger(other, name);

const isLonger = (long: string, short: string) =>
  long.length === short.length + 1 && long.startsWith(short) && /[a-z]$/.test(long);

/** A name without the suffix of a `secretGenerator`: ten of these characters, which spell no words (kustomize's `api/hasher`). */
const withoutHash = (name: string) => name.replace(/-[2456789bcdfghkmt]{10}$/, "");
