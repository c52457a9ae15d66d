import { expect } from "chai";
import fc from "fast-check";
import { parseAllDocuments, stringify } from "yaml";
import { newestRelease, type OperatorRelease, operatorReleases } from "../../src/cpo/releases.ts";
import { optionValueRead, writtenOptionValue } from "../../src/cpo/restore-option.ts";
import type { JsonObject, JsonValue } from "../../src/json/json-value.ts";
import { merged } from "../../src/restore/merge.ts";
import { readMoment } from "../../src/restore/read-moment.ts";
import { restoreId } from "../../src/restore/restore-id.ts";
import {
  instancesOf,
  optionsOf,
  type Restore,
  type RestoreTarget,
  restorePatch,
  undoPatch,
} from "../../src/restore/restore-patch.ts";
import { workspace } from "../hosts/example.ts";
import { requireTool, run, which } from "../tools.ts";

const apiVersion = "cpo.opensource.cybertec.at/v1";
const moment = fc.record({
  seconds: fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }),
  micros: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 999_999 })),
});
const label = fc.constantFrom("20260125-023000F", "20260125-023000F_20260131-023000D");
const target: fc.Arbitrary<RestoreTarget> = fc.oneof(
  moment.map((at) => ({ is: "time" as const, moment: at })),
  label.map((text) => ({ is: "set" as const, label: text })),
  fc.constant({ is: "latest" as const }),
);
const options = fc.dictionary(
  fc.constantFrom("db-include", "target-timeline", "process-max", "archive-mode"),
  fc.constantFrom("app", "1", "off", "2 3", "a: b # c"),
);
const left = fc.option(
  fc.record(
    {
      id: fc.constantFrom("old", "older"),
      repo: fc.constant("repo1"),
      options: fc.dictionary(
        fc.constantFrom("type", "target", "set", "db-include", "target-timeline", "process-max", "recovery-option"),
        fc.constantFrom("x", "2025-12-31 11:59:00+00"),
      ),
    },
    { requiredKeys: [] },
  ),
);
const restore = fc.record({
  id: fc.constant("restore-20260201T120000Z"),
  repo: fc.constantFrom("repo1", "repo2"),
  target,
  options,
});

/** A cluster of a name, which has had restores before or not. */
const resource = (name: string): fc.Arbitrary<JsonObject> =>
  fc.record({ instances: fc.integer({ min: 0, max: 5 }), hasNamespace: fc.boolean(), left }).map((given) => ({
    apiVersion,
    kind: "postgresql",
    metadata: { name, ...(given.hasNamespace && { namespace: "pg" }) },
    spec: {
      numberOfInstances: given.instances,
      backup: {
        pgbackrest: {
          image: "x",
          repos: [{ name: "repo1", storage: "pvc" }],
          ...(given.left !== null && { restore: given.left }),
        },
      },
    },
  }));

const patched = (name: string, value: JsonObject) => ({
  apiVersion,
  name,
  ...(stringify(value).includes("namespace: pg") && { namespace: "pg" }),
});

const pgbackrest = { image: "x", repos: [{ name: "repo1", storage: "pvc" }] };

const release = fc.constantFrom<OperatorRelease>(...Object.values(operatorReleases));

/** Options as the cluster's resource has them, and what pgBackRest gets of them. */
const written = (options: Readonly<Record<string, string>>, by: OperatorRelease) =>
  Object.fromEntries(
    Object.entries(options).map(([option, value]) => {
      const text = writtenOptionValue(value, by);
      expect(optionValueRead(text, by)).to.equal(/["$`\\]/.test(value) ? undefined : value);
      return [option, text];
    }),
  );

const withInstances = (value: JsonValue, numberOfInstances: number | undefined) =>
  merged(value, { spec: { ...(numberOfInstances !== undefined && { numberOfInstances }) } });

describe("a patch that restores", () => {
  it("leaves of a cluster what it was, with this restore and no other, and --undo leaves none", () => {
    fc.assert(
      fc.property(resource("c"), restore, release, (value, wanted: Restore, by) => {
        const cluster = patched("c", value);
        const restored = merged(value, restorePatch(cluster, value, wanted, by));
        expect(restored).to.deep.equal({
          ...value,
          spec: {
            numberOfInstances: 1,
            backup: {
              pgbackrest: {
                ...pgbackrest,
                restore: {
                  id: wanted.id,
                  repo: wanted.repo,
                  options: written({ ...optionsOf(wanted.target), ...wanted.options }, by),
                },
              },
            },
          },
        });
        const ended = { ...value, spec: { numberOfInstances: instancesOf(value), backup: { pgbackrest } } };
        const undo = undoPatch(cluster, instancesOf(value), by);
        if (by.restoreStarts === "another id") {
          expect(merged(restored, undo)).to.deep.equal(ended);
          expect(merged(value, undo)).to.deep.equal(ended);
        } else expect(merged(restored, undo)).to.deep.equal(withInstances(restored, instancesOf(value)));
      }),
    );
  });

  it("has a target that is the moment, for pgBackRest and for whoever reads it", () => {
    fc.assert(
      fc.property(moment, (at) => {
        const { target: text = "" } = optionsOf({ is: "time", moment: at });
        expect(text).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/);
        expect(readMoment(text, 0)).to.deep.equal({ is: "moment", moment: at });
      }),
    );
  });

  it("is applied by kustomize as it is merged here: one build of 80 clusters, with a patch for each", function () {
    this.timeout(240_000);
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    const cases = Array.from({ length: 80 }, (_, index) => `c${index}`).flatMap((name) =>
      fc
        .sample(fc.tuple(resource(name), restore), { numRuns: 1, seed: name.length * 1000 + Number(name.slice(1)) })
        .map(([value, wanted]) => ({
          value,
          patch: restorePatch(patched(name, value), value, wanted, newestRelease),
          undo: undoPatch(patched(name, value), 2, newestRelease),
        })),
    );
    const work = workspace();
    const write = (file: string, values: readonly JsonObject[]) =>
      work.write(file, values.map((value) => stringify(value, { aliasDuplicateObjects: false })).join("---\n"));
    write(
      "clusters.yaml",
      cases.map(({ value }) => value),
    );
    const build = (...files: readonly string[]) => {
      work.write(
        "kustomization.yaml",
        stringify({ resources: ["clusters.yaml"], patches: files.map((path) => ({ path })) }),
      );
      const { status, stdout, stderr } = run(kustomize, ["build", work.path()]);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      return byName(parseAllDocuments(stdout).map((document) => document.toJS()));
    };
    write(
      "restore.yaml",
      cases.map(({ patch }) => patch),
    );
    write(
      "undo.yaml",
      cases.map(({ undo }) => undo),
    );
    try {
      const restored = cases.map(({ value, patch }) => merged(value, patch));
      expect(build("restore.yaml")).to.deep.equal(byName(restored));
      const ended = cases.map(({ undo }, index) => merged(restored[index] ?? null, undo));
      expect(build("restore.yaml", "undo.yaml")).to.deep.equal(byName(ended));
    } finally {
      work.remove();
    }
  });
});

const byName = (values: readonly unknown[]) =>
  Object.fromEntries(values.map((value) => [JSON.stringify(value).match(/"name":"(c\d+)"/)?.[1] ?? "", value]));

describe("the id of a restore", () => {
  const now = Date.parse("2026-02-01T12:00:00.999Z");
  for (const [given, former, id] of [
    [undefined, [], "restore-20260201T120000Z"],
    [undefined, ["restore-20260201T120000Z"], "restore-20260201T120000Z-2"],
    [undefined, ["old"], "restore-20260201T120000Z"],
    ["a", ["b"], "a"],
    ["x".repeat(63), [], "x".repeat(63)],
  ] as const)
    it(`is ${id} where ${given ?? "none"} is given after ${former.join() || "none"}`, () => {
      expect(restoreId(given, now, former)).to.deep.equal({ is: "id", id });
    });

  for (const given of ["", " ", "a b", "-a", "a/b", "a\n", "$(id)", "x".repeat(64)])
    it(`is refused: ${JSON.stringify(given)}`, () => {
      expect(restoreId(given, now, []).is).to.equal("refused");
    });

  it("is another one for each second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seconds) => {
        const ids = [now, now + seconds * 1000].map((at) => restoreId(undefined, at, []));
        expect(ids[0]).not.to.deep.equal(ids[1]);
      }),
    );
  });
});
