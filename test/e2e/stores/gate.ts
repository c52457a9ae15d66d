import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../../tools.ts";
import { type Pod, type Pods, waitForPort } from "../pods.ts";

/* TLS in front of an object store, and the checks that the emulator behind it does not make itself. */

/** A request with its whole body. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer from the gate itself, instead of the server behind it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Where the server behind the gate listens. */
export const upstreamPort = "4443";

/** Starts a gate program of this folder in a store's pod, and waits until it and the server behind it answer. */
export function startGate(pods: Pods, pod: Pod, program: string, ...args: readonly string[]): void {
  pod.start(
    process.execPath,
    "--import",
    createRequire(import.meta.url).resolve("tsx"),
    join(root, "test/e2e/stores", program),
    join(pods.work, "store.key"),
    join(pods.work, "store.crt"),
    ...args,
  );
  waitForPort(pods, pod, { ...pod, address: "127.0.0.1" }, upstreamPort, 30);
  waitForPort(pods, pod, pod, "443", 30);
}

/** Serves on port 443; `answer` returns the answers that are not left to the server behind. */
export function serveGate(key: string, certificate: string, answer: (request: Request) => Answer | undefined): void {
  const agent = new http.Agent({ keepAlive: true });
  const options = { key: readFileSync(key), cert: readFileSync(certificate) };
  https
    .createServer(options, (incoming, response) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", () => {
        const body = Buffer.concat(parts);
        const own = answer(requestOf(incoming, body));
        if (own === undefined) return forward(agent, incoming, body, response);
        response.writeHead(own.status, { "content-type": own.type });
        response.end(incoming.method === "HEAD" ? "" : own.text);
      });
    })
    .listen(443);
}

const requestOf = (incoming: IncomingMessage, body: Buffer): Request => ({
  method: incoming.method ?? "",
  url: new URL(incoming.url ?? "/", "https://store"),
  host: incoming.headers.host ?? "",
  headers: incoming.headers,
  body,
});

function forward(agent: http.Agent, incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { method, url, headers } = incoming;
  const onward = http.request({ host: "127.0.0.1", port: upstreamPort, method, path: url, headers, agent }, (reply) => {
    // pgBackRest takes the id of an upload from this header; emulators send only the address.
    const upload = /[?&]upload_id=([^&]+)/.exec(reply.headers.location ?? "")?.[1];
    const extra = upload === undefined ? {} : { "x-guploader-uploadid": decodeURIComponent(upload) };
    response.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...extra });
    reply.pipe(response);
  });
  onward.on("error", (error) => {
    response.writeHead(502);
    response.end(error.message);
  });
  onward.end(body);
}

export const sha256 = (body: Buffer) => createHash("sha256").update(body).digest("hex");
