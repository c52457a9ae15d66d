import { expect } from "chai";
import fc from "fast-check";
import type { Cluster, ClusterSource } from "../../src/cpo/cluster.ts";
import { readCluster } from "../../src/cpo/read-cluster.ts";
import { resolveSettings } from "../../src/cpo/settings.ts";
import { clusterItems } from "../../src/function/cluster-items.ts";
import { markOf, shapeOf } from "../../src/function/cluster-shape.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import { isWord, newItem } from "../../src/krm/item-text.ts";
import type { ListForm } from "../../src/krm/list-text.ts";
import type { NewItem } from "../../src/krm/new-items.ts";
import { withOwner } from "../../src/krm/ownership.ts";
import { inFile, type Placer } from "../../src/krm/placement.ts";
import { headOf } from "../../src/krm/resource.ts";
import { builders } from "../../src/objects/index.ts";
import { asObjects } from "../../src/objects/manifest.ts";

const settings = resolveSettings(
  { from: "chart" },
  [
    {
      inherited_labels: ["app", "env"],
      inherited_annotations: ["note"],
      cluster_labels: { application: "cpo", z: "1" },
    },
  ],
  goDurationSeconds,
);
const objectsOf = (cluster: ClusterSource) =>
  asObjects(builders.filter(({ of }) => of === "backup").flatMap(({ build }) => build(cluster, settings)));

/** Texts that are written in different ways, or would be if they stood alone. */
const text = fc.oneof(
  fc.constantFrom(
    "a",
    "yes",
    "N",
    "null",
    "true",
    "e5",
    "E-5",
    "1e5",
    "0644",
    "12:30:45",
    "2020-01-01",
    "~",
    "",
    " a",
    "a ",
    "a b",
  ),
  fc.constantFrom(
    "a: b",
    "a #b",
    "#a",
    "'a'",
    '"a"',
    "a\nb",
    "a:",
    "-",
    "- a",
    "/a/b",
    "/",
    "*",
    "a,b",
    "é",
    "\u2028",
    "a\\b",
    "{}",
  ),
  fc.constantFrom(markOf(0), `x${markOf(1)}`, "slot", "z9q", "slot7-z9q/slot8-z9q", "a.b", "a@b.c", "A_b-C.9"),
  fc.string({ unit: fc.constantFrom(..."ab9-_./@:# \"'\\yesno"), maxLength: 8 }),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/),
);
const labelValue = fc.oneof(
  fc.constantFrom("", "a", "yes", "N", "null", "e5", "1e5", "0644", "a.b", "A_b-C.9", markOf(0), "x-z9q"),
  fc.stringMatching(/^[A-Za-z]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/),
);
const name = fc.oneof(
  fc.constantFrom("demo", "db", "on", "e5", "1a", "a.b", "x".repeat(30), "x".repeat(31), "y".repeat(52), markOf(0)),
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/),
);
const repository = fc.record({
  storage: fc.constantFrom("s3", "gcs", "azure", "pvc"),
  resource: text,
  endpoint: text,
  region: text,
  key: text,
  keyType: text,
  account: text,
  volume: fc.constant({ size: "5Gi" }),
  schedule: fc.constantFrom({ full: "0 1 * * *" }, { full: "0 1 * * *", diff: "" }, {}),
});
const postgresql = fc
  .record({
    metadata: fc.record(
      {
        name,
        namespace: fc.oneof(
          name.filter((text) => !text.includes(".")),
          fc.constant(""),
        ),
        labels: fc.dictionary(fc.constantFrom("app", "env", "other"), labelValue),
        annotations: fc.dictionary(fc.constantFrom("note", "other"), text),
      },
      { requiredKeys: ["name"] },
    ),
    teamId: text,
    secret: text,
    global: fc.dictionary(fc.constantFrom("repo1-path", "repo1-retention-full", "process-max", "odd: key"), text),
    repos: fc.array(repository, { minLength: 1, maxLength: 2 }),
    size: fc.constantFrom("5Gi", "6Gi"),
    dockerImage: fc.constantFrom("a", "b"),
    extra: fc.constantFrom({}, { labels: { app: "own" } }, { tde: { enable: true } }, { monitor: {} }),
  })
  .map(({ metadata, teamId, secret, global, repos, size, dockerImage, extra }) => ({
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata,
    spec: {
      teamId,
      numberOfInstances: 2,
      postgresql: { version: "17" },
      volume: { size },
      dockerImage,
      ...extra,
      backup: {
        pgbackrest: {
          image: "example/pgbackrest:18",
          configuration: { secret },
          global,
          repos: repos.map((repo, at) => ({ name: `repo${at + 1}`, ...repo })),
        },
      },
    },
  }));
const form = fc.constantFrom<ListForm>({ kind: "block", indent: 0 }, { kind: "flow" }, { kind: "documents" });
const file = fc.option(fc.constantFrom("a/db-pgbackrest.yaml", "with blank/db.yaml", "#.yaml"), { nil: undefined });

/** A placer with a file for every cluster that is asked about. Now and then one is not empty. */
function placerOf(path: string | undefined): Placer {
  let clusters = 0;
  return {
    fileOf() {
      clusters += 1;
      return path === undefined
        ? undefined
        : { path: `${path}${clusters}`, keys: [["config.kubernetes.io/path", "config.kubernetes.io/index"]] };
    },
    take: (path) => (path.endsWith("9") ? 4 : 0),
  };
}

function clusterOf(resource: ReturnType<typeof headless>): Cluster {
  const read = readCluster(resource, { object: { apiVersion: "", kind: "" }, namespace: "elsewhere" });
  if (read.is !== "cluster") throw new Error(`The generator made a ${read.is} resource.`);
  return read.cluster;
}
/** A cluster of one shape, with its name in all that may differ within it. */
const ofName = (name: string) => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: `zz-${name}-zz`, namespace: `zz-${name}-zz`, labels: { app: `zz-${name}-zz` } },
  spec: {
    teamId: `zz-${name}-zz`,
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: `${name.charCodeAt(0)}Gi` },
    dockerImage: `zz-${name}-zz`,
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: `zz-${name}-zz` },
        global: { "repo1-path": `/zz-${name}-zz` },
        repos: [
          {
            name: "repo1",
            storage: "s3",
            resource: `zz-${name}-zz`,
            endpoint: `zz-${name}-zz`,
            region: `zz-${name}-zz`,
          },
        ],
      },
    },
  },
});
const headless = (value: Parameters<typeof readCluster>[0]) => value;

const said = ({ text, name }: NewItem) => ({ text, name: name() });
const textOf = (items: readonly NewItem[]) => items.map(({ text }) => text).join("");

describe("the items of clusters, written by shape", () => {
  it("are the same as written one by one, byte for byte", () => {
    let shaped = 0;
    fc.assert(
      fc.property(fc.array(postgresql, { maxLength: 4 }), form, file, (resources, form, path) => {
        const [once, again] = [placerOf(path), placerOf(path)];
        const write = clusterItems({ form }, once, objectsOf);
        // Three times: a shape is noticed, made, and used.
        for (const resource of [...resources, ...resources, ...resources]) {
          const cluster = clusterOf(resource);
          if (shapeOf(cluster) !== undefined) shaped += 1;
          const owner = headOf(resource);
          const objects = objectsOf(cluster).map((object) => withOwner(object, cluster.name));
          const at = again.fileOf(owner);
          const first = at && again.take(at.path, objects.length);
          const expected = objects.map((object, index) =>
            newItem({ form }, at === undefined ? object : inFile(object, at, (first ?? 0) + index)),
          );
          expect(write(cluster, owner).map(said)).to.deep.equal(expected.map(said));
        }
      }),
      { numRuns: 1000 },
    );
    expect(shaped, "clusters that have a shape").to.be.greaterThan(1000);
  });

  it("take the values of their own cluster, not those of the sample", () => {
    const write = clusterItems({ form: { kind: "block", indent: 0 } }, placerOf("pg/"), objectsOf);
    const texts = ["a", "b", "c", "d"].map((name) => textOf(write(clusterOf(ofName(name)), headOf(null))));
    const [a = "", , , d = ""] = texts;
    expect(a.replaceAll("zz-a-zz", "zz-d-zz").replaceAll("pg/1", "pg/4")).to.equal(d);
  });

  it("are made for the first cluster, the first of a shape and its sample, not for the others", () => {
    let made = 0;
    const write = clusterItems({ form: { kind: "block", indent: 0 } }, placerOf(undefined), (cluster) => {
      made += 1;
      return objectsOf(cluster);
    });
    for (const name of ["a", "b", "c", "d", "e"]) write(clusterOf(ofName(name)), headOf(null));
    expect(made).to.equal(3);
  });

  for (const [text, word] of [
    ["demo", true],
    ["/a/b", true],
    ["yes", false],
    ["E5", false],
    ["e-5", false],
    ["1a", false],
    ["a b", false],
    ["", false],
  ] as const)
    it(`${JSON.stringify(text)} is ${word ? "a word" : "no word"}`, () => expect(isWord(text)).to.equal(word));
});
