import { Writable } from "node:stream";
import { Exec } from "@kubernetes/client-node/dist/exec.js";
import type { V1Status } from "@kubernetes/client-node/dist/gen/models/V1Status.js";
import type { PodCommand } from "../../status/pod-commands.ts";
import type { Reply } from "./answer.ts";
import type { Answer } from "./api-server.ts";
import { saidBriefly } from "./foreign-text.ts";
import type { Request } from "./request.ts";
import type { Session } from "./session.ts";

/** A command in a container. */
export interface Execution {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: PodCommand;
}

/** What a command printed, and how it ended. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The API server, or something before it, does not let the connection be. */
interface Refused {
  readonly is: "no-connection";
  readonly reply: Reply;
}

/** The right that it needs. Older API servers ask for `get`, as the request is made. */
export const execRequest = (namespace: string): Request => ({
  method: "GET",
  path: "",
  query: {},
  asks: { verb: "create", group: "", resource: "pods/exec" },
  namespace,
});

/** What a command may print at most; `pgbackrest info` of thousands of backups has a few megabytes. */
const mostBytes = 1 << 26;

/** Runs a command in a container, over a WebSocket. Rejects where the connection fails, or the time is over. */
export async function execInPod(
  { kubeConfig }: Session,
  { namespace, pod, container, command }: Execution,
  signal: AbortSignal,
): Promise<Answer<Output> | Refused> {
  const [stdout, stderr] = [collected(), collected()];
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => {
      const status = statusOf(error);
      if (status === undefined) reject(causeOf(error));
      else resolve({ is: "no-connection", reply: { status, type: "", text: withoutWords } });
    };
    let isRunning = false;
    const abort = () => (isRunning ? resolve(notEnded) : reject(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
    const ended = (status: V1Status) => {
      signal.removeEventListener("abort", abort);
      resolve(answerOf(status, { stdout: stdout.text(), stderr: stderr.text() }));
    };
    new Exec(kubeConfig)
      .exec(namespace, pod, container, [...command], stdout.stream, stderr.stream, null, false, ended)
      .then((socket) => {
        isRunning = true;
        signal.addEventListener("abort", () => socket.terminate(), { once: true });
        // It comes after the status, which then counts; else the connection was cut off.
        socket.on("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
      }, failed);
  });
}

/** The API server lets it run, so that it is the command that takes long. */
const notEnded: Answer<Output> = { is: "refused", code: 504, reason: "Timeout", message: "it did not end in time" };

/** Keeps what is written, up to a limit: the rest of an output that is too long is of no use to anybody. */
function collected() {
  const parts: Buffer[] = [];
  let length = 0;
  const stream = new Writable({
    write(part: Buffer, _, done) {
      length += part.length;
      if (length <= mostBytes) parts.push(part);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString("utf8") };
}

/** What the library keeps of the refusal of a connection is its number alone. */
const withoutWords = JSON.stringify({ kind: "Status", apiVersion: "v1" });

function statusOf(event: unknown): number | undefined {
  const message = typeof event === "object" && event !== null && "message" in event ? String(event.message) : "";
  const status = /^Unexpected server response: (\d+)$/.exec(message)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** The library hands on an event, which holds the error. */
const causeOf = (event: unknown): unknown =>
  typeof event === "object" && event !== null && "error" in event ? event.error : event;

function answerOf(
  { status, reason = "", message = "", details }: V1Status,
  output: Omit<Output, "exitCode">,
): Answer<Output> {
  if (status === "Success") return { is: "found", value: { ...output, exitCode: 0 } };
  const code = details?.causes?.find((cause) => cause.reason === "ExitCode")?.message;
  if (reason === "NonZeroExitCode" && code !== undefined)
    return { is: "found", value: { ...output, exitCode: Number(code) } };
  return { is: "refused", code: 500, reason: saidBriefly(reason), message: saidBriefly(message) };
}
