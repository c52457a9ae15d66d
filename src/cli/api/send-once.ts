import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { RequestContext } from "@kubernetes/client-node/dist/gen/http/http.js";
import type { Reply } from "./answer.ts";

/** A request as it is sent. */
interface Sent {
  readonly url: URL;
  readonly method: "GET" | "PATCH";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the answer may hold at most, unpacked. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Sends a request to where it is meant for, and nowhere else: a redirect is an answer like any other. Were it followed, a dry run could become a
 * write, for the new address may lack `dryRun=All`; and what another server says would count as the API server's word.
 */
export async function sendOnce(
  { url, method, headers, body, mostBytes, signal }: Sent,
  dispatcher: ReturnType<RequestContext["getDispatcher"]>,
): Promise<Reply> {
  if (dispatcher === undefined) {
    const answer = await fetch(url, {
      ...{ method, headers, signal, redirect: "manual" },
      ...(body !== undefined && { body }),
    });
    // `fetch` has unpacked it.
    const { "content-encoding": _, ...rest } = Object.fromEntries(answer.headers);
    return replyOf(answer.status, rest, answer.body ?? Readable.from([]), mostBytes);
  }
  const answer = await dispatcher.request({
    ...{ origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, signal },
    ...(body !== undefined && { body }),
  });
  return replyOf(answer.statusCode, answer.headers, answer.body, mostBytes);
}

async function replyOf(
  status: number,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Reply> {
  const header = (name: string) => String(headers[name] ?? "");
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of unpacked(body, header("content-encoding"))) {
    length += part.length;
    if (length > mostBytes) throw new Error(`it sent more than ${mostBytes} bytes in one answer`);
    parts.push(part);
  }
  const retryAfter = Number(header("retry-after"));
  return {
    status,
    type: header("content-type").replace(/;.*$/s, "").trim().toLowerCase(),
    text: Buffer.concat(parts).toString("utf8"),
    ...(Number.isSafeInteger(retryAfter) && retryAfter > 0 && { retryAfter }),
  };
}

/** What was packed in another way than it was asked for is no JSON. */
function unpacked(body: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<Uint8Array> {
  if (encoding.trim().toLowerCase() !== "gzip") return body;
  const from = Readable.from(body, { objectMode: false });
  const to = createGunzip();
  from.on("error", (error) => to.destroy(error));
  to.on("close", () => from.destroy());
  return from.pipe(to);
}
