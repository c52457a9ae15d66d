import { expect } from "chai";
import { stringify } from "yaml";
import { exampleInput } from "../../scripts/rule-example.ts";
import { rules } from "../../src/checks/rules/index.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";

/*
 * What a rule finds in a cluster does not depend on the clusters around it, and what it finds between two clusters does not depend on how
 * far apart they stand. So each rule's bad example, spread over a fleet, gives what it gives alone.
 */

/** Repositories of healthy clusters, and the Secret that all with one of them name. */
const storages = [
  {
    storage: { storage: "s3", endpoint: "s3.example.com", region: "eu" },
    conf: "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n",
  },
  { storage: { storage: "pvc", volume: { size: "5Gi" } }, conf: "[global]\n" },
  { storage: { storage: "gcs", key: "gcs.json", keyType: "auto" }, conf: "[global]\n" },
  {
    storage: { storage: "azure", endpoint: "blob.core.windows.net", account: "demo" },
    conf: "[db]\nrepo1-azure-key = ZXhhbXBsZQ==\n",
  },
];

const healthySecrets = storages.map(({ conf }, index) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: `keys-${index}`, namespace: "pg" },
  stringData: { "keys.conf": conf },
}));

/** A hundred clusters with nothing to find in them, of all storages in turn. */
const healthyClusters = Array.from({ length: 100 }, (_, index) => {
  const { storage } = storages[index % storages.length] ?? {};
  const path = storage?.storage === "pvc" ? {} : { "repo1-path": `/healthy-${index}` };
  return {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: { name: `healthy-${index}`, namespace: "pg" },
    spec: {
      teamId: "acid",
      numberOfInstances: 2,
      postgresql: { version: "17" },
      volume: { size: "5Gi" },
      backup: {
        pgbackrest: {
          image: "example/pgbackrest:18",
          configuration: { secret: `keys-${index % storages.length}` },
          global: { "repo1-retention-full": "7", ...path },
          repos: [{ name: "repo1", resource: "healthy", ...storage, schedule: { full: "15 3 * * *" } }],
        },
      },
    },
  };
});

interface Placed {
  readonly text: string;
  /** Where it stands: before the healthy cluster of that number, if it is not one itself. */
  readonly at: number;
}

/** A resource as an item of a list, which is read faster than a document of its own. */
const asItem = (resource: string) => `- ${resource.trimEnd().replaceAll("\n", "\n  ")}\n`;

const healthy: readonly Placed[] = [...healthyClusters, ...healthySecrets].map((object, at) => ({
  text: asItem(stringify(object)),
  at,
}));

/** Where the example's cluster and its second one stand among the hundred. */
const arrangements = [
  { cluster: -1, other: 200 },
  { cluster: 200, other: -1 },
  { cluster: 7.3, other: 7.6 },
  { cluster: 32.6, other: 32.3 },
  { cluster: 50, other: 97 },
];

/** The example's cluster, its Secret and perhaps a second cluster, the Secret at the other end. */
const placed = (manifests: string, { cluster, other }: (typeof arrangements)[number]): readonly Placed[] =>
  manifests
    .split("---\n")
    .map((text, index) => ({ text: asItem(text), at: [cluster, 100 - cluster, other][index] ?? other }));

async function findings(items: readonly Placed[], functionConfig: unknown): Promise<readonly Finding[]> {
  const texts = [...items].sort((left, right) => left.at - right.at).map(({ text }) => text);
  const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${texts.join("")}`;
  const config = JSON.parse(JSON.stringify(functionConfig ?? null));
  return (await filter(Buffer.from(list), config, { everyCluster: true })).findings;
}

/** What one rule has to say, each finding by itself, in an order that does not depend on where things stand. */
const said = (found: readonly Finding[], id: string) =>
  found
    .filter(({ rule }) => rule === id)
    .map((finding) => findingsText([finding]))
    .sort();

describe("a rule among a hundred healthy clusters", function () {
  this.timeout(240_000);

  it("has nothing to say of these", async () => {
    expect(findingsText(await findings(healthy, undefined))).to.equal("");
  });

  for (const { id, bad } of rules) {
    it(`finds what it finds in its example alone, wherever that stands: ${id}`, async () => {
      const { manifests, functionConfig } = exampleInput(bad);
      // What a functionConfig makes wrong it makes wrong for all, and what is said of settings is said once.
      const ofHealthy = functionConfig === undefined ? [] : said(await findings(healthy, functionConfig), id);
      for (const arrangement of arrangements) {
        const example = placed(manifests, arrangement);
        const alone = said(await findings(example, functionConfig), id);
        const together = said(await findings([...healthy, ...example], functionConfig), id);
        expect(alone.length).to.be.greaterThan(0);
        expect(together, JSON.stringify(arrangement)).to.deep.equal([...new Set([...alone, ...ofHealthy])].sort());
      }
    });
  }
});
