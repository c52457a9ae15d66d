import { existsSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { isObject, type JsonObject } from "../../json/json-value.ts";
import { quotableName } from "../../text/quotable.ts";
import { UsageError } from "../command.ts";
import { type KubeconfigEntries, readKubeconfigs } from "./kubeconfig-files.ts";
import { isLocal, proxyOf } from "./proxy.ts";

/** A server and who asks it. */
export interface Access {
  readonly kubeConfig: KubeConfig;
  /** The context's name; undefined in a cluster. */
  readonly context: string | undefined;
  readonly namespace: string;
  /** The server's URL. */
  readonly server: URL;
}

/** What the user says of it. */
export interface WantedAccess {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where Kubernetes puts the token of a pod's ServiceAccount. */
const tokenInPod = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** Finds the server: by the kubeconfig, else, in a pod, by what Kubernetes puts there. Throws `UsageError`. */
export function findAccess(wanted: WantedAccess): Access {
  const entries = readKubeconfigs(wanted.kubeconfig, wanted.env);
  const hasNone = entries.contexts.size === 0 && entries.currentContext === undefined;
  const kubeConfig = new KubeConfig();
  if (hasNone && wanted.kubeconfig === undefined && wanted.context === undefined && isInPod(wanted)) {
    kubeConfig.loadFromCluster();
    return accessOf(kubeConfig, undefined, wanted);
  }
  const { name, context, cluster, user } = chosen(entries, wanted.context);
  kubeConfig.loadFromString(
    JSON.stringify({
      clusters: [{ name, cluster: serverOf(cluster) }],
      users: [{ name, user: completed(user, cluster) }],
      contexts: [{ name, context: { ...context, cluster: name, user: name } }],
      "current-context": name,
    }),
  );
  return accessOf(kubeConfig, name, wanted);
}

const isInPod = ({ env }: WantedAccess) => Boolean(env.KUBERNETES_SERVICE_HOST) && existsSync(tokenInPod);

/** The context with what it names. */
function chosen(entries: KubeconfigEntries, wanted: string | undefined) {
  const names = [...entries.contexts.keys()].sort();
  const known =
    names.length === 0 ? "there is none" : `there are ${names.map((name) => `\`${quotableName(name)}\``).join(", ")}`;
  const name = wanted ?? entries.currentContext;
  if (name === undefined) {
    if (names.length > 0)
      throw new UsageError(`The kubeconfig has no current context; choose one with --context: ${known}.`);
    const files = entries.files.join(", ");
    throw new UsageError(
      `There is no kubeconfig${files === "" ? "" : ` (looked for ${files})`}, and this is not a pod of a cluster; name one with --kubeconfig or KUBECONFIG.`,
    );
  }
  const context = entries.contexts.get(name);
  if (context === undefined) throw new UsageError(`The kubeconfig has no context \`${quotableName(name)}\`; ${known}.`);
  const part = (kind: "cluster" | "user") => {
    const of = context[kind];
    const found = typeof of === "string" ? entries[`${kind}s`].get(of) : undefined;
    if (found !== undefined) return found;
    // A server may ask for no credentials.
    if (kind === "user" && (of === undefined || of === "")) return {};
    throw new UsageError(
      `The context \`${quotableName(name)}\` of the kubeconfig names a ${kind} that is not there${typeof of === "string" ? `: \`${quotableName(of)}\`` : ""}.`,
    );
  };
  return { name, context, cluster: part("cluster"), user: part("user") };
}

/** The cluster. Where there is no TLS, there is no certificate to verify: the client insists that it is told so. */
function serverOf(cluster: JsonObject): JsonObject {
  const url = urlOf(cluster.server);
  if (url === undefined)
    throw new UsageError("The server of the context is not a URL; write, for example, `https://10.0.0.1:6443`.");
  const server = `${url.origin}${url.pathname}`;
  if (url.protocol === "https:" || cluster["insecure-skip-tls-verify"] === true) return { ...cluster, server };
  // `kubectl proxy` listens there.
  if (isLocal(url.hostname)) return { ...cluster, server, "insecure-skip-tls-verify": true };
  throw new UsageError(
    `The server of the context, ${url.origin}, would be asked without encryption; write https://, or set \`insecure-skip-tls-verify: true\` in the kubeconfig if that is meant.`,
  );
}

function urlOf(server: unknown): URL | undefined {
  if (typeof server !== "string" || !/^https?:\/\//.test(server)) return undefined;
  return URL.canParse(server) ? new URL(server) : undefined;
}

/** A user with what the client leaves out: `tokenFile`, a password in the server's URL, and what a credential plugin is told (client-go's `KUBERNETES_EXEC_INFO`). */
function completed(user: JsonObject, cluster: JsonObject): JsonObject {
  const { tokenFile, exec } = user;
  const byFile = typeof tokenFile === "string" && tokenFile !== "";
  const { username = "", password = "" } = urlOf(cluster.server) ?? {};
  return {
    ...(username !== "" && { username: unescaped(username), password: unescaped(password) }),
    ...user,
    ...(byFile && { token: "", "auth-provider": { name: "tokenFile", config: { tokenFile } } }),
    ...(isObject(exec) && { exec: toldOfCluster(exec, cluster) }),
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toldOfCluster(exec: JsonObject, cluster: JsonObject): JsonObject {
  const { server, extensions, ...rest } = cluster;
  const info = {
    kind: "ExecCredential",
    apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: { server, ...rest } }) },
  };
  const env = Array.isArray(exec.env) ? exec.env : [];
  return { ...exec, env: [{ name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }, ...env] };
}

function accessOf(kubeConfig: KubeConfig, context: string | undefined, { env }: WantedAccess): Access {
  const [cluster] = kubeConfig.clusters;
  const server = urlOf(cluster?.server);
  if (cluster === undefined || server === undefined) throw new UsageError("The kubeconfig names no server.");
  const proxyUrl = cluster.proxyUrl || proxyOf(server, env);
  if (proxyUrl !== undefined && proxyUrl !== "") {
    if (!/^(?:https?|socks[45][ah]?):\/\//.test(proxyUrl) || !URL.canParse(proxyUrl))
      throw new UsageError(
        "The proxy for the server of the context is not a URL; write, for example, `http://proxy.example:3128`.",
      );
    kubeConfig.clusters = [{ ...cluster, proxyUrl }];
  }
  const namespace = kubeConfig.getContextObject(kubeConfig.getCurrentContext())?.namespace?.trim();
  return { kubeConfig, context, namespace: namespace || "default", server };
}
