import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";
import type { Plan } from "../../src/recovery/plan-schema.ts";
import { root } from "../tools.ts";

const testdata = join(root, "test", "cli", "testdata", "plan");
const fleet = readFileSync(join(testdata, "fleet.yaml"), "utf8");
const now = "2026-11-27T12:00:00Z";

/** Plans what is on standard input. */
async function plan(text: string, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const clock = args.includes("--now") ? [] : ["--now", now];
  const exitCode = await main(["plan", "-", ...clock, ...args], {
    stdin: () => Buffer.from(text),
    stdout: (part) => out.push(String(part)),
    stderr: (part) => err.push(part),
    terminal: false,
    env: {},
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}

const planned = async (text: string, ...args: readonly string[]): Promise<Plan> =>
  JSON.parse((await plan(text, "--format", "json", ...args)).stdout);

/** Compares a text with the one in a file; UPDATE=1 writes it. */
function expectFile(name: string, text: string): void {
  const file = join(testdata, name);
  if (process.env.UPDATE === "1") writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, "utf8"));
}

describe("plan", function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [format, file] of [
    ["text", "fleet.txt"],
    ["markdown", "fleet.md"],
    ["json", "fleet.json"],
  ] as const)
    it(`says all about a small fleet: ${format}`, async () => {
      const { exitCode, stderr, stdout } = await plan(fleet, "--format", format);
      expectFile(file, stdout);
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    });

  it("writes JSON that fits the published schema", async () => {
    const ajv = new Ajv2020({ strict: true });
    formats.default(ajv);
    const schema = JSON.parse(readFileSync(join(root, "fn-config", "plan.schema.json"), "utf8"));
    const validate = ajv.compile(schema);
    const earlier = join(folder, "earlier.json");
    writeFileSync(earlier, JSON.stringify(await planned(fleet)));
    const value = await planned(
      fleet.replace("30 2 * * 0", "30 2 1 * *"),
      "--against",
      earlier,
      "--require-window",
      "60d",
    );
    expect(value.changes).not.to.deep.equal([]);
    expect(value.shortfalls).not.to.deep.equal([]);
    expect(validate(value), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...value, now: 1 })).to.equal(false);
  });

  for (const [format, file] of [
    ["text", "against.txt"],
    ["markdown", "against.md"],
  ] as const)
    it(`says what is different from an earlier plan, losses first: ${format}`, async () => {
      const earlier = join(folder, "earlier.json");
      await plan(fleet, "--format", "json", "-o", earlier);
      const changed = fleet
        .replace("{full: 30 2 * * 0, diff: 30 2 * * 1-6}", "{full: 30 2 * * 0}")
        .replace('repo1-retention-full: "4"', 'repo1-retention-full: "3"')
        .replace(", repo1-cipher-type: aes-256-cbc", "")
        .replace("archive_timeout: 5min", 'archive_timeout: "60"')
        .replace('{archive_mode: "off"}', "{}")
        .replace("repo1-path: /pg/broken", "repo1-path: /pg/mended")
        .replace("name: scratch", "name: another");
      const { exitCode, stdout } = await plan(changed, "--format", format, "--against", earlier);
      expectFile(file, stdout);
      expect(exitCode).to.equal(0);
    });

  it("says that nothing is different where nothing is", async () => {
    const earlier = join(folder, "earlier.json");
    await plan(fleet, "--format", "json", "-o", earlier);
    expect(await plan(fleet, "--against", earlier)).to.deep.equal({
      ...{ exitCode: 0, stderr: "" },
      stdout: "Nothing is different from the earlier plan.\n",
    });
  });

  it("reports what falls short of a policy, with a rule for each demand", async () => {
    const flags = ["--require-window", "30d", "--require-rpo", "10m", "--require-encryption", "--require-repos", "2"];
    const { exitCode, stderr } = await plan(fleet, ...flags);
    expect(exitCode).to.equal(1);
    expectFile("policy.txt", stderr);
  });

  it("takes the policy of the functionConfig, of which flags replace single demands", async () => {
    const config = join(folder, "config.yaml");
    writeFileSync(
      config,
      "{apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1, kind: ExpandPgBackRest, spec: {policy: {window: 90d}}}",
    );
    const rules = async (...args: readonly string[]) =>
      (await planned(fleet, "-f", config, ...args)).shortfalls?.map(
        ({ name, problem, rule }) => `${name} ${rule} ${problem.split(" ")[0]}`,
      );
    expect(await rules()).to.include("orders policy-window Only");
    expect(await rules("--require-window", "1d")).not.to.include("orders policy-window Only");
  });

  it("lets a cluster with errors fall short of what figures are judged by, unless the rule is off", async () => {
    const demands = ["--require-window", "1h", "--require-rpo", "1d", "--require-repos", "0", "--require-encryption"];
    const { exitCode } = await plan(fleet, ...demands);
    const of = async (text: string) =>
      (await planned(text, ...demands)).shortfalls
        ?.filter(({ name, problem }) => name === "orders" && problem.startsWith("Nothing of the plan"))
        .map(({ rule, severity }) => `${severity} ${rule}`);
    const annotated =
      '{name: orders, namespace: pg, annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: "policy-rpo=off: known"}}';
    expect({
      exitCode,
      all: await of(fleet),
      off: await of(fleet.replace("{name: orders, namespace: pg}", annotated)),
    }).to.deep.equal({
      exitCode: 1,
      all: ["error policy-window", "error policy-rpo", "error policy-repositories"],
      off: ["error policy-window", "error policy-repositories"],
    });
  });

  it("shows nothing that only a Secret says", async () => {
    const path = "hidden-place-7f3a";
    const secret = fleet
      .replace("repo1-path: /pg/orders, ", "")
      .replace("repo1-s3-key = fake", `repo1-s3-key = fake\n    repo1-path = /${path}`);
    const all = await Promise.all(["text", "markdown", "json"].map((format) => plan(secret, "--format", format)));
    for (const { stderr, stdout } of all) {
      expect(`${stdout}${stderr}`).not.to.include(path);
      expect(`${stdout}${stderr}`).not.to.include("9mVd8kT2nQ4xYb7Lw3Rz");
    }
    expect((await planned(secret)).clusters[0]?.repositories[0]).to.include({ location: "s3://backups" });
  });

  it("does not know the encryption where only a Secret that is not there could say it", async () => {
    const without = fleet
      .replace(", repo1-cipher-type: aes-256-cbc", "")
      .replace("name: orders-s3, namespace: pg}\nstring", "name: other, namespace: pg}\nstring");
    expect((await planned(without)).clusters[0]?.repositories[0]?.encryption).to.equal("unknown");
  });

  for (const [what, args, message] of [
    [
      "a moment without a zone",
      ["--now", "2026-03-01 12:00"],
      "--now cannot be `2026-03-01 12:00`; write a date and time with a zone, for example `2026-03-01T12:00:00Z`.",
    ],
    [
      "a window that is not a duration",
      ["--require-window", "14 days"],
      "--require-window cannot be `14 days`; write a duration in weeks, days, hours, minutes and seconds, for example `14d` or `1h30m`.",
    ],
    [
      "a loss that is not a duration",
      ["--require-rpo", "1.5h"],
      "--require-rpo cannot be `1.5h`; write a duration in weeks, days, hours, minutes and seconds, for example `14d` or `1h30m`.",
    ],
    [
      "a number of repositories that no cluster can have",
      ["--require-repos", "5"],
      "--require-repos cannot be `5`; write a number from 0 to 4, which is how many repositories a cluster can have.",
    ],
    [
      "an earlier plan that is none",
      ["--against", join(testdata, "fleet.yaml")],
      `${join(testdata, "fleet.yaml")} is not JSON. Write one with \`expand-pgbackrest plan --format json -o ${join(testdata, "fleet.yaml")}\`.`,
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      expect(await plan(fleet, ...args)).to.deep.equal({
        ...{ exitCode: 2, stdout: "" },
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });
});
