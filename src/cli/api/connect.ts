import type { ApiServer } from "./api-server.ts";

/**
 * The API server that a context names; nothing is asked yet. The client of Kubernetes is loaded here, and by nothing else.
 * @throws {UsageError} Without a kubeconfig outside of a cluster, for a context that is not there, for a file that cannot be read.
 */
export async function connect(given: {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** What a request may take at most. */
  readonly timeoutSeconds: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<ApiServer> {
  const { kubeServer } = await import("./kube-server.ts");
  return kubeServer({ env: process.env, ...given });
}
