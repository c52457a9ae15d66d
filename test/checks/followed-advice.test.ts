import { expect } from "chai";
import { exampleFindings } from "../../scripts/rule-example.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { placeText } from "../../src/findings/finding-text.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { keyOf } from "../pgbackrest/option-examples.ts";

/*
 * Whoever writes an option where a finding says to write it is not told by an error that the option does not belong there. For every option: as a
 * variable, negated, and with a wrong number or none.
 */

const releases = ["2.45", "2.59.1"];

/** What is said of a value, and not of the option's name, its place, or whether it may be there at all. */
const ofValue =
  /^(option-value|option-empty|placeholder-value|endpoint-|azure-account|azure-key-encoding|gcs-key-file|bucket-name|s3-key-type|s3-key-missing|timeouts|archive-retention|no-retention|retention-short|cipher-|wal-queue-limit|standby-unknown|option-without-effect)/;

function someValue({ type, allow, range }: Option): string {
  if (type === "boolean") return "y";
  if (type === "integer" || type === "size" || type === "time")
    return String(allow?.[0] ?? Math.max(1, Array.isArray(range) ? range[0] : 0));
  if (type === "path") return "/tmp/x";
  if (type === "hash") return "a=b";
  return String(allow?.[0] ?? "x");
}

const storages = {
  s3: "{name: repo1, storage: s3, resource: b, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}",
  pvc: "{name: repo1, storage: pvc, volume: {size: 1Gi}, schedule: {full: 30 2 * * *}}",
};

interface Written {
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly global?: Readonly<Record<string, string>>;
  readonly conf?: readonly string[];
}

const findings = ({ env = [], global = {}, conf = [] }: Written, release: string, storage: keyof typeof storages) =>
  exampleFindings({
    postgresql: `spec: {env: ${JSON.stringify(env)}, backup: {pgbackrest: {repos: [${storages[storage]}], global: ${JSON.stringify({ "repo1-retention-full": "7", ...global })}}}}`,
    functionConfig: `spec: {pgbackrestRelease: "${release}"}`,
    "s3.conf": `[global]\n${storage === "s3" ? "repo1-s3-key = x\nrepo1-s3-key-secret = x\n" : ""}${conf.join("\n")}\n`,
  });

/** What somebody has who has done what a finding says; `undefined` where it says to write no option. */
function followed({ at, fix }: Finding, value: string): Written | undefined {
  const [, verb, key = "", rest = ""] = /(Write|Set|set) `([a-z][a-z0-9-]*)`(.*)/.exec(fix) ?? [];
  if (verb === undefined) return undefined;
  const given = /with the value `(.*?)`/.exec(rest)?.[1] ?? value;
  if (rest.includes("`[db]`")) return { conf: ["[db]", `${key} = ${given}`] };
  if (rest.includes("Secret's") || (verb === "Write" && at.in !== "field")) return { conf: [`${key} = ${given}`] };
  return { global: { [key]: given } };
}

const wrongKeys = (name: string, option: Option): readonly string[] => {
  const key = keyOf(name, option);
  const number = option.group === undefined ? name.replace(/^(repo|pg)(?=-)/, "$11") : name;
  return [`no-${key}`, `no-${name}`, `reset-${key}`, number, keyOf(name, option, 257), `${key}x`].filter(
    (wrong, at, all) => wrong !== key && all.indexOf(wrong) === at,
  );
};

const errorText = ({ severity, rule, problem }: Finding) =>
  severity === "error" && !ofValue.test(rule) ? [`${rule}: ${problem}`] : [];

describe("advice to write an option", () => {
  for (const release of releases)
    for (const storage of ["s3", "pvc"] as const)
      it(`can be followed: ${release}, ${storage}`, async function () {
        this.timeout(60_000);
        const wrong: string[] = [];
        const after = new Map<string, readonly string[]>();
        for (const [name, option] of allOptions()) {
          const value = someValue(optionIn(option, release) ?? option);
          const variable = `PGBACKREST_${keyOf(name, option).toUpperCase().replaceAll("-", "_")}`;
          const plain = `PGBACKREST_${name.toUpperCase().replaceAll("-", "_")}`;
          const keys = wrongKeys(name, option);
          const start = {
            env: [variable, plain, variable.replace("_", "_NO_")].map((each) => ({ name: each, value })),
            global: Object.fromEntries(keys.map((key) => [key, value])),
            conf: keys.map((key) => `${key} = ${value}`),
          };
          for (const finding of await findings(start, release, storage)) {
            const next = followed(finding, value);
            if (next === undefined) continue;
            const key = JSON.stringify(next);
            const errors = after.get(key) ?? (await findings(next, release, storage)).flatMap(errorText);
            after.set(key, errors);
            wrong.push(...errors.map((error) => `${placeText(finding.at)}: ${finding.fix} ${key}: ${error}`));
          }
        }
        expect(wrong.join("\n")).to.equal("");
        expect(after.size).to.be.above(80);
      });
});
