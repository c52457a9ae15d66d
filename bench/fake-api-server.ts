import { writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { grouped } from "../src/text/groups.ts";
import { clustersIn, type FleetKind, livingFleet } from "./living-fleet.ts";

/*
 * `npx tsx bench/fake-api-server.ts CLUSTERS KUBECONFIG NOW` answers as an API server with a fleet does, page by page, and writes a kubeconfig when
 * it listens. Objects are made when they are asked for, so it needs no memory for them. It knows reads alone.
 */
const [count = "", kubeconfig = "", now = ""] = process.argv.slice(2);
const clusters = Number(count);
const kinds = livingFleet(Date.parse(now));
const groups = grouped(kinds, ({ apiVersion }) => apiVersion);

const server = createServer((request, answer) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const say = (value: unknown, status = 200) => {
    answer.writeHead(status, { "Content-Type": "application/json" });
    answer.end(typeof value === "string" ? value : JSON.stringify(value));
  };
  if (pathname === "/api") return say({ kind: "APIVersions", versions: ["v1"] });
  if (pathname === "/apis") return say(groupList());
  const [, apiVersion = "", namespace, plural, name] =
    /^\/apis?\/((?:[^/]+\/)?v1)(?:\/namespaces\/([^/]+))?(?:\/([a-z]+)(?:\/([^/]+))?)?$/.exec(pathname) ?? [];
  if (plural === undefined) return say(resourceList(apiVersion));
  const kind = kinds.find((each) => each.apiVersion === apiVersion && each.plural === plural);
  if (kind === undefined) return say(status404, 404);
  if (name !== undefined) {
    const found = objectNamed(kind, name);
    return found === undefined ? say(status404, 404) : say(found);
  }
  return sendPage(answer, kind, {
    namespace,
    limit: Number(searchParams.get("limit") ?? "0"),
    from: Number(searchParams.get("continue") ?? "0"),
  });
});

const status404 = {
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  reason: "NotFound",
  code: 404,
  message: "not found",
};

function objectNamed(kind: FleetKind, name: string): string | undefined {
  const cluster = Number(/demo-(\d{6})/.exec(name)?.[1] ?? "-1");
  if (cluster < 0 || cluster >= clusters) return undefined;
  return kind.objects(cluster).find((text) => text.includes(`"name":"${name}"`));
}

function sendPage(
  answer: ServerResponse,
  { apiVersion, each, kind, objects }: FleetKind,
  { from, limit, namespace }: { readonly from: number; readonly limit: number; readonly namespace: string | undefined },
): void {
  const [first, after] = namespace === undefined ? [0, clusters] : clustersIn(namespace, clusters);
  const last = each * after;
  const start = Math.max(from, each * first);
  const end = limit === 0 ? last : Math.min(last, start + limit);
  answer.writeHead(200, { "Content-Type": "application/json" });
  const metadata = { resourceVersion: "1", ...(end < last && { continue: String(end) }) };
  answer.write(`{"apiVersion":"${apiVersion}","kind":"${kind}List","metadata":${JSON.stringify(metadata)},"items":[`);
  let separator = "";
  for (let at = start; at < end; ) {
    const texts = objects(Math.floor(at / each)).slice(at % each, (at % each) + end - at);
    answer.write(`${separator}${texts.join(",")}`);
    separator = ",";
    at += texts.length;
  }
  answer.end("]}");
}

/* What kubectl asks before it lists. */
function groupList() {
  const named = [...groups.keys()].filter((apiVersion) => apiVersion.includes("/"));
  return {
    ...{ kind: "APIGroupList", apiVersion: "v1" },
    groups: named.map((groupVersion) => {
      const version = { groupVersion, version: "v1" };
      return { name: groupVersion.replace("/v1", ""), versions: [version], preferredVersion: version };
    }),
  };
}

const resourceList = (groupVersion: string) => ({
  ...{ kind: "APIResourceList", apiVersion: "v1", groupVersion },
  resources: (groups.get(groupVersion) ?? []).map(({ kind, plural }) => ({
    ...{ name: plural, singularName: "", namespaced: true, kind, verbs: ["get", "list"] },
  })),
});

server.listen(0, "127.0.0.1", () => {
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const cluster = { server: `http://127.0.0.1:${port}` };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": "bench" },
      clusters: [{ name: "bench", cluster }],
      users: [{ name: "bench", user: {} }],
      contexts: [{ name: "bench", context: { cluster: "bench", user: "bench" } }],
    }),
  );
});
