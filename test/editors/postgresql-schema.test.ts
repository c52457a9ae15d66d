import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import type { RuleDescription } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { filter } from "../../src/function/filter.ts";
import { releases } from "../../src/pgbackrest/generated/options.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { meaningOf } from "../../src/pgbackrest/option-names.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { valueProblem } from "../../src/pgbackrest/option-values.ts";
import { broken, healthy } from "../checks/situations.ts";
import { keyOf, values } from "../pgbackrest/option-examples.ts";
import { compiled, documentsOf, errorsOf, isCluster, schemaFile } from "./validators.ts";

const schema = schemaFile("postgresql.schema.json");
const accepts = compiled(schema);

interface Input {
  readonly name: string;
  readonly text: string;
  readonly functionConfig?: unknown;
}

const parity = new URL("../parity/cases/", import.meta.url);
const described: readonly RuleDescription[] = rules;
const verdicts = (file: string): ReadonlyArray<{ readonly id: string; readonly input: string }> =>
  JSON.parse(readFileSync(new URL(`../cpo/testdata/${file}`, import.meta.url), "utf8"));

const inputs: readonly Input[] = [
  ...readdirSync(parity).map((name) => ({ name, text: readFileSync(new URL(`${name}/input.yaml`, parity), "utf8") })),
  ...described.flatMap(({ id, bad, good }) => [
    { name: `${id}: bad`, text: exampleInput(bad).manifests, functionConfig: exampleInput(bad).functionConfig },
    { name: `${id}: good`, text: exampleInput(good).manifests, functionConfig: exampleInput(good).functionConfig },
  ]),
  ...[...broken, ...healthy].map(([name, example]) => ({
    name,
    text: exampleInput(example).manifests,
    functionConfig: exampleInput(example).functionConfig,
  })),
  ...verdicts("crd-verdicts.json").map(({ id, input }) => ({ name: id, text: input })),
];

/** True where these options may stand in `global`. */
const acceptsGlobal = (global: Readonly<Record<string, string>>) => {
  const [cluster] = documentsOf(exampleInput({}).manifests).filter(isCluster);
  return accepts(withGlobal(cluster, global));
};

function withGlobal(cluster: unknown, global: Readonly<Record<string, string>>): unknown {
  const copy = JSON.parse(JSON.stringify(cluster));
  copy.spec.backup.pgbackrest.global = global;
  return copy;
}

/** What a range may go by. */
const everyKind = ({ range }: Option): ReadonlyArray<string | undefined> =>
  range === undefined || range === null || Array.isArray(range) ? [undefined] : Object.keys(range);

const isAbout = (finding: Finding, cluster: object) =>
  finding.at.object.kind === "postgresql" &&
  finding.at.object.name === Reflect.get(Reflect.get(cluster, "metadata") ?? {}, "name");

/** What a JSON schema of draft-07 cannot say. */
const unsayable = ["repos-duplicate-name"];

describe("the schema of postgresql for editors", function () {
  this.timeout(240_000);

  it("refuses what the program refuses by its schema, and accepts what is healthy", async () => {
    const wrong: string[] = [];
    const seen = { refused: 0, healthy: 0 };
    for (const { name, text, functionConfig } of inputs) {
      const { findings } = await filter(Buffer.from(text), JSON.parse(JSON.stringify(functionConfig ?? null)));
      for (const cluster of documentsOf(text).filter(isCluster)) {
        const found = findings.filter((finding) => isAbout(finding, cluster));
        const isRefused = found.some(({ rule }) => rule === "api-server-schema");
        const isHealthy = found.every(({ severity }) => severity === "info");
        if (isRefused) seen.refused += 1;
        if (isHealthy) seen.healthy += 1;
        if (isRefused && accepts(cluster) && !unsayable.includes(name))
          wrong.push(`${name} is accepted: ${found.find(({ rule }) => rule === "api-server-schema")?.problem}`);
        if (isHealthy && !accepts(cluster)) wrong.push(`${name} is refused: ${errorsOf(schema, cluster)}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(seen.healthy).to.be.greaterThan(400);
    expect(seen.refused).to.be.greaterThan(20);
  });

  it("has in `global` the names that pgBackRest reads there, with each index, and no others", () => {
    const names = allOptions().flatMap(([name, option]) => [
      ...[0, 1, 4, 5, 99, 256, 257].map((index) => keyOf(name, option, index)),
      ...(option.aliases ?? []).flatMap((alias) => [alias.replace("?", "1"), alias.replace("?", "300")]),
      ...[
        name,
        `${name}x`,
        `no-${name}`,
        name.replaceAll("-", "_"),
        name.toUpperCase(),
        name.replace("repo", "repo01"),
      ],
    ]);
    const wrong = [...new Set(names)].filter((key) => {
      const meaning = meaningOf(key);
      const isRead = meaning.is === "option" && meaning.option.section === undefined;
      // A value that any option takes as it is.
      return isRead !== acceptsGlobal({ [key]: "<path:kv/a#b>" });
    });
    expect(wrong).to.deep.equal([]);
    expect(names.length).to.be.greaterThan(1500);
  });

  it("takes the values that some release takes, but for the limits of sizes and times, and refuses all others", () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const [name, option] of allOptions()) {
      if (option.section !== undefined) continue;
      const known = releases.filter((release) => optionIn(option, release) !== undefined);
      for (const value of [...values(option), "", " ", "a\nb", "<path:kv/a#b>"]) {
        const isBlank = value.trim() === "" || value.includes("\n");
        const isFilledIn = value.startsWith("<");
        const problems = known.map((release) =>
          everyKind(option).map((kind) => valueProblem(option, value, release, kind)),
        );
        const isTaken =
          isFilledIn || (!isBlank && problems.some((each) => each.some((problem) => problem === undefined)));
        const isLimit = problems.some((each) =>
          each.some(
            (problem) =>
              problem?.problem === "is out of range" || problem?.problem === "is not a value that pgBackRest allows",
          ),
        );
        tried += 1;
        const isLoose = (option.type === "size" || option.type === "time") && isLimit;
        if (acceptsGlobal({ [keyOf(name, option)]: value }) !== isTaken && !isLoose)
          wrong.push(`${name} = ${value}: ${isTaken}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(tried).to.be.greaterThan(1000);
  });
});
