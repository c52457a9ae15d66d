import { quotableText } from "../text/quotable.ts";
import type { DriftOrder } from "./cluster-drift.ts";
import { type Flag, type Given, UsageError } from "./command.ts";

/** The flags that say which clusters are looked at, and how. */
export const orderFlags = {
  namespace: {
    short: "n",
    value: "NAMESPACE",
    help: "look at the clusters of NAMESPACE; with PATH, where manifests name none",
  },
  "all-namespaces": { short: "A", help: "look at the clusters of all namespaces" },
  cluster: { value: "NAME", help: "look at one cluster alone; NAME may be NAMESPACE/NAME" },
  selector: { short: "l", value: "SELECTOR", help: "look at the clusters whose labels match, for example team=acid" },
  context: { value: "CONTEXT", help: "use this context of the kubeconfig" },
  kubeconfig: { value: "FILE", help: "use this kubeconfig" },
  exec: { help: "also ask pgBackRest and PostgreSQL, by a command in their pods" },
  drift: {
    choices: ["auto", "dry-run", "compare", "off"],
    help: "how objects are held to the manifests: see docs/status.md",
  },
  timeout: {
    value: "SECONDS",
    help: "wait so long for each answer, 30 if not given; for all of them 20 times as long, at least 120",
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** What the flags ask for. */
export interface StatusOrder {
  readonly namespace?: string;
  readonly everywhere: boolean;
  readonly cluster?: { readonly name: string; readonly namespace?: string };
  readonly selector?: string;
  readonly connection: {
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly timeoutSeconds: number;
  };
  readonly exec: boolean;
  /** Absent: drift is not looked for. */
  readonly drift?: DriftOrder["by"];
  /** True where manifests say what is wanted. */
  readonly hasManifests: boolean;
}

/** Reads the flags. Throws `UsageError`. */
export function statusOrder({ flags, paths, lists, after }: Given): StatusOrder {
  const text = (name: keyof typeof orderFlags) => {
    const value = flags[name];
    if (value === "") throw new UsageError(`--${name} is empty.`);
    return typeof value === "string" ? value : undefined;
  };
  const hasManifests = paths.length > 0 || (lists.kustomize ?? []).length > 0 || (after.kustomize ?? []).length > 0;
  const [namespace, selector, context, kubeconfig] = [
    text("namespace"),
    text("selector"),
    text("context"),
    text("kubeconfig"),
  ];
  if (namespace !== undefined) checkNamespace(namespace, "--namespace");
  const everywhere = flags["all-namespaces"] === true;
  if (everywhere && namespace !== undefined)
    throw new UsageError("--namespace and --all-namespaces exclude each other. Leave one of them out.");
  if (everywhere && hasManifests)
    throw new UsageError("With PATH or --kustomize, the manifests name the namespaces. Leave --all-namespaces out.");
  if (selector !== undefined && hasManifests)
    throw new UsageError(
      "--selector chooses among the clusters of an API server. Leave it out with PATH or --kustomize.",
    );
  const cluster = clusterOf(text("cluster"), namespace);
  const drift = driftOf(flags.drift);
  return {
    ...(namespace !== undefined && { namespace }),
    everywhere,
    ...(cluster !== undefined && { cluster }),
    ...(selector !== undefined && { selector }),
    connection: {
      ...(context !== undefined && { context }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      timeoutSeconds: secondsOf(text("timeout"), "--timeout") ?? 30,
    },
    exec: flags.exec === true,
    ...(drift !== undefined && { drift }),
    hasManifests,
  };
}

function clusterOf(given: string | undefined, namespace: string | undefined): StatusOrder["cluster"] {
  if (given === undefined) return undefined;
  const slash = given.indexOf("/");
  if (slash < 0) return { name: given, ...(namespace !== undefined && { namespace }) };
  const own = given.slice(0, slash);
  if (namespace !== undefined && own !== namespace)
    throw new UsageError(
      `--cluster \`${quotableText(given)}\` is not in --namespace \`${quotableText(namespace)}\`. Leave one of the two namespaces out.`,
    );
  checkNamespace(own, "The namespace of --cluster");
  return { name: given.slice(slash + 1), namespace: own };
}

/** Kubernetes lets no other name be that of a namespace (RFC 1123 label). */
function checkNamespace(name: string, flag: string): void {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    throw new UsageError(
      `${flag} cannot be \`${quotableText(name)}\`: the name of a namespace has lowercase letters, digits and \`-\`, 63 at most.`,
    );
}

function driftOf(given: string | true | undefined): DriftOrder["by"] | undefined {
  switch (given) {
    case "auto":
    case "dry-run":
    case "compare":
      return given;
    case "off":
      return undefined;
    default:
      throw new UsageError(
        `--drift cannot be \`${quotableText(String(given))}\`; the choices are ${orderFlags.drift.choices.join(", ")}.`,
      );
  }
}

/** A number of seconds. Throws `UsageError`. */
export function secondsOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) === 0)
    throw new UsageError(`${flag} cannot be \`${quotableText(text)}\`; write whole seconds, 1 or more.`);
  return Number(text);
}
