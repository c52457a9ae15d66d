import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { root, run } from "../tools.ts";

/** A server on this machine. */
export interface Listening {
  readonly url: string;
  readonly close: () => void;
}

async function listening(server: Server): Promise<Listening> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A registry of npm's with one release of one package: what `npm pack` makes of this build. */
export function registry(folder: string): Promise<Listening> {
  const packed = run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const [{ filename, name, version, bin, integrity }] = JSON.parse(packed.stdout);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = readFileSync(join(folder, filename));
  const shasum = createHash("sha1").update(file).digest("hex");
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    if (request.url === `/${name}`) {
      const dist = { tarball: `${url}/${filename}`, integrity, shasum };
      const release = { name, version, bin: bin ?? manifest.bin, dist };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: release } }));
    } else if (request.url === `/${filename}`) response.end(file);
    else {
      response.statusCode = 404;
      response.end("{}");
    }
  });
  return listening(server);
}

export interface Comment {
  readonly id: number;
  readonly user: { readonly type: string };
  body: string;
}

/** What GitHub's API does with the comments of a pull request, as far as the action asks; `status` refuses to write. */
export async function comments(
  all: Comment[],
  asked: string[],
  status = 200,
): Promise<Listening & { readonly tokens: Set<string | undefined> }> {
  const tokens = new Set<string | undefined>();
  const server = createServer(async (request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url}`);
    tokens.add(request.headers.authorization);
    const answer = (value: object, code = 200) => {
      response.statusCode = code;
      response.end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    if (request.method === "GET" && pathname === "/repos/o/r/issues/7/comments") {
      const page = Number(searchParams.get("page"));
      return answer(all.slice((page - 1) * 100, page * 100));
    }
    const { body } = (await json(request)) as { body: string };
    if (status !== 200) return answer({}, status);
    const found = all.find(({ id }) => pathname === `/repos/o/r/issues/comments/${id}`);
    if (request.method === "PATCH" && found !== undefined) found.body = body;
    else if (request.method === "POST" && pathname === "/repos/o/r/issues/7/comments")
      all.push({ id: all.length + 1, user: { type: "Bot" }, body });
    else return answer({}, 404);
    answer({});
  });
  return { ...(await listening(server)), tokens };
}
