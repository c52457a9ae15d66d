import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments, stringify } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { normalized } from "./compare.ts";

const cases = new URL("cases/", import.meta.url);

const resources = (text: string) =>
  parseAllDocuments(text, {
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":timestamp")),
  })
    .map((document) => document.toJS())
    .filter((value) => value !== null)
    .flatMap((value) => (value.kind === "ResourceList" ? value.items : [value]));

type Resource = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };

const keyed = (objects: readonly Resource[]) =>
  Object.fromEntries(
    objects.map((object) => [
      `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`,
      normalized(structuredClone(object) as never),
    ]),
  );

/** Every text of the value with one namespace in the place of another, also within host names. */
const moved = <T>(value: T, from: string, to: string): T =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(`"namespace":"${from}"`, `"namespace":"${to}"`)
      .replaceAll(`.${from}.svc.`, `.${to}.svc.`),
  );

/** Twins keep their backups in one place, which is a separate mistake. */
const twinsMayShare = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec: { checks: { "shared-repository": { severity: "off" } } },
};

describe("parity of many clusters in one list", () => {
  it("each gets what it gets alone, and so do its twins in other namespaces", async () => {
    const input: Resource[] = [];
    const expected: Resource[] = [];
    for (const [index, name] of readdirSync(cases).sort().entries()) {
      const read = (file: string) => resources(readFileSync(new URL(`${name}/${file}`, cases), "utf8"));
      const items: Resource[] = read("input.yaml");
      if (items.some(({ kind }) => kind === "OperatorConfiguration")) continue;
      for (const twin of ["", "-a", "-b"]) {
        const twins = (objects: Resource[]) =>
          [...new Set(items.map(({ metadata }) => metadata.namespace ?? ""))].reduce(
            (result, namespace) => moved(result, namespace, `${namespace}-${index}${twin}`),
            objects,
          );
        input.push(...twins(items));
        expected.push(...twins(read("expected.yaml")));
      }
    }
    const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: input };
    for (const text of [stringify(list, { version: "1.1", aliasDuplicateObjects: false }), JSON.stringify(list)]) {
      const { parts, findings } = await filter(Buffer.from(text), twinsMayShare);
      expect(findings.filter(({ severity }) => severity === "error")).to.deep.equal([]);
      const output = resources(Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"));
      expect(output).to.have.lengthOf(input.length + expected.length);
      expect(keyed(output.slice(input.length))).to.deep.equal(keyed(expected));
    }
  }).timeout(60_000);
});
