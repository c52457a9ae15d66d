import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import Type from "typebox";
import { checked } from "./checked.ts";

/** Annotations of a pod, and below them those of its namespace. */
export type WishesOf = (namespace: string, pod: string) => Promise<Readonly<Record<string, string>>>;

const answers = Type.Record(
  Type.String(),
  Type.Object({
    stdout: Type.Optional(Type.String()),
    stderr: Type.Optional(Type.String()),
    exitCode: Type.Optional(Type.Integer()),
  }),
);

/**
 * Serves what the API server asks of a kubelet: `/containerLogs/NAMESPACE/POD/CONTAINER` and, by WebSockets, `/exec/NAMESPACE/POD/CONTAINER`.
 */
export async function serve(folder: string, wishesOf: WishesOf): Promise<void> {
  const [key, cert] = ["key", "crt"].map((end) => readFileSync(join(folder, `tls/apiserver.${end}`)));
  const parts = (url = "") => {
    const { pathname, searchParams } = new URL(url, "https://node");
    const [, kind, namespace = "", pod = ""] = pathname.split("/");
    return { kind, namespace, pod, searchParams };
  };
  const server = createServer({ key, cert }, (asked, answer) => {
    const { kind, namespace, pod, searchParams } = parts(asked.url);
    if (kind !== "containerLogs") {
      answer.writeHead(404).end();
      return;
    }
    wishesOf(namespace, pod).then(
      (wishes) =>
        answer
          .writeHead(200, { "content-type": "text/plain" })
          .end(lastLines(wishes["kubelet/log"] ?? "", searchParams)),
      (error) => answer.writeHead(500).end(String(error)),
    );
  });
  server.on("upgrade", (asked, socket) => {
    const { namespace, pod, searchParams } = parts(asked.url);
    const protocols = String(asked.headers["sec-websocket-protocol"] ?? "").split(/, */);
    const protocol = protocols.find((name) => /^v[45]\.channel\.k8s\.io$/.test(name));
    if (protocol === undefined) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const accepted = createHash("sha1").update(
      `${asked.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
    );
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted.digest("base64")}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    );
    socket.on("error", () => {}); // the client may go at any time
    wishesOf(namespace, pod)
      .then((wishes) => {
        const command = searchParams.getAll("command").join(" ");
        const known = Object.entries(checked(answers, JSON.parse(wishes["kubelet/exec"] ?? "{}")));
        const [, answer] = known.find(([part]) => command.includes(part)) ?? [
          "",
          { stderr: `${command}: command not found\n`, exitCode: 127 },
        ];
        const { stdout = "", stderr = "", exitCode = 0 } = answer;
        socket.write(Buffer.concat([frame(1, stdout), frame(2, stderr), frame(3, JSON.stringify(resultOf(exitCode)))]));
      })
      .catch((error) => socket.write(frame(3, JSON.stringify({ status: "Failure", message: String(error) }))))
      .finally(() => socket.end(Buffer.from([0x88, 2, 0x03, 0xe8])));
  });
  await new Promise<void>((resolve) => server.listen(10250, "127.0.0.1", resolve));
}

const lastLines = (text: string, searchParams: URLSearchParams): string => {
  const tail = searchParams.get("tailLines");
  const lines = text.split(/(?<=\n)/);
  return tail === null ? text : lines.slice(Math.max(0, lines.length - Number(tail))).join("");
};

/** One WebSocket message of a channel: 1 is output, 2 errors, 3 how it ended. */
function frame(channel: number, text: string): Buffer {
  const payload = Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
  const head = Buffer.alloc(10);
  head.writeUInt8(0x82, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

const resultOf = (exitCode: number) =>
  exitCode === 0
    ? { metadata: {}, status: "Success" }
    : {
        metadata: {},
        status: "Failure",
        message: `command terminated with non-zero exit code: ${exitCode}`,
        reason: "NonZeroExitCode",
        details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
      };
