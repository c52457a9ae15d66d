import { expect } from "chai";
import fc from "fast-check";
import { exampleInput } from "../../scripts/rule-example.ts";
import type { Rule } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { runChecks } from "../../src/checks/run-checks.ts";
import type { Topic } from "../../src/checks/subjects.ts";
import { isUnusual, parsedSchedule } from "../../src/cpo/schedules.ts";
import { checkInputOf } from "../../src/function/check-input.ts";
import { read } from "../../src/function/read.ts";
import { resolve } from "../../src/function/resolve.ts";
import { monthsWithoutRun } from "../../src/kubernetes/cron-words.ts";
import { builders } from "../../src/objects/index.ts";
import { policyJudge } from "../../src/recovery/policy.ts";
import { broken, healthy } from "./situations.ts";

/*
 * A rule is asked only about clusters that have what it is about. That spares time and must spare no finding: asked about every cluster, it
 * has nothing more to say. (Storages and restores are left out: there a rule is told that it is about nothing else.)
 */

const storages: readonly Topic[] = ["azure", "gcs", "pvc", "s3"];

const askedAboutAll = rules.map((rule: Rule): Rule => {
  if (rule.checkCluster === undefined || rule.appliesTo === "restore") return rule;
  const { appliesTo, appliesToOptions: _options, appliesToLine: _line, appliesToFields: _fields, ...rest } = rule;
  return appliesTo !== undefined && storages.includes(appliesTo) ? { ...rest, appliesTo } : rest;
});

/** The input of an example, as its rules see it; undefined where the functionConfig is refused before. */
async function checkInput({ manifests, functionConfig }: ReturnType<typeof exampleInput>) {
  const input = await read(Buffer.from(manifests), {
    functionConfig: JSON.parse(JSON.stringify(functionConfig ?? null)),
    made: builders,
    everyCluster: true,
    isBuilt: false,
    renamedSecret: () => undefined,
    laterNamespace: () => undefined,
    writtenBefore: () => false,
    readsWhole: true,
  });
  const resolution = await resolve(input);
  if (resolution.is === "refused") return undefined;
  const { policy } = resolution.config;
  return checkInputOf(input, resolution, policy === undefined ? undefined : policyJudge(policy));
}

describe("what a rule is about", () => {
  const examples = [
    ...rules.flatMap(({ id, bad, good }) => [
      [`${id}, the bad example`, bad] as const,
      [`${id}, the good one`, good] as const,
    ]),
    ...broken,
    ...healthy,
  ];

  it("hides no finding: asked about every cluster, it says the same", async function () {
    this.timeout(60_000);
    let looked = 0;
    for (const [when, example] of examples) {
      const input = await checkInput(exampleInput(example));
      if (input === undefined) continue;
      looked += 1;
      const said = (list: readonly Rule[]) =>
        runChecks(input, { object: { apiVersion: "", kind: "" }, rules: {} }, list);
      expect(said(rules), when).to.deep.equal(said(askedAboutAll));
    }
    expect(looked).to.be.greaterThan(500);
  });
});

const field = (...texts: readonly string[]) => fc.constantFrom("*", ...texts);
const crons = fc.oneof(
  fc
    .tuple(field("0", "5-9", "*/1"), field("2", "25"), field("1", "29", "30,31", "x"), field("2"), field("1", "0-6"))
    .map((fields) => fields.join(" ")),
  fc.constantFrom("", "@daily", "@every 1m", "0 2 * *"),
);

describe("a usual schedule", () => {
  it("fires, on one kind of days, which all its months have, and not in every minute", () => {
    const seen = { usual: 0, unusual: 0 };
    fc.assert(
      fc.property(crons, (cron) => {
        const parsed = parsedSchedule(cron);
        seen[isUnusual(parsed) ? "unusual" : "usual"] += 1;
        if (isUnusual(parsed)) return;
        if ("refused" in parsed) throw new Error(`${cron} is refused: ${parsed.refused}`);
        expect(parsed.neverFires).to.equal(false);
        if (parsed.cron.kind === "every") return;
        const { day, minute, weekday } = parsed.cron;
        expect(minute.values.size).to.be.lessThan(60);
        expect(day.star || weekday.star).to.equal(true);
        expect(monthsWithoutRun(parsed.cron)).to.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.usual, seen.unusual)).to.be.greaterThan(50);
  });
});
