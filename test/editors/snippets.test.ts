import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";
import { compiled, documentsOf, isCluster, schemaFile } from "./validators.ts";

interface Snippet {
  readonly scope: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const snippets: Readonly<Record<string, Snippet>> = JSON.parse(
  readFileSync(join(root, "fn-config", "expand-pgbackrest.code-snippets"), "utf8"),
);

/** A body with its defaults, as an editor inserts it: of choices the first, where a place is repeated the same. */
function expanded(prefix: string): string {
  const { body } = Object.values(snippets).find((snippet) => snippet.prefix === prefix) ?? { body: [] };
  const defaults = new Map<string, string>();
  const written = body
    .join("\n")
    .replace(/(?<!\\)\$\{(\d+)(?::([^}]*)|\|([^,}]*)[^}]*\|)\}/g, (_, place, text, choice) => {
      defaults.set(place, text ?? choice);
      return text ?? choice;
    });
  return written.replace(/(?<!\\)\$(\d+)/g, (_, place) => defaults.get(place) ?? "").replaceAll("\\$", "$");
}

describe("the snippets of fn-config", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const healthy = { status: 0, stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n", stderr: "" };
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });

  it("have a prefix of their own, and words that say what they insert", () => {
    const all = Object.values(snippets);
    expect(new Set(all.map(({ prefix }) => prefix)).size).to.equal(all.length);
    for (const { prefix, description, body } of all) {
      expect(prefix).to.match(/^cpo-[a-z0-9-]+$/);
      expect(description).to.match(/^[A-Zs].*[^.]$/);
      expect(body.at(-1), "where the cursor ends").to.equal("$0");
      expect(expanded(prefix)).to.not.match(/\$\{|\$\d/);
    }
  });

  for (const prefix of ["cpo-s3", "cpo-pvc", "cpo-gcs", "cpo-azure"])
    it(`${prefix} is a cluster that the schema takes, and names the schema`, () => {
      const text = expanded(prefix);
      const { $id } = schemaFile("postgresql.schema.json");
      expect(text.split("\n")[0]).to.equal(`# yaml-language-server: $schema=${$id}`);
      const clusters = documentsOf(text).filter(isCluster);
      expect(clusters.map(compiled(schemaFile("postgresql.schema.json")))).to.deep.equal([true]);
    });

  for (const prefix of ["cpo-pvc", "cpo-gcs", "cpo-azure"])
    it(`${prefix} is healthy as it is`, () => {
      work.write("postgresql.yaml", expanded(prefix));
      expect(check("postgresql.yaml")).to.deep.equal(healthy);
    });

  it("cpo-s3, cpo-s3-conf and cpo-s3-kustomization are healthy together", function () {
    requireTool(this, "kustomize", which("kustomize"));
    work.write("s3/postgresql.yaml", expanded("cpo-s3"));
    work.write("s3/s3.conf", expanded("cpo-s3-conf"));
    work.write("s3/kustomization.yaml", expanded("cpo-s3-kustomization"));
    work.write("s3/namereference.yaml", readFileSync(join(root, "fn-config", "namereference.yaml"), "utf8"));
    expect(check("--kustomize", "s3")).to.deep.equal(healthy);
  });

  it("cpo-function-config is one that the program and the schema take", () => {
    const text = expanded("cpo-function-config");
    const [config] = documentsOf(text);
    expect(compiled(schemaFile("schema.json"))(config)).to.equal(true);
    work.write("postgresql.yaml", expanded("cpo-pvc"));
    work.write("function.yaml", text);
    expect(run(program, ["render", "postgresql.yaml", "-f", "function.yaml"], { cwd: work.path() })).to.include({
      status: 0,
      stderr: "",
    });
  });
});
