import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { fleetItems } from "../../bench/fleet.ts";
import { documentOf, documentsOf, filesOf, oddForms } from "../../bench/forms.ts";
import { listOf } from "../../bench/lists.ts";
import { asKptGivesBack, givenBack, itemsOf, withTenthChanged } from "../../bench/second-run.ts";
import { main } from "../../src/cli/main.ts";
import { requireTool, run, which } from "../tools.ts";

const seeds = [1, 2, 3];

/** What a command of the program prints for this input. */
async function printed(args: readonly string[], input: string) {
  let [stdout, stderr] = ["", ""];
  const exitCode = await main(args, {
    stdin: () => Buffer.from(input),
    stdout: (part) => {
      stdout += typeof part === "string" ? part : Buffer.from(part).toString();
    },
    stderr: (text) => {
      stderr += text;
    },
    terminal: false,
    env: {},
  });
  return { exitCode, stdout, stderr };
}

const clustersOf = (items: readonly string[]) => items.filter((_, index) => index % 10 === 0);
const nameOf = (item: string) => /^ {4}name: (\S+)/m.exec(item)?.[1] ?? "";

/** The fields of a value in their order, without the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value).map(([key, field]) => [key, shapeOf(field)]);
}

describe("the fleet of the benchmark", function () {
  this.timeout(480_000);

  for (const seed of seeds)
    it(`is healthy: check has nothing to say about seed ${seed}`, async () => {
      const { exitCode, stdout, stderr } = await printed(["check", "-"], documentsOf(fleetItems(600, { seed })));
      expect({ exitCode, stdout, stderr }).to.deep.equal({
        exitCode: 0,
        stdout: "60 clusters: 0 errors, 0 warnings, 0 infos.\n",
        stderr: "",
      });
    });

  for (const mistakes of ["warnings", "errors"] as const)
    it(`has ${mistakes} about every cluster where it is to have them`, async () => {
      const items = fleetItems(500, { seed: 1, mistakes });
      const { exitCode, stdout } = await printed(["check", "-", "--format", "json"], documentsOf(items));
      expect(exitCode).to.equal(mistakes === "errors" ? 1 : 0);
      for (const item of clustersOf(items)) expect(stdout).to.include(`"${nameOf(item)}"`);
      expect(stdout.includes('"severity": "error"')).to.equal(mistakes === "errors");
    });

  it("has clusters of which no two have the same fields in the same order", () => {
    const shapes = seeds.flatMap((seed) =>
      clustersOf(fleetItems(1000, { seed })).map((item) => JSON.stringify(shapeOf(parse(item)[0].spec))),
    );
    expect(new Set(shapes).size).to.equal(300);
  });

  it("has every storage, two repositories too, schedules, options, comments and all ways to write a Secret", () => {
    const text = fleetItems(1000, { seed: 1 }).join("");
    for (const part of [
      ...["storage: s3", "storage: azure", "storage: gcs", "storage: pvc", "name: repo2"],
      ...["incr:", "diff:", "stringData:", "10-keys.conf", "more.conf", "gcs-1.json", "valueFrom:", "podAnnotations:"],
      ...[
        "compress-level:",
        "repo1-block:",
        "repo1-cipher-type:",
        "repo2-path:",
        "# see the runbook",
        ": 'y'",
        ': "y"',
      ],
    ])
      expect(text).to.include(part);
  });

  it("follows from its seed, and a longer one begins with the shorter", () => {
    const fleet = fleetItems(100, { seed: 1 });
    expect(fleetItems(200, { seed: 1 }).slice(0, 100)).to.deep.equal(fleet);
    expect(clustersOf(fleetItems(100, { seed: 2 }))).not.to.include.members(clustersOf(fleet).slice(0, 1));
  });

  it("is what kpt reads from its files", function () {
    const tool = requireTool(this, "kpt", which("kpt"));
    const folder = mkdtempSync(join(tmpdir(), "fleet-"));
    const items = fleetItems(300, { seed: 1 });
    for (const { path, text } of filesOf(items)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout } = run(tool, ["fn", "source", folder]);
    rmSync(folder, { recursive: true });
    expect(itemsOf(stdout).toSorted()).to.deep.equal(items.toSorted());
  });
});

describe("a second run in the benchmark", function () {
  this.timeout(480_000);
  const outputOf = async (items: readonly string[]) => (await printed([], listOf(items))).stdout;

  it("begins with what kpt gives back", async function () {
    requireTool(this, "kpt", which("kpt"));
    const output = await outputOf(fleetItems(300, { seed: 1 }));
    expect(asKptGivesBack(itemsOf(output))).to.deep.equal(givenBack(output));
  });

  it("adds nothing to it and changes nothing", async () => {
    const items = asKptGivesBack(itemsOf(await outputOf(fleetItems(300, { seed: 1 }))));
    expect(await outputOf(items)).to.equal(listOf(items));
  });

  it("changes the objects of the changed clusters, each tenth", async () => {
    const first = fleetItems(300, { seed: 1 });
    const before = asKptGivesBack(itemsOf(await outputOf(first)));
    const changed = withTenthChanged(before);
    const after = itemsOf(await outputOf(changed));
    const ownersOf = (items: readonly string[], others: readonly string[]) =>
      new Set(
        items.filter((item) => !others.includes(item)).map((item) => /owner: (\S+)/.exec(item)?.[1] ?? nameOf(item)),
      );
    expect(ownersOf(changed, before)).to.have.lengthOf(3);
    expect([...ownersOf(after, before)]).to.have.members([...ownersOf(changed, before)]);
    expect(ownersOf(after, changed)).to.have.lengthOf(3);
  });
});

describe("other forms of a list in the benchmark", function () {
  this.timeout(480_000);
  const items = fleetItems(50, { seed: 1 });

  it("hold the same values", () => {
    for (const form of Object.values(oddForms)) expect(parse(form(items))).to.deep.equal(parse(listOf(items)));
  });

  it("documents are the items without what kpt added", () => {
    const [item = ""] = items;
    const { metadata, ...rest } = parse(documentOf(item));
    const [{ metadata: whole, ...same }] = parse(item);
    const own = Object.entries<string>(whole.annotations).filter(([key]) => !key.includes("config.kubernetes.io/"));
    const { annotations: _, ...others } = whole;
    expect(rest).to.deep.equal(same);
    expect(metadata).to.deep.equal({ ...others, ...(own.length > 0 && { annotations: Object.fromEntries(own) }) });
  });
});
