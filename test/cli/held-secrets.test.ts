import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import type { ApiServer } from "../../src/cli/api/api-server.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import type { WantedCluster } from "../../src/cli/expected-clusters.ts";
import { processIo } from "../../src/cli/io.ts";
import { livingClusters } from "../../src/cli/living-clusters.ts";
import { secretReader } from "../../src/cli/living-secrets.ts";
import { manifestClusters } from "../../src/cli/manifest-clusters.ts";
import { status } from "../../src/cli/status.ts";
import { isObject, type JsonObject } from "../../src/json/json-value.ts";
import { metadataOf } from "../../src/kubernetes/metadata.ts";

/* The Secret in the cluster counts, whoever says what is wanted: pods read that one. */

const file = fileURLToPath(new URL("../../tutorials/s3/expected.yaml", import.meta.url));
const tutorial: readonly JsonObject[] = parseAllDocuments(readFileSync(file, "utf8")).map((each) => each.toJS());
const cluster = tutorial.find(({ kind }) => kind === "postgresql") ?? {};
const secret = tutorial.find(({ kind }) => kind === "Secret") ?? {};
const text = isObject(secret.data) ? String(secret.data["s3.conf"]) : "";

/** An API server that has one cluster, and one Secret. */
const serverOf = (own: JsonObject | "forbidden"): ApiServer => ({
  ...{ context: "test", namespace: "pg" },
  async *list() {
    yield { is: "found", value: [cluster] };
  },
  async get(_kind, namespace, name) {
    if (own === "forbidden") return { is: "unknown", unknown: { unknown: "forbidden", why: "No." } };
    const is = metadataOf(own);
    return is.name === name && is.namespace === namespace ? { is: "found", value: own } : { is: "missing" };
  },
  dryRun: async () => ({ is: "missing" }),
  log: async () => ({ is: "missing" }),
  exec: async () => ({ is: "missing" }),
});

async function byManifests(api: ApiServer, path = file): Promise<WantedCluster | undefined> {
  const found = await manifestClusters(await readArguments(status, [path]), processIo, {
    namespace: "pg",
    readSecrets: secretReader(api),
    operator: [],
  });
  return found.clusters[0];
}

async function byItself(api: ApiServer): Promise<WantedCluster | undefined> {
  for await (const page of livingClusters({ api, quiet: api }, {}, { functionConfig: undefined, operator: [] }))
    return page.is === "clusters" ? page.clusters[0] : undefined;
  return undefined;
}

const withData = (given: JsonObject): JsonObject => ({ ...secret, data: given });
const base64 = (plain: string) => Buffer.from(plain).toString("base64");

describe("the Secret in the cluster", () => {
  const cases: Readonly<
    Record<string, { readonly own: JsonObject | "forbidden"; readonly mistake?: RegExp; readonly paths?: object }>
  > = {
    "is as the manifests have it": { own: secret },
    "may not be read": { own: "forbidden" },
    "is of another name, which others say": { own: { ...secret, metadata: { name: "x", namespace: "pg" } } },
    "is emptied": {
      own: withData({ "s3.conf": "" }),
      mistake: /repo1-s3-key-secret` are not set/,
      paths: [{ path: 'data["s3.conf"]', wanted: "(not shown)", found: "(not shown)" }],
    },
    "has the key under another name": {
      own: withData({ other: text }),
      mistake: /Rename the key to `other.conf`/,
      paths: [{ path: 'data["s3.conf"]', wanted: "(not shown)" }],
    },
    "has what pgBackRest cannot parse": {
      own: withData({ "s3.conf": base64("hunter2\n") }),
      mistake: /refuses the whole configuration/,
      paths: [{ path: 'data["s3.conf"]', wanted: "(not shown)", found: "(not shown)" }],
    },
    "has another key of the bucket": {
      own: withData({
        "s3.conf": base64(
          `${Buffer.from(text, "base64")
            .toString()
            .replace(/(key-secret\s*=\s*).*/, "$1hunter2")}`,
        ),
      }),
      paths: [{ path: 'data["s3.conf"]', wanted: "(not shown)", found: "(not shown)" }],
    },
    "has one more file that pgBackRest reads, and a note": {
      own: withData({ "s3.conf": text, "more.conf": base64("[global]\nprocess-max=2\n"), note: base64("hunter2") }),
      paths: [{ path: 'data["more.conf"]', found: "(not shown)" }],
    },
  };
  for (const [what, { own, mistake, paths }] of Object.entries(cases))
    it(what, async () => {
      const [held, alone] = [await byManifests(serverOf(own)), await byItself(serverOf(own))];
      for (const each of [held, alone]) {
        if (mistake === undefined) expect(each?.secretMistake?.problem).to.equal(undefined);
        else expect(each?.secretMistake?.problem).to.match(mistake);
        expect(each?.mistake).to.equal(undefined);
        expect(JSON.stringify([each?.secretMistake?.problem, each?.secretDrift])).not.to.include("hunter2");
      }
      expect(held?.secretMistake?.problem).to.equal(alone?.secretMistake?.problem);
      expect(held?.secretDrift?.map(({ fields }) => fields)).to.deep.equal(paths && [paths]);
      expect(alone?.secretDrift).to.equal(undefined);
    });
});
