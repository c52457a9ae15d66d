import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { hasSummary } from "../../scripts/editor-schemas/option-words.ts";
import { postgresqlWords } from "../../scripts/editor-schemas/postgresql-words.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { root } from "../tools.ts";
import { compiled, schemaFile } from "./validators.ts";

const folder = join(root, "fn-config");
const files = readdirSync(folder).filter((file) => /(^|\.)schema\.json$/.test(file));
/** Schemas of what users write. The others are of what the program writes. */
const forEditors = files.filter((file) =>
  ["config.schema.json", "postgresql.schema.json", "schema.json"].includes(file),
);
const home = "https://raw.githubusercontent.com/cybertec-postgresql/expand-pgbackrest/main/fn-config";

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const nodes = (value: unknown): readonly Node[] => (isNode(value) ? Object.values(value).filter(isNode) : []);

/** The paths of all fields for which a schema has no words. */
function withoutWords(node: Node, path: string): readonly string[] {
  const fields = ["properties", "patternProperties"].flatMap((keyword) => {
    const below = node[keyword];
    return isNode(below) ? Object.entries(below) : [];
  });
  return [
    ...fields.flatMap(([name, field]) => {
      if (!isNode(field)) return [`${path}.${name}`];
      const isAnyKey = name === "^.*$";
      const isSaid = isAnyKey || typeof field.description === "string" || typeof field.$ref === "string";
      return [...(isSaid ? [] : [`${path}.${name}`]), ...withoutWords(field, `${path}.${name}`)];
    }),
    ...[...nodes(node.definitions), ...alternatives(node)].flatMap((below) => withoutWords(below, path)),
    ...(isNode(node.items) ? withoutWords(node.items, `${path}.[]`) : []),
  ];
}

const alternatives = (node: Node): readonly Node[] =>
  ["anyOf", "allOf", "oneOf"].flatMap((keyword) => {
    const list = node[keyword];
    return Array.isArray(list) ? list.filter(isNode) : [];
  });

describe("the form of schemas in fn-config", () => {
  for (const file of files) {
    it(`${file} has a title and its own address, and Ajv takes it in strict mode`, () => {
      const schema = schemaFile(file);
      expect(compiled(schema)({ neither: "one nor the other" })).to.equal(false);
      expect(schema.title).to.be.a("string");
      expect(String(schema.$id)).to.match(new RegExp(`^https://.*/fn-config/${file.replaceAll(".", "\\.")}$`));
    });
  }

  for (const file of forEditors) {
    it(`${file} is draft-07 at an address from which editors can fetch it, as SchemaStore wants it`, () => {
      const schema = schemaFile(file);
      expect(schema.$schema).to.equal("http://json-schema.org/draft-07/schema#");
      expect(schema.$id).to.equal(`${home}/${file}`);
      expect(schema.description).to.match(/^[A-Z].*\.$/);
    });
  }

  it("has words for every field of a functionConfig", () => {
    expect(withoutWords(schemaFile("schema.json"), "")).to.deep.equal([]);
  });

  it("has words for every field of a cluster's backups and clones, and for every option", () => {
    const silent = withoutWords(schemaFile("postgresql.schema.json"), "");
    const env = /\.env\b/;
    expect(silent.filter((path) => /^\.spec\.(backup|clone)\b/.test(path) && !env.test(path))).to.deep.equal([]);
    const options = allOptions().filter(
      ([name, { section, group }]) => section === undefined && group !== "pg" && name !== "",
    );
    expect(options.map(([name]) => name).filter((name) => !hasSummary(name))).to.deep.equal([]);
  });

  it("says nothing of a field that a cluster does not have", () => {
    const known = new Set<string>();
    const collect = (node: Node, path: string): void => {
      known.add(path);
      for (const below of alternatives(node)) collect(below, path);
      if (isNode(node.items)) collect(node.items, `${path}.[]`);
      for (const [name, field] of isNode(node.properties) ? Object.entries(node.properties) : [])
        if (isNode(field)) collect(field, path === "" ? name : `${path}.${name}`);
    };
    collect(schemaFile("postgresql.schema.json"), "");
    expect(Object.keys(postgresqlWords).filter((path) => !known.has(path))).to.deep.equal([]);
  });

  it("is listed in a catalog, by addresses of files that are there", () => {
    const { schemas } = schemaFile("schema-catalog.json");
    const entries = Array.isArray(schemas) ? schemas.filter(isNode) : [];
    for (const entry of entries) {
      expect(Object.keys(entry)).to.deep.equal(["name", "description", "fileMatch", "url"]);
      // SchemaStore's checks: no name or description says "schema", and none ends in a full stop.
      for (const words of [entry.name, entry.description]) expect(words).to.match(/^(?!.*schema)[^\n]*[^.]$/i);
    }
    const listed = entries.map(({ url }) => String(url).slice(home.length + 1));
    expect(
      listed.filter((file) => file !== "config.schema.json" || existsSync(join(folder, file))).sort(),
    ).to.deep.equal(forEditors.sort());
  });
});
