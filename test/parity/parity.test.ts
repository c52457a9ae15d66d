import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { keyed } from "./compare.ts";
import { configFor, exceptions } from "./exceptions.ts";

const cases = new URL("cases/", import.meta.url);

const documents = (text: string, version: "1.1" | "1.2" = "1.2") =>
  parseAllDocuments(text, {
    version,
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":timestamp")),
  })
    .map((document) => document.toJS())
    .filter((value) => value !== null);

async function added(input: string, config?: JsonValue) {
  const { parts, findings } = await filter(Buffer.from(input), config);
  const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
  expect(output.startsWith(input), "the input leaves unchanged").to.equal(true);
  const text = output.slice(input.length);
  expect(documents(text, "1.1"), "YAML 1.1 and 1.2 agree").to.deep.equal(documents(text));
  return { objects: documents(text), findings: findingsText(findings) };
}

const cloneOn = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec: { cloneConfigMap: true },
};

describe("parity with the operator", () => {
  for (const name of readdirSync(cases).sort()) {
    const read = (file: string) => readFileSync(new URL(`${name}/${file}`, cases), "utf8");

    it(`${name}: the objects that v0.9.2 makes`, async () => {
      const { objects, findings } = await added(read("input.yaml"), configFor(name));
      expect(keyed(objects)).to.deep.equal(keyed(documents(read("expected.yaml"))));
      if (Object.hasOwn(exceptions, name)) return;
      const clearTextKeys = /storage: azure/.test(read("input.yaml"));
      if (clearTextKeys)
        expect(findings).to.match(/^[^\n]* warning: [^\n]* \[azure-key-in-config-map\]\n[^\n]*\n(\n|$)/);
      else if (name === "restore-block") expect(findings).to.match(/^[^\n]* info: [^\n]* \[restore-left\]\n[^\n]*\n$/);
      else if (name === "ignored-fields" || name === "storage-class-and-selector")
        expect(findings).to.match(/^([^\n]* warning: [^\n]* \[field-without-effect\]\n[^\n]*\n(\n|$))*$/);
      else expect(findings).to.equal("");
    });

    const exception = exceptions[name];
    if (exception !== undefined)
      it(`${name}: what a living cluster makes of it. ${exception.why}`, async () => {
        const { findings } = await filter(Buffer.from(read("input.yaml")));
        expect(findings.map(({ rule, severity }) => ({ rule, severity }))).to.deep.equal(
          Array(exception.findings).fill({ rule: exception.rule, severity: exception.severity }),
        );
      });

    if (!existsSync(new URL(`${name}/expected-clone.yaml`, cases))) continue;
    it(`${name}: the clone ConfigMap, on request`, async () => {
      const { objects } = await added(read("input.yaml"), cloneOn);
      const clones = documents(read("expected-clone.yaml"));
      expect(keyed(objects)).to.deep.equal(keyed([...documents(read("expected.yaml")), ...clones]));
      const text = (object: { data: Record<string, string> }) => object.data["pgbackrest_clone.conf"];
      expect(objects.filter(({ metadata }) => metadata.name.endsWith("-clone-config")).map(text)).to.deep.equal(
        clones.map(text),
      );
    });
  }
});
