import { expect } from "chai";
import fc from "fast-check";
import { exampleInput } from "../../scripts/rule-example.ts";
import type { RuleDescription } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { flatSettings } from "../../src/cpo/operator-configuration.ts";
import { resolveSettings } from "../../src/cpo/settings.ts";
import { isFunctionConfig } from "../../src/function/generated/is-function-config.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import { broken, healthy } from "../checks/situations.ts";
import { compiled, schemaFile } from "./validators.ts";

const accepts = compiled(schemaFile("schema.json"));
const described: readonly RuleDescription[] = rules;
const ids: readonly string[] = rules.map(({ id }) => id);
const head = { apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest" };

/** What the program says, by its schema and of the ids of rules. */
const isTaken = (value: unknown) =>
  isFunctionConfig(value) && Object.keys(value.spec?.checks ?? {}).every((id) => ids.includes(id));

describe("the schema of the functionConfig for editors", () => {
  it("takes what the program takes, in the examples of rules", () => {
    const examples = [
      ...described.flatMap(({ bad, good }) => [bad, good]),
      ...[...broken, ...healthy].map(([, each]) => each),
    ];
    const configs = examples.flatMap((example) => exampleInput(example).functionConfig ?? []);
    expect(configs.filter((config) => accepts(config) !== isTaken(config))).to.deep.equal([]);
    expect(configs.length).to.be.greaterThan(30);
  });

  it("takes and refuses what the program takes and refuses, whatever is written", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        "",
        "x",
        "y",
        "off",
        "AND",
        "retain",
        "operator",
        "apply",
        "chart",
        "1",
        "100m",
        "5Gi",
        "5m",
        "14d",
        "2.58.0",
      ),
      fc.constantFrom<unknown>(true, false, null, 0, 1, -1, 1.5, 2 ** 31, [], ["a"], [1], {}, { a: "b" }, { a: 1 }),
      fc.record(
        { severity: fc.constantFrom("error", "off", "fatal", false), reason: fc.constantFrom("because", "", 1) },
        { requiredKeys: [] },
      ),
    );
    const fields = (names: readonly string[]) =>
      fc.dictionary(fc.constantFrom(...names, "unknown"), value, { maxKeys: 2 });
    const spec = fc.record(
      {
        operator: fields([...Object.keys(flatSettings), "release", "crd", "kubernetes"]),
        selector: fields(["matchLabels", "matchExpressions"]),
        jobs: fields(["timeZone", "suspend", "backoffLimit", "startingDeadlineSeconds"]),
        policy: fields(["window", "rpo", "encryption", "repos"]),
        checks: fc.dictionary(fc.constantFrom("no-retention", "no-retension", ids[0] ?? "", ""), value, { maxKeys: 2 }),
        namespace: value,
        adopt: value,
        cloneConfigMap: value,
        repoHost: value,
        pgbackrestRelease: value,
      },
      { requiredKeys: [] },
    );
    const one = fc.oneof(
      fc.record({
        operator: fc.dictionary(fc.constantFrom(...Object.keys(flatSettings), "release"), value, {
          minKeys: 1,
          maxKeys: 1,
        }),
      }),
      fc.record({ jobs: fc.dictionary(fc.constantFrom("suspend", "backoffLimit"), value, { minKeys: 1, maxKeys: 1 }) }),
      fc.record({
        checks: fc.dictionary(fc.constantFrom("no-retention", "no-retension"), value, { minKeys: 1, maxKeys: 1 }),
      }),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(spec, one), (written) => {
        const config = { ...head, spec: written };
        if (isTaken(config)) taken += 1;
        expect(accepts(config)).to.equal(isTaken(config));
      }),
      { numRuns: 3000, examples: [[{}]] },
    );
    expect(taken).to.be.greaterThan(50);
  });

  it("says the defaults that count where nothing is written", () => {
    const defaults = Object.fromEntries(
      Object.entries(flatSettings).flatMap(([name, setting]) => {
        const given: unknown = Reflect.get(setting, "default");
        return given === undefined ? [] : [[name, given]];
      }),
    );
    expect(Object.keys(defaults).length).to.be.greaterThan(15);
    for (const origin of [{ from: "ConfigMap" }, { from: "chart" }] as const)
      expect(resolveSettings(origin, [defaults], goDurationSeconds)).to.deep.equal(
        resolveSettings(origin, [], goDurationSeconds),
      );
  });
});
