/** Who asks the API server: by a token, as `kubectl create token` makes them. */
export interface Identity {
  readonly token: string;
}

/** A kubeconfig with one context, `test`. `authority` is the path of a certificate. */
export function kubeconfigText(authority: string, { token }: Identity, server = "https://127.0.0.1:6443"): string {
  return `apiVersion: v1
kind: Config
clusters: [{ name: test, cluster: { server: "${server}", certificate-authority: "${authority}" } }]
users: [{ name: test, user: { token: "${token}" } }]
contexts: [{ name: test, context: { cluster: test, user: test } }]
current-context: test
`;
}
