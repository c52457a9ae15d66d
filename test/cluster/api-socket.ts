import { request as ask } from "node:http";

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Asks the API server through the socket of a control plane, from any network namespace. A text is sent as YAML, anything else as JSON; a
 * patch is a merge patch.
 */
export function request(socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const isText = typeof body === "string";
  const type = isText ? "application/yaml" : method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const text = body === undefined || isText ? body : JSON.stringify(body);
  // Node leaves it out of a DELETE, whose body the server then reads as the next request.
  const headers = { "content-type": type, "content-length": Buffer.byteLength(text ?? "") };
  return new Promise((resolve, reject) => {
    const sent = ask({ socketPath, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("error", reject);
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const answered = Buffer.concat(parts).toString();
        const isJson = answer.headers["content-type"]?.startsWith("application/json") === true;
        resolve({ status: answer.statusCode ?? 0, body: isJson ? JSON.parse(answered) : answered });
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}
