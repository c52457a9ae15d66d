import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { HttpMethod, RequestContext } from "@kubernetes/client-node/dist/gen/http/http.js";
import { visible } from "../../text/visible.ts";
import type { Reply } from "./answer.ts";
import { CredentialProblem } from "./credential-problem.ts";
import { withCredentials } from "./credentials.ts";
import { saidBriefly } from "./foreign-text.ts";
import type { Access } from "./kubeconfig.ts";
import type { Request } from "./request.ts";
import { sendOnce } from "./send-once.ts";

/** A server with credentials that it may accept. */
export interface Session {
  readonly kubeConfig: KubeConfig;
  readonly send: (request: Request, signal: AbortSignal) => Promise<Reply>;
}

/** What an answer may hold: a page of 500 objects has a few megabytes, and reading more of them takes seconds. */
const mostBytes = 1 << 25;
/** An API server that knows no `limitBytes` may send more of a log than is asked for. */
const mostOfLog = 1 << 22;

/**
 * Asks for the credentials once, and sends requests with them through connections that stay open: the library would make a new one for each
 * request.
 * @param seconds What a credential plugin may take.
 * @throws {CredentialProblem}
 */
export async function openSession({ kubeConfig, server }: Access, seconds: number): Promise<Session> {
  await withCredentials(kubeConfig, seconds);
  const authorized = new RequestContext(server.href, HttpMethod.GET);
  try {
    await kubeConfig.applySecurityAuthentication(authorized);
  } catch (error) {
    throw new CredentialProblem(saidBriefly(error instanceof Error ? error.message : "").replace(/[.!]$/, ""));
  }
  const headers = sendable(authorized.getHeaders());
  const base = server.href.replace(/\/$/, "");
  const dispatcher = authorized.getDispatcher();
  return {
    kubeConfig,
    send: (request, signal): Promise<Reply> =>
      sendOnce(
        {
          url: new URL(`${base}${request.path}?${new URLSearchParams(request.query)}`),
          method: request.method,
          headers: {
            ...headers,
            Accept: request.asks.resource === "pods/log" ? "*/*" : "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "expand-pgbackrest",
            ...(request.method === "PATCH" && { "Content-Type": "application/apply-patch+yaml" }),
          },
          ...(request.method === "PATCH" && { body: JSON.stringify(request.body) }),
          mostBytes: request.asks.resource === "pods/log" ? mostOfLog : mostBytes,
          signal,
        },
        dispatcher,
      ),
  };
}

/** Headers of credentials. What Node says of a text that no header can have quotes the text. */
function sendable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers))
    if (/[^\x20-\x7e]/.test(value))
      throw new CredentialProblem(
        name === "Authorization"
          ? "the token of the user has a line break, or a character that is not ASCII"
          : `what the user has for the header ${visible(name)} has a line break, or a character that is not ASCII`,
      );
  return headers;
}
