import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { certificates } from "../../e2e/certificates.ts";

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The common name of the client's certificate. */
  readonly client: string | undefined;
}

/** What the server does with a request; what it says depends on how many it has had. */
export type Behavior = (asked: Asked, answer: ServerResponse, index: number) => void;

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** Behaves otherwise from now on. */
  readonly behave: (behavior: Behavior) => void;
  readonly close: () => void;
}

/** A folder with certificates for the server's names and for a client, all of one authority. */
export const testFiles = () => {
  const folder = mkdtempSync(join(tmpdir(), "api-server-"));
  const made = certificates("kube-test", "someone", ["localhost", "kube.test"], ["server", "client"]);
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(folder, name), text, { mode });
    return join(folder, name);
  };
  for (const [name, text] of Object.entries(made)) write(name, text);
  return {
    folder,
    made,
    write,
    path: (name: string) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/** A server for what a real API server cannot be made to do. */
export async function testServer(made: Readonly<Record<string, string>>, behavior: Behavior): Promise<TestServer> {
  let current = behavior;
  const asked: Asked[] = [];
  const options = { key: made["server.key"], cert: made["server.crt"], ca: made["ca.crt"] };
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: false }, (request, answer) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "https://localhost");
      const seen = {
        method: request.method ?? "",
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: request.headers,
        body: Buffer.concat(parts).toString("utf8"),
        client: clientOf(request.socket),
      };
      asked.push(seen);
      current(seen, answer, asked.length - 1);
    });
  });
  const port = await listening(server);
  return {
    url: `https://localhost:${port}`,
    port,
    asked,
    behave: (next) => {
      current = next;
      asked.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const clientOf = (socket: unknown): string | undefined =>
  socket instanceof TLSSocket && socket.authorized && "subject" in socket.getPeerCertificate()
    ? String(socket.getPeerCertificate().subject.CN)
    : undefined;

/** The port that a server is given. */
export const listening = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, "localhost", () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    }),
  );
