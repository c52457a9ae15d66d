import { foreignLines } from "../../text/quotable.ts";
import { visible } from "../../text/visible.ts";

/** Why a server was not reached, as the rest of a sentence, and what to do. */
export interface NetworkProblem {
  readonly problem: string;
  readonly fix: string;
  /** True where the same request may well succeed at once: a connection that was kept open had just been closed. */
  readonly isPassing: boolean;
}

const checkServer = "Check that the cluster runs, and the server of the context (`kubectl config view --minify`).";
const checkWay = "Check the network, VPN or proxy on the way to it.";
const checkAuthority =
  "Check `certificate-authority` of the context: it must be the one that signed the server's certificate.";

const problems: ReadonlyArray<readonly [codes: RegExp, problem: string, fix: string, isPassing?: true]> = [
  [/^ECONNREFUSED$/, "nothing listens there (connection refused)", checkServer],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, "its name cannot be resolved", checkServer],
  [/^(?:EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "there is no way to it", checkWay],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection was closed before the answer was complete", checkWay, true],
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired", "Have the server's certificate renewed."],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    "its certificate is for other names",
    "Check the server of the context, or set `tls-server-name` there.",
  ],
  [
    /^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_)/,
    "its certificate is not signed by an authority that is known here",
    checkAuthority,
  ],
  [
    /^(?:ERR_SSL_|EPROTO)/,
    "the two sides do not agree on TLS",
    "Check that the server speaks HTTPS, and the client certificate of the context.",
  ],
  [/^HPE_/, "what answers does not speak HTTP", checkServer],
];

/** Puts an error of the network into words. */
export function networkProblem(error: unknown): NetworkProblem {
  const causes = causesOf(error);
  for (const cause of causes) {
    const proxied = /^(?:Proxy response \((\d+)\)|Bad response: (\d+))/.exec(cause.message);
    if (proxied !== null)
      return {
        problem: `the proxy refuses the connection (${proxied[1] ?? proxied[2]})`,
        fix: "Check the proxy: `proxy-url` of the context, else HTTPS_PROXY; NO_PROXY names servers that need none.",
        isPassing: false,
      };
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const found = problems.find(([codes]) => codes.test(code));
    if (found !== undefined) return { problem: found[1], fix: found[2], isPassing: found[3] ?? false };
  }
  const [line = ""] = foreignLines([withoutCredentials(causes.at(-1)?.message.split("\n")[0] ?? "")]);
  return { problem: visible(line.slice(0, 200)) || "the connection failed", fix: checkWay, isPassing: false };
}

const withoutCredentials = (text: string) => text.replace(/\/\/[^/@\s]*@/g, "//");

/** An error, and what it was caused by. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; ) {
    causes.push(cause);
    const first: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
    cause = first ?? cause.cause;
  }
  return causes;
}
