import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { commandTable } from "../../src/cli/commands.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const table = await commandTable();
const cluster = readFileSync(join(root, "tutorials/s3/postgresql.yaml"), "utf8");
const conf = readFileSync(join(root, "tutorials/s3/s3.conf"), "utf8");
const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${cluster.replace(/\n(?=.)/g, "\n  ")}`;
const kustomization =
  "resources: [postgresql.yaml]\nsecretGenerator:\n- { name: demo-s3, namespace: pg, files: [s3.conf] }\nconfigurations: [names.yaml]\n";

/** What the examples of help name. */
const files: Readonly<Record<string, string>> = {
  "postgresql.yaml": cluster,
  "list.yaml": list,
  "function-config.yaml": "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {}\n",
  ...Object.fromEntries(["clusters", "before", "after"].map((folder) => [`${folder}/postgresql.yaml`, cluster])),
  ...Object.fromEntries(
    ["prod", "test"].flatMap((name) =>
      Object.entries({
        "postgresql.yaml": cluster,
        "s3.conf": conf,
        "kustomization.yaml": kustomization,
        "names.yaml": readFileSync(join(root, "fn-config/namereference.yaml"), "utf8"),
      }).map(([file, text]) => [`overlays/${name}/${file}`, text]),
    ),
  ),
};

describe("the examples of help", function () {
  this.timeout(240_000);
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "examples-"));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    mkdirSync(join(folder, "bin"));
    symlinkSync(program, join(folder, "bin/expand-pgbackrest"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const { examples, name } of table)
    for (const { call } of examples)
      it(`${name === "status" ? "can be read" : "can be run"}: ${call}`, function () {
        const kustomize = call.includes("overlays") ? requireTool(this, "kustomize", which("kustomize")) : "";
        const { status, stderr } = run("bash", ["-c", `expand-pgbackrest ${call}`], {
          cwd: folder,
          env: { PATH: `${folder}/bin:${dirname(kustomize)}:${process.env.PATH}`, KUBECONFIG: "/does/not/exist" },
        });
        expect(stderr).to.not.match(/has no option|is not a command|needs|cannot be `/);
        if (name === "status") expect(status).to.equal(3);
        else expect({ status, stderr: status === 0 ? "" : stderr }).to.deep.equal({ status: 0, stderr: "" });
      });
});
