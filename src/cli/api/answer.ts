import { isObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import type { Unknown } from "../../status/observed.ts";
import { visible } from "../../text/visible.ts";
import type { Answer } from "./api-server.ts";
import { saidBriefly } from "./foreign-text.ts";
import { type Request, rightName } from "./request.ts";

/** An answer as it came over the network. */
export interface Reply {
  readonly status: number;
  /** Without parameters, in lower case. */
  readonly type: string;
  readonly text: string;
  /** Seconds that the API server asks to wait. */
  readonly retryAfter?: number;
}

/** A status of the API server: why it refused. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** A list that was begun too long ago can be continued with this. */
  readonly continue?: string;
}

/** What an API server says of a request, told from what something else in its place would say. */
export function answerOf(reply: Reply, request: Request, server: string): FullAnswer {
  if (!isSuccess(reply)) return refusalOf(reply, request, server);
  const body = jsonOf(reply.text);
  return body === undefined || refusalIn(body) !== undefined
    ? { is: "unknown", unknown: nonsense(reply, request, server) }
    : { is: "found", value: body };
}

export const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300;

/** What an answer says that is no success. */
export function refusalOf(reply: Reply, request: Request, server: string): Exclude<FullAnswer, { is: "found" }> {
  const { status } = reply;
  if (status >= 300 && status < 400) return { is: "unknown", unknown: redirected(reply, request, server) };
  const body = jsonOf(reply.text);
  const refusal = body === undefined ? undefined : refusalIn(body);
  if (status === 401) return { is: "unknown", unknown: notLoggedIn(server) };
  if (refusal === undefined) {
    // What is not one of Kubernetes' own kinds is not there where its CRD is not.
    if (status === 404 && request.asks.group.includes(".") && /^404 page not found\s*$/.test(reply.text))
      return { is: "missing" };
    return {
      is: "unknown",
      unknown: status >= 500 || status === 429 ? busy(reply, server) : nonsense(reply, request, server),
    };
  }
  if (status === 404) return { is: "missing" };
  if (status === 403 && (request.method === "GET" || / is forbidden: User "/.test(refusal.message)))
    return { is: "unknown", unknown: forbidden(request, refusal) };
  if (status >= 500 || status === 429) return { is: "unknown", unknown: busy(reply, server, refusal) };
  return { is: "refused", ...refusal };
}

/** An answer, with all that a refusal says. */
export type FullAnswer = Exclude<Answer<JsonObject>, { is: "refused" }> | ({ readonly is: "refused" } & Refusal);

function jsonOf(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function refusalIn(body: JsonObject): Refusal | undefined {
  const { kind, code, reason, message, metadata } = body;
  if (kind !== "Status") return undefined;
  const continued = isObject(metadata) ? metadata.continue : undefined;
  return {
    code: typeof code === "number" ? code : 0,
    reason: typeof reason === "string" ? saidBriefly(reason) : "",
    message: typeof message === "string" ? saidBriefly(message) : "",
    ...(typeof continued === "string" && continued !== "" && { continue: continued }),
  };
}

/** How sentences name the namespace of a request. */
export const placeText = (namespace: string | undefined): string =>
  namespace === undefined ? "in all namespaces" : `in namespace \`${visible(namespace)}\``;

function forbidden(request: Request, { message }: Refusal): Unknown {
  // A dry run of an object that is not there asks for one right more than the request is named by.
  const [, user, verb] = /User "([^"]{1,300})" cannot ([a-z]{1,20}) /.exec(message) ?? [];
  const asked = { ...request.asks, ...(verb !== undefined && { verb }) };
  return {
    unknown: "forbidden",
    why: `The API server forbids \`${rightName(asked)}\` ${placeText(request.namespace)}${user === undefined ? "" : ` to \`${user}\``}.`,
    fix: "Ask for that right; docs/status.md lists all that are used.",
    right: { ...asked, ...(user !== undefined && { user }) },
  };
}

const notLoggedIn = (server: string): Unknown => ({
  unknown: "forbidden",
  why: `The API server at ${server} does not accept the credentials (401): they are missing, wrong or have expired.`,
  fix: "Log in again, or name another context with --context; `kubectl auth whoami` shows whether it accepts you.",
});

function busy({ status, retryAfter }: Reply, server: string, refusal?: Refusal): Unknown {
  const said = refusal === undefined || refusal.message === "" ? "" : `, ${refusal.message.replace(/\.$/, "")}`;
  const later = retryAfter === undefined ? "" : ` It asks to come back after ${retryAfter} seconds.`;
  return {
    unknown: "unreachable",
    why: `The API server at ${server} cannot answer now (${status}${said}).${later}`,
    fix: "Try again later.",
  };
}

const redirected = ({ status }: Reply, request: Request, server: string): Unknown => ({
  unknown: "unreadable",
  why: `What answers at ${server} sends \`${rightName(request.asks)}\` to another address (${status}); an API server does not, and requests with credentials do not follow.`,
  fix: "Write the address of the API server itself into the context, and check proxies or login pages on the way to it.",
});

function nonsense({ status, type, text }: Reply, request: Request, server: string): Unknown {
  const what =
    type === "text/html" || /^\s*<(?:!doctype|html)/i.test(text)
      ? "a web page"
      : text === ""
        ? "nothing"
        : "something else";
  return {
    unknown: "unreadable",
    why: `What answers at ${server} is not an API server of Kubernetes: \`${rightName(request.asks)}\` brought ${what} (${status}) instead of an object.`,
    fix: "Check the server of the context (`kubectl config view --minify`), and proxies or login pages on the way to it.",
  };
}

export const timedOut = (request: Request, server: string, seconds: number): Unknown => ({
  unknown: "timeout",
  why: `The API server at ${server} did not answer \`${rightName(request.asks)}\` ${placeText(request.namespace)} within ${seconds} seconds.`,
  fix: "Try again, or give it more time with --timeout.",
});

export const tookTooLong = (server: string, seconds: number): Unknown => ({
  unknown: "timeout",
  why: `The API server at ${server} was asked for ${seconds} seconds in all, and there is still more to ask.`,
  fix: "Ask for fewer clusters, or give it more time with --timeout: the whole may take 20 times as long as one answer.",
});

export const unreachable = (server: string, problem: string, fix: string): Unknown => ({
  unknown: "unreachable",
  why: `The API server at ${server} cannot be reached: ${problem}.`,
  fix,
});
