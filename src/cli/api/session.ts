import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { HttpMethod, RequestContext, type ResponseContext } from "@kubernetes/client-node/dist/gen/http/http.js";
import { IsomorphicFetchHttpLibrary } from "@kubernetes/client-node/dist/gen/http/isomorphic-fetch.js";
import { foreignLines } from "../../text/quotable.ts";
import { visible } from "../../text/visible.ts";
import type { Reply } from "./answer.ts";
import type { Access } from "./kubeconfig.ts";
import type { Request } from "./request.ts";

/** A server with credentials that it may accept. */
export interface Session {
  readonly kubeConfig: KubeConfig;
  readonly send: (request: Request, signal: AbortSignal) => Promise<Reply>;
}

/** Credentials cannot be had; the message is the rest of a sentence. */
export class CredentialProblem extends Error {
  override readonly name = "CredentialProblem";
}

/** What an answer may hold at most; a page of 500 objects has a few megabytes. */
const mostBytes = 1 << 27;

/**
 * Asks for the credentials once, and sends requests with them through connections that stay open: the library would make a new one for each
 * request.
 */
export async function openSession({ kubeConfig, server }: Access): Promise<Session> {
  const authorized = new RequestContext(server.href, HttpMethod.GET);
  try {
    await kubeConfig.applySecurityAuthentication(authorized);
  } catch (error) {
    throw new CredentialProblem(credentialProblem(error, kubeConfig));
  }
  const http = new IsomorphicFetchHttpLibrary();
  const base = server.href.replace(/\/$/, "");
  const dispatcher = authorized.getDispatcher();
  return {
    kubeConfig,
    async send(request, signal) {
      const context = new RequestContext(
        `${base}${request.path}?${new URLSearchParams(request.query)}`,
        request.method,
      );
      for (const [name, value] of Object.entries(authorized.getHeaders())) context.setHeaderParam(name, value);
      context.setHeaderParam("Accept", request.asks.resource === "pods/log" ? "*/*" : "application/json");
      context.setHeaderParam("User-Agent", "expand-pgbackrest");
      if (request.method === "PATCH") {
        context.setHeaderParam("Content-Type", "application/apply-patch+yaml");
        context.setBody(JSON.stringify(request.body));
      }
      if (dispatcher !== undefined) context.setDispatcher(dispatcher);
      context.setSignal(signal);
      return replyOf(await http.send(context).toPromise());
    },
  };
}

async function replyOf({ httpStatusCode, headers, body }: ResponseContext): Promise<Reply> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body.stream() ?? []) {
    length += part.length;
    if (length > mostBytes) throw new Error(`it sent more than ${mostBytes} bytes`);
    parts.push(part);
  }
  const retryAfter = Number(headers["retry-after"]);
  return {
    status: httpStatusCode,
    type: (headers["content-type"] ?? "").replace(/;.*$/s, "").trim().toLowerCase(),
    text: Buffer.concat(parts).toString("utf8"),
    ...(Number.isSafeInteger(retryAfter) && retryAfter > 0 && { retryAfter }),
  };
}

/** Why there are no credentials, without what a plugin or a file says but for its last line. */
function credentialProblem(error: unknown, kubeConfig: KubeConfig): string {
  const { message, code, path } = asFileError(error);
  const command: unknown = kubeConfig.getCurrentUser()?.exec?.command;
  if (typeof command === "string") {
    const plugin = `the credential plugin \`${visible(command)}\``;
    if (code === "ENOENT") return `${plugin} of the kubeconfig is not installed`;
    if (error instanceof SyntaxError || error instanceof TypeError) return `${plugin} did not print an ExecCredential`;
    const [said = ""] = foreignLines(message.trim().split("\n").slice(-1));
    return `${plugin} failed${said === "" ? "" : `: ${visible(said.slice(0, 300)).replace(/\.$/, "")}`}`;
  }
  if (path !== undefined) return `${visible(path)}, which the kubeconfig names, cannot be read (${code})`;
  const [said = ""] = foreignLines(message.split("\n").slice(0, 1));
  return visible(said.slice(0, 300)).replace(/[.!]$/, "");
}

function asFileError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return { message: error.message, code, path };
}
