import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { requireTool, root, run, which } from "../tools.ts";
import { startLanguageServer } from "./language-server.ts";
import { schemaFile } from "./validators.ts";

const path = join(root, "docs", "editors.md");
const text = readFileSync(path, "utf8");
const home = "https://raw.githubusercontent.com/cybertec-postgresql/expand-pgbackrest/main/fn-config/";
const blocks = (language: string) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, name, block = ""]) =>
    name === language ? [block] : [],
  );

interface Settings {
  readonly yamlVersion: string;
  readonly schemas: Readonly<Record<string, readonly string[]>>;
}
const vsCode: Readonly<Record<string, unknown>> = JSON.parse(blocks("json")[0] ?? "");
const isSchemas = (value: unknown): value is Settings["schemas"] => typeof value === "object" && value !== null;
const schemas = vsCode["yaml.schemas"];
const settings: Settings = {
  yamlVersion: String(vsCode["yaml.yamlVersion"]),
  schemas: isSchemas(schemas) ? schemas : {},
};

/** The table of a call as JSON: of Lua only what the page has of it. */
const luaTable = (block: string): unknown => {
  const table = /vim\.lsp\.config\("yamlls", (\{[\s\S]*?\n\})\)/.exec(block)?.[1] ?? "";
  const json = table
    .replace(/\{ ("[^{}]*") \}/g, "[$1]")
    .replace(/\["([^"\n]+)"\] =/g, '"$1":')
    .replace(/^(\s*)(\w+) =/gm, '$1"$2":')
    .replace(/,(\s*\})/g, "$1");
  return JSON.parse(json);
};

describe("docs/editors.md", function () {
  this.timeout(240_000);

  it("names schemas and files that are there", () => {
    for (const address of text.match(/https:\/\/raw\.githubusercontent\.com[^\s"]+/g) ?? []) {
      expect(address.startsWith(home)).to.equal(true);
      const file = address.slice(home.length);
      if (file !== "config.schema.json") expect(schemaFile(file).$id).to.equal(address);
    }
    for (const [, link = ""] of text.matchAll(/\]\(([^)#:]+)\)/g))
      if (!link.endsWith("/config.schema.json")) expect(existsSync(join(dirname(path), link)), link).to.equal(true);
  });

  it("has the same settings for every editor", function () {
    expect(Object.keys(settings.schemas)).to.have.lengthOf(3);
    const [lua = ""] = blocks("lua");
    expect(luaTable(lua)).to.deep.equal({ settings: { yaml: settings } });
    const python = requireTool(this, "python3", which("python3"));
    const toml = run(python, ["-c", "import json, sys, tomllib; print(json.dumps(tomllib.loads(sys.stdin.read())))"], {
      input: blocks("toml")[0] ?? "",
    });
    expect(JSON.parse(toml.stdout)).to.deep.equal({
      "language-server": { "yaml-language-server": { config: { yaml: settings } } },
    });
  });

  it("has settings by which the language server knows files by their names", async () => {
    const local = Object.fromEntries(
      Object.entries(settings.schemas).map(([address, files]) => [
        pathToFileURL(join(root, "fn-config", address.slice(home.length))).href,
        files,
      ]),
    );
    const server = await startLanguageServer({ ...settings, schemas: local });
    const found = async (file: string, content: string) =>
      (await server.diagnose(join("/somewhere/deep", file), content)).map(({ message }) => message);
    const cluster = readFileSync(join(root, "tutorials/s3/postgresql.yaml"), "utf8");
    const wrong = cluster.replace('repo1-retention-full: "4"', "start-fast: y");
    try {
      for (const file of ["postgresql.yaml", "orders.postgresql.yaml"]) {
        expect(await found(file, cluster)).to.deep.equal([]);
        expect(await found(file, wrong)).to.deep.equal(['Incorrect type. Expected "string".']);
      }
      expect(await found("other.yaml", wrong)).to.deep.equal([]);
      const config =
        "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: { adpot: true }\n";
      expect(await found("expand-pgbackrest.yaml", config)).to.deep.equal(["Property adpot is not allowed."]);
    } finally {
      server.stop();
    }
  });
});
