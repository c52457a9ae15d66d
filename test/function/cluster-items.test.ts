import { expect } from "chai";
import fc from "fast-check";
import type { Cluster } from "../../src/cpo/cluster.ts";
import { readKnownFields } from "../../src/cpo/read-cluster.ts";
import { operatorReleases } from "../../src/cpo/releases.ts";
import { resolveSettings, type Settings } from "../../src/cpo/settings.ts";
import { clusterItems } from "../../src/function/cluster-items.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { newItem } from "../../src/krm/item-text.ts";
import type { ListForm, ListText } from "../../src/krm/list-text.ts";
import { type NewItem, type NewItems, NewItemTexts } from "../../src/krm/new-items.ts";
import { withOwner } from "../../src/krm/ownership.ts";
import { inFile, type Placer } from "../../src/krm/placement.ts";
import { headOf } from "../../src/krm/resource.ts";
import { builders } from "../../src/objects/index.ts";
import { asObjects } from "../../src/objects/manifest.ts";
import type { PartMaker } from "../../src/text/copied.ts";
import { fullCluster } from "./full-cluster.ts";

/* The law of builders: what is written from common texts is what is written of each object by itself, byte for byte. */

const chart = resolveSettings({ from: "chart" }, [], goDurationSeconds);
const handingOn = resolveSettings(
  { from: "chart" },
  [
    {
      inherited_labels: ["app", "env"],
      inherited_annotations: ["note"],
      cluster_labels: { application: "cpo", z: "1" },
      downscaler_annotations: ["downscaler"],
      custom_pod_annotations: { a: "b" },
      enable_pod_antiaffinity: true,
      node_readiness_label: { ready: "yes" },
      kube_iam_role: "role",
      additional_secret_mount: "extra",
      share_pgsocket_with_sidecars: true,
    },
  ],
  goDurationSeconds,
);
const allSettings: Readonly<Record<string, Settings>> = {
  "with the chart's settings": chart,
  "with settings of CronJobs": { ...chart, jobs: { timeZone: "Asia/Tokyo", suspend: false, backoffLimit: 2 } },
  "with settings that hand on all they can": handingOn,
  "with the objects of v0.9.0": resolveSettings(
    { from: "chart" },
    [{}, { container_readonly_root_filesystem: true }],
    goDurationSeconds,
    operatorReleases["0.9.0"],
  ),
};

const objectsWith = (settings: Settings) => (cluster: Cluster, part?: PartMaker) =>
  asObjects(builders.flatMap(({ build }) => build(cluster, settings, part)));

/** Texts that are written in different ways. */
const text = fc.oneof(
  fc.constantFrom("a", "yes", "on", "N", "null", "true", "e5", "E-5", "1e5", "0644", "12:30:45", "2020-01-01", "~", ""),
  fc.constantFrom(
    " a",
    "a ",
    "a b",
    "a: b",
    "a #b",
    "#a",
    "'a'",
    '"a"',
    "a:",
    "-",
    "- a",
    "/a/b",
    "/",
    "*",
    "a,b",
    "é",
  ),
  fc.constantFrom("a\nb", "a\n", "\n", "\n a", " a\nb", "a\n\nb\n\n", "a\r\nb", "a\tb\nc", "\u0000", "\u2028", "a\\b"),
  fc.constantFrom("{}", "[a]", "$&", "4", "30 2 * * *", "a.b", "a@b.c", "A_b-C.9", `${"long ".repeat(40)}end`),
  fc.string({ unit: fc.constantFrom(..."ab9-_./@:# \"'\\yesno\n"), maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 5 }),
);
const labelValue = fc.oneof(
  fc.constantFrom("", "a", "yes", "N", "null", "e5", "1e5", "0644", "a.b", "A_b-C.9", "4"),
  fc.stringMatching(/^[A-Za-z]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/),
);
const name = fc.oneof(
  fc.constantFrom("demo", "db", "on", "e5", "1a", "12", "a.b", "x".repeat(30), "x".repeat(31), "y".repeat(52)),
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/),
);
const cpu = fc.constantFrom("1", "100m", "0.5");
const memory = fc.constantFrom("5Gi", "1000", "512Mi");
const texts = fc.dictionary(fc.constantFrom("app", "a.b/c", "4", "yes", "team"), text, { maxKeys: 3 });
const variable = fc.oneof(
  fc.record({ name: fc.constantFrom("A", "a", "mode", "TZ"), value: text }, { requiredKeys: ["name"] }),
  fc.record({ name: fc.constantFrom("B", "C"), valueFrom: fc.record({ fieldRef: fc.record({ fieldPath: text }) }) }),
);
const repository = fc.record({
  storage: fc.constantFrom("s3", "gcs", "azure", "pvc"),
  resource: text,
  endpoint: text,
  region: text,
  key: text,
  keyType: text,
  account: text,
  volume: fc.record({ size: memory, storageClass: text }, { requiredKeys: ["size"] }),
  schedule: fc.dictionary(fc.constantFrom("full", "incr", "diff"), text),
});
const optional = fc.record(
  {
    env: fc.array(variable, { maxLength: 3 }),
    labels: texts,
    monitor: fc.constant({}),
    podAnnotations: texts,
    podPriorityClassName: text,
    schedulerName: text,
    tde: fc.constant({ enable: true }),
    tolerations: fc.array(fc.record({ key: text, value: text, tolerationSeconds: fc.nat() }), { maxLength: 2 }),
    topologySpreadConstraints: fc.array(fc.record({ maxSkew: fc.nat(), topologyKey: text }), { maxLength: 2 }),
    nodeAffinity: fc.record({
      requiredDuringSchedulingIgnoredDuringExecution: fc.record({
        nodeSelectorTerms: fc.array(
          fc.record({ matchExpressions: fc.array(fc.record({ key: text, operator: text, values: fc.array(text) })) }),
        ),
      }),
    }),
    clone: fc.record({ cluster: name, pgbackrest: fc.record({ options: texts, repo: fc.record({ resource: text }) }) }),
  },
  { requiredKeys: [] },
);
const resources = fc.record({ cpu, memory }, { requiredKeys: [] });
const section = fc.record(
  {
    image: text,
    repos: fc
      .array(repository, { minLength: 1, maxLength: 3 })
      .map((repos) => repos.map((repo, at) => ({ name: `repo${at + 1}`, ...repo }))),
    configuration: fc.record({ secret: text }, { requiredKeys: [] }),
    global: texts,
    env: fc.array(variable, { maxLength: 3 }),
    labels: texts,
    resources: fc.record({ requests: resources, limits: resources }, { requiredKeys: [] }),
  },
  { requiredKeys: ["image", "repos"] },
);
const jobs = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs";
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
        annotations: fc.dictionary(fc.constantFrom("note", "other", "downscaler/a"), text).chain((annotations) =>
          fc.constantFrom(
            annotations,
            { ...annotations, [jobs]: "suspend=true; timeZone=Europe/Vienna" },
            {
              [jobs]: "backoffLimit=3",
            },
          ),
        ),
      },
      { requiredKeys: ["name"] },
    ),
    teamId: text,
    optional,
    section,
  })
  .map(({ metadata, teamId, optional, section }) => ({
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata,
    spec: {
      teamId,
      numberOfInstances: 2,
      postgresql: { version: "17" },
      volume: { size: "5Gi" },
      ...optional,
      backup: { pgbackrest: section },
    },
  }));
const form = fc.constantFrom<ListForm>(
  { kind: "block", indent: 0 },
  { kind: "block", indent: 2 },
  { kind: "flow" },
  { kind: "documents" },
);
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

const origin = { object: { apiVersion: "", kind: "" }, namespace: "elsewhere" };

function clusterOf(resource: JsonValue): Cluster {
  const read = readKnownFields(resource, origin);
  if (read === undefined) throw new Error("The generator made a resource that does not fit its schema.");
  return read.cluster;
}

const said = ({ text, name }: NewItem) => ({ text, name: name() });

/** What `clusterItems` writes, and what is written of every object by itself. */
function bothWays(settings: Settings, form: ListForm, path?: string) {
  const [once, again] = [placerOf(path), placerOf(path)];
  const objectsOf = objectsWith(settings);
  const write = clusterItems({ form }, once, objectsOf);
  return (cluster: Cluster) => {
    const owner = headOf(null);
    const objects = objectsOf(cluster).map((object) => withOwner(object, cluster.name));
    const at = again.fileOf(owner);
    const first = at && again.take(at.path, objects.length);
    const expected = objects.map((object, index) =>
      newItem({ form }, at === undefined ? object : inFile(object, at, (first ?? 0) + index)),
    );
    return { is: write(cluster, owner).map(said), expected: expected.map(said) };
  };
}

describe("the items of clusters, written from common texts", () => {
  for (const [which, settings] of Object.entries(allSettings)) {
    it(`are the same as written one by one: any clusters, ${which}`, () => {
      fc.assert(
        fc.property(fc.array(postgresql, { maxLength: 4 }), form, file, (resources, form, path) => {
          const both = bothWays(settings, form, path);
          // Twice: the first cluster of all is always written by itself.
          for (const resource of [...resources, ...resources]) {
            const { is, expected } = both(clusterOf(resource));
            expect(is).to.deep.equal(expected);
          }
        }),
        { numRuns: 100 },
      );
    });
  }

  it("are the same as written one by one: every text of a cluster in every length", () => {
    const both = bothWays(handingOn, { kind: "block", indent: 0 });
    let tried = 0;
    for (const path of textPaths(fullCluster))
      for (let length = 0; length <= 63; length += 1) {
        const spelled = spellings[(length + path.length) % spellings.length] ?? "";
        const read = readKnownFields(replaced(fullCluster, path, spelled.slice(0, length)), origin);
        if (read === undefined) continue;
        tried += 1;
        const { is, expected } = both(read.cluster);
        if (JSON.stringify(is) !== JSON.stringify(expected)) expect(is, path.join(".")).to.deep.equal(expected);
      }
    expect(tried).to.be.greaterThan(2000);
  });

  it("are the same when they are kept short until they are written", () => {
    let [kept, all] = [0, 0];
    fc.assert(
      fc.property(fc.array(postgresql, { minLength: 1, maxLength: 3 }), form, newline, (resources, form, newline) => {
        const list = { form, newline, root: { kind: form.kind === "flow" ? "flow" : "block", end: 0 } } as const;
        const [plain, short] = [new NewItemTexts(list), new NewItemTexts(list)];
        const [writePlain, writeShort] = [undefined, short.mark].map((mark) =>
          clusterItems(list, placerOf("pg.yaml"), objectsWith(chart), mark),
        );
        for (const cluster of [...resources, ...resources].map(clusterOf)) {
          for (const item of writePlain?.(cluster, headOf(null)) ?? []) plain.add(item);
          for (const item of writeShort?.(cluster, headOf(null)) ?? []) {
            short.add(item);
            kept += form.kind === "block" && newline === "\n" ? item.text.length : 0;
          }
        }
        const [expected, is] = [plain, short].map((texts) => bytesOf(texts.items()).toString());
        expect(is).to.equal(expected);
        all += form.kind === "block" && newline === "\n" ? (is ?? "").length : 0;
      }),
      { numRuns: 100 },
    );
    // The first cluster of each list is written by itself.
    expect(kept / all).to.be.lessThan(0.8);
  });

  it("make a part of objects once for all clusters, but for the first one", () => {
    let made = 0;
    const spec = (_: object) => {
      made += 1;
      return {};
    };
    const write = clusterItems({ form: { kind: "block", indent: 0 } }, placerOf(undefined), (_, part) =>
      asObjects([{ apiVersion: "v1", kind: "A", metadata: {}, ...{ spec: part?.(spec, {}, {}, chart) } }]),
    );
    for (let count = 0; count < 5; count += 1) write(clusterOf(fullCluster), headOf(null));
    expect(made).to.equal(2);
  });
});

const newline = fc.constantFrom<ListText["newline"]>("\n", "\r\n");

const bytesOf = ({ parts }: NewItems) => Buffer.concat(parts.map((part) => Buffer.from(part)));

const spellings = ["abcdefghijkl".repeat(6), "19".repeat(32), "Ab-9_c.D/e@F: 0".repeat(5)];

type Path = readonly (string | number)[];

/** Where the texts of a value are. */
function textPaths(value: JsonValue): readonly Path[] {
  if (typeof value === "string") return [[]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    textPaths(below).map((path) => [Array.isArray(value) ? Number(key) : key, ...path]),
  );
}

/** A copy with a text in the place of another. */
function replaced(value: JsonValue, [key, ...rest]: Path, text: string): JsonValue {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? replaced(item, rest, text) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, name === key ? replaced(below, rest, text) : below]),
  );
}
