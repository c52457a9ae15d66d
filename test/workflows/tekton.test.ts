import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { docker, image, program, requireTool, root, run } from "../tools.ts";
import { errorsBy, installed } from "./tools.ts";

const task = parse(readFileSync(join(root, "tekton/expand-pgbackrest-check.yaml"), "utf8"));
const [step] = task.spec.steps;

/** A schema that also refuses what it does not have, as the API server would drop it. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const under = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in under && !("additionalProperties" in under)
    ? { ...under, additionalProperties: false }
    : under;
}

/** The arguments that Tekton makes of the Task for these params: an array takes the place of its own. */
function argumentsFor(given: Readonly<Record<string, string | readonly string[]>>): readonly string[] {
  const values: Record<string, string | readonly string[]> = {};
  for (const { name, default: value } of task.spec.params) values[name] = given[name] ?? value;
  return step.args.flatMap((argument: string) => {
    const [, list = ""] = /^\$\(params\.([\w-]+)\[\*\]\)$/.exec(argument) ?? [];
    return values[list] ?? argument.replace(/\$\(params\.([\w-]+)\)/g, (_, name: string) => String(values[name]));
  });
}

describe("tekton/expand-pgbackrest-check.yaml", function () {
  this.timeout(240_000);
  let work: Workspace;
  before(() => {
    work = workspace();
    const good = readFileSync(join(root, "tutorials/s3/postgresql.yaml"), "utf8");
    work.write("source/good/one.yaml", good);
    work.write("source/bad/one.yaml", good.replace("name: repo1", "name: repo9"));
  });
  after(() => work.remove());

  it("is a Task to Tekton's resource definition, which has every field of it", function () {
    const { spec } = parse(readFileSync(installed(this, "tekton/task-crd.yaml"), "utf8"));
    const [version] = spec.versions.filter(({ name }: { name: string }) => name === "v1");
    const schema = version.schema.openAPIV3Schema.properties.spec;
    expect(errorsBy(closed(schema) as object, task.spec)).to.deep.equal([]);
    const wrong = { ...task.spec, steps: [{ ...step, argz: [] }] };
    expect(errorsBy(closed(schema) as object, wrong).join()).to.include("argz");
    expect([task.apiVersion, task.kind]).to.deep.equal(["tekton.dev/v1", "Task"]);
  });

  it("uses every param and workspace, and none that it does not have", () => {
    const used = [...JSON.stringify(task.spec.steps).matchAll(/\$\((params|workspaces)\.([\w-]+)/g)];
    expect(new Set(used.map(([, kind, name]) => `${kind} ${name}`))).to.deep.equal(
      new Set([
        ...task.spec.params.map(({ name }: { name: string }) => `params ${name}`),
        ...task.spec.workspaces.map(({ name }: { name: string }) => `workspaces ${name}`),
      ]),
    );
  });

  const cases = [
    { params: { paths: ["good"] }, status: 0 },
    { params: { paths: ["good", "bad"] }, status: 1 },
    { params: {}, status: 1 },
    { params: { paths: ["good"], "fail-on": "$(touch mark)" }, status: 2 },
    { params: { paths: ["--config=/etc/passwd"] }, status: 2 },
  ] as const;
  for (const { params, status } of cases)
    it(`ends with ${status} for ${JSON.stringify(params)}`, () => {
      const result = run(program, argumentsFor(params), { cwd: work.path("source") });
      expect(result.status, result.stderr).to.equal(status);
    });

  it("runs in the image, as the user and with the rights that it asks for", function () {
    const engine = requireTool(this, "docker with the image", docker());
    const { runAsUser } = step.securityContext;
    const rights = ["--user", String(runAsUser), "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
    const folder = ["-v", `${work.path("source")}:/workspace/source:ro`, "-w", "/workspace/source"];
    const { status, stdout } = run(engine, [
      ...["run", "--rm", "--network", "none", "--read-only", ...rights, ...folder, image],
      ...argumentsFor({ paths: ["bad"] }),
    ]);
    expect(status).to.equal(1);
    expect(stdout).to.include("repo9");
  });
});
