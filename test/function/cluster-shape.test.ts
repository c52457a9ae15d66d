import { expect } from "chai";
import fc from "fast-check";
import type { ClusterSource } from "../../src/cpo/cluster.ts";
import { longestUncutName } from "../../src/cpo/names.ts";
import { readCluster } from "../../src/cpo/read-cluster.ts";
import { resolveSettings, type Settings } from "../../src/cpo/settings.ts";
import { shapeOf, splitAtMarks } from "../../src/function/cluster-shape.ts";
import { templateOf } from "../../src/function/text-template.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import { isWord } from "../../src/krm/item-text.ts";
import { builders } from "../../src/objects/index.ts";

const location = (of: string) => ({ resource: `${of}-a`, endpoint: `${of}-b`, region: `${of}-c`, account: `${of}-d` });

/** A cluster with a value wherever one may differ within a shape, and with all that builders look at. */
const read = readCluster(
  {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: {
      name: "demo",
      namespace: "pg",
      labels: { app: "shop", env: "live", other: "unused" },
      annotations: { note: "text", "downscaler/uptime": "always" },
    },
    spec: {
      teamId: "acid",
      numberOfInstances: 3,
      postgresql: { version: "17" },
      volume: { size: "5Gi" },
      env: [{ name: "A", value: "b" }],
      labels: { own: "label" },
      monitor: {},
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Exists" }] }],
        },
      },
      tde: { enable: true },
      tolerations: [{ key: "a", operator: "Exists" }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }],
      clone: { cluster: "parent", pgbackrest: { options: { "repo1-path": "/a" }, repo: { storage: "pvc" } } },
      backup: {
        pgbackrest: {
          image: "example/pgbackrest:18",
          configuration: { secret: "demo-conf" },
          global: { "repo1-path": "/repo/path", "process-max": "many" },
          repos: [
            {
              name: "repo1",
              storage: "pvc",
              volume: { size: "5Gi" },
              schedule: { full: "0 1 * * *", incr: "0 2 * * *" },
            },
            { name: "repo2", storage: "s3", ...location("s3"), schedule: { full: "0 1 * * *", diff: "" } },
            { name: "repo3", storage: "gcs", key: "gcs.json", ...location("gcs") },
            { name: "repo4", storage: "azure", key: "secret", ...location("azure") },
          ],
        },
      },
    },
  },
  { object: { apiVersion: "", kind: "" }, namespace: "" },
);
if (read.is !== "cluster") throw new Error(`The resource is ${read.is}.`);
const shape = shapeOf(read.cluster);
if (shape === undefined) throw new Error("The cluster has no shape.");
const { values: given, sample } = shape;

/** The cluster whose values are these. */
const withValues = (values: readonly string[]): ClusterSource =>
  JSON.parse(templateOf(JSON.stringify(sample()))(values));

const allSettings: Readonly<Record<string, Settings>> = {
  "with the chart's settings": resolveSettings({ from: "chart" }, [], goDurationSeconds),
  "with settings of CronJobs": {
    ...resolveSettings({ from: "chart" }, [], goDurationSeconds),
    jobs: { timeZone: "Asia/Tokyo", suspend: false, backoffLimit: 2 },
  },
  "with settings that hand on all they can": resolveSettings(
    { from: "chart" },
    [
      {
        inherited_labels: ["app", "env"],
        inherited_annotations: ["note"],
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
  ),
};

const spellings: Readonly<Record<string, (length: number) => string>> = {
  "lower case": (length) => "abcdefghijkl".repeat(6).slice(0, length),
  capitals: (length) => "BCDFGHJKLMPQ".repeat(6).slice(0, length),
  "mixed case and signs": (length) => "Ab-9_c.D/e@F0".repeat(6).slice(0, length),
  "hyphens at the end": (length) => "a".padEnd(length, "-"),
};

/** At the first place is the cluster's name, which has a limit of its own. */
const longest = (position: number) => (position === 0 ? longestUncutName : 63);
const word = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(..."abcXYZ019-_./@"), minLength: length, maxLength: length })
    .map((text) => `a${text.slice(1)}`);

describe("what builders make of a sample, with a cluster's values in the places of the marks", () => {
  it("is tried with every value that may differ", () => {
    expect(given).to.deep.equal([
      ...["demo", "pg", "shop", "live", "unused"],
      "demo-conf",
      ...["/repo/path", "many"],
      ...["s3", "gcs", "azure"].flatMap((of) => Object.values(location(of))),
      "acid",
    ]);
    const visible = new Set(splitAtMarks(JSON.stringify(sample())).filter((_, at) => at % 2 === 1));
    expect(visible.size).to.equal(given.length);
  });

  for (const [which, settings] of Object.entries(allSettings)) {
    const textOf = (cluster: ClusterSource) =>
      JSON.stringify(builders.flatMap(({ build }) => build(cluster, settings)));
    const template = templateOf(textOf(sample()));
    const expectSame = (values: readonly string[]): void => {
      expect(textOf(withValues(values))).to.equal(template(values));
    };

    for (const [spelling, of] of Object.entries(spellings))
      it(`is what they make of the cluster: ${which}, a value of any length in ${spelling}`, () => {
        for (const [position] of given.entries())
          for (let length = 1; length <= longest(position); length += 1) {
            expect(isWord(of(length))).to.equal(true);
            expectSame(given.with(position, of(length)));
          }
      });

    it(`is what they make of the cluster: ${which}, one value everywhere`, () => {
      for (let length = 1; length <= longestUncutName; length += 1)
        expectSame(given.map(() => "abcdefghijkl".repeat(3).slice(0, length)));
    });

    it(`is what they make of the cluster: ${which}, any words`, () => {
      const words = fc.tuple(
        ...given.map((_, position) => fc.integer({ min: 1, max: longest(position) }).chain((length) => word(length))),
      );
      fc.assert(fc.property(words, expectSame), { numRuns: 300 });
    });
  }
});
