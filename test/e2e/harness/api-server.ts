import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Outcome } from "./process.ts";
import type { Pod } from "./pod.ts";

/** What image/bin/kubectl asks. */
interface Question {
  readonly namespace: string;
  readonly selector?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly command?: readonly string[];
}

export interface ApiServer {
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Answers the two calls of a backup job: pods by their labels, and a command in a container. */
export async function startApiServer(address: string, pods: () => readonly Pod[]): Promise<ApiServer> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { status, output } = await answer(request.url ?? "", JSON.parse(body), pods());
    response.end(JSON.stringify({ status, output }));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { KUBERNETES_SERVICE_HOST: address, KUBERNETES_SERVICE_PORT: String(port) },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answer(
  url: string,
  question: Question,
  pods: readonly Pod[],
): Promise<Pick<Outcome, "status" | "output">> {
  const near = pods.filter(({ namespace }) => namespace === question.namespace);
  if (url === "/get") {
    const wanted = (question.selector ?? "").split(",").map((pair) => pair.split("="));
    const found = near.filter(({ labels }) => wanted.every(([key, value]) => labels[key ?? ""] === value));
    return { status: 0, output: found.map(({ name }) => `pod/${name}\n`).join("") };
  }
  const pod = near.find(({ name }) => `pod/${name}` === question.pod);
  if (pod === undefined) return { status: 1, output: `pods "${question.pod}" not found\n` };
  if (pod.container !== question.container) {
    return { status: 1, output: `container ${question.container} is not valid for pod ${pod.name}\n` };
  }
  return pod.exec(question.command ?? []);
}
