import { nearestAmong } from "../../text/nearest.ts";
import type { InputContext } from "../input-context.ts";
import type { InputRule } from "../rule.ts";

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
  *checkInput({ clusters, secret, secretNames, secretsElsewhere }) {
    const missing = clusters.filter(
      (cluster) => cluster.secretName !== "" && secret(cluster.secretName, cluster.namespace) === undefined,
    );
    if (missing.length === 0) return;
    // A Secret that another cluster names is that cluster's.
    const named = new Set(clusters.map(({ secretName }) => secretName));
    const present = presentSecrets(secretNames(), named);
    for (const cluster of missing) {
      const { secretName: name, namespace = "" } = cluster;
      const at = {
        in: "field" as const,
        object: cluster.object,
        path: ["spec", "backup", "pgbackrest", "configuration", "secret"],
      };
      const elsewhere = present.byName.get(name);
      const here = present.byNamespace.get(namespace);
      const hashed = here?.byPlainName.get(withoutHash(name));
      const meant = here?.nearestFree(withoutHash(name));
      if (hashed !== undefined) {
        yield {
          at,
          problem: `There is no Secret \`${name}\` in the input, but there is \`${hashed.name}\`: the two differ in the hash that kustomize adds to a generated name, and the pods start without what is in it.`,
          fix: `Write \`secret: ${withoutHash(name)}\` and list the Component fn-config/component or fn-config/namereference, by which kustomize knows that the resource refers to the Secret; or set \`generatorOptions: {disableNameSuffixHash: true}\`.`,
        };
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

type SecretName = ReturnType<InputContext["secretNames"]>[number];

/** The Secrets of one namespace. */
interface SecretsHere {
  /** The first of each name without its hash. */
  readonly byPlainName: ReadonlyMap<string, SecretName>;
  /** The name that was probably meant, of those that no cluster names. */
  readonly nearestFree: (name: string) => string | undefined;
}

/** What is asked of the Secrets that are there, for every cluster whose own is missing. */
function presentSecrets(
  secrets: readonly SecretName[],
  named: ReadonlySet<string>,
): {
  readonly byName: ReadonlyMap<string, SecretName>;
  readonly byNamespace: ReadonlyMap<string, SecretsHere>;
} {
  const inNamespaces = new Map<string, SecretName[]>();
  for (const secret of secrets) {
    const here = inNamespaces.get(secret.namespace);
    if (here === undefined) inNamespaces.set(secret.namespace, [secret]);
    else here.push(secret);
  }
  const secretsHere = (here: readonly SecretName[]): SecretsHere => ({
    byPlainName: firstBy(here, ({ name }) => withoutHash(name)),
    nearestFree: nearestAmong(here.filter(({ name }) => !named.has(name)).map(({ name }) => withoutHash(name))),
  });
  return {
    byName: firstBy(secrets, ({ name }) => name),
    byNamespace: new Map([...inNamespaces].map(([namespace, here]) => [namespace, secretsHere(here)])),
  };
}

/** The first of those with the same key. */
function firstBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): ReadonlyMap<string, Each> {
  const first = new Map<string, Each>();
  for (const each of all) if (!first.has(keyOf(each))) first.set(keyOf(each), each);
  return first;
}

/** True for names that differ only in capitals or a letter at the end: hardly two Secrets, one of which is made elsewhere. */
const isSlip = (name: string, other: string) =>
  name.toLowerCase() === other.toLowerCase() || isLonger(name, other) || isLonger(other, name);

const isLonger = (long: string, short: string) =>
  long.length === short.length + 1 && long.startsWith(short) && /[a-z]$/.test(long);

/** A name without the suffix of a `secretGenerator`: ten of these characters, which spell no words (kustomize's `api/hasher`). */
const withoutHash = (name: string) => name.replace(/-[2456789bcdfghkmt]{10}$/, "");
