import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { main } from "../../src/cli/main.ts";

const canary = "CANARYq7Xz2Lm9";

/** An option of `global` with a fault, and what it must become. */
const faults = [
  { key: "start-fast", bad: "true", good: '"y"' },
  { key: "archive-async", bad: "'yes'", good: "'y'" },
  { key: "resume", bad: '"false"', good: '"n"' },
  { key: "compress-level", bad: "3", good: '"3"' },
  { key: "buffer-size", bad: '"1Mi"', good: '"1MiB"' },
  { key: "process1-max", to: "process-max", bad: '"4"', good: '"4"' },
  { key: "repo-bundle", to: "repo1-bundle", bad: '"y"', good: '"y"' },
  { key: "log-level-consol", to: "log-level-console", bad: "info", good: "info" },
] as const;

const style = fc.record({
  eol: fc.constantFrom("\n", "\r\n"),
  mark: fc.constantFrom("", "\ufeff"),
  flow: fc.boolean(),
  quote: fc.constantFrom("", '"', "'"),
  comment: fc.constantFrom("", "   # why: 'so'", "\t# täglich"),
  schedule: fc.constantFrom("schedule", "schedules"),
  anchored: fc.boolean(),
  indent: fc.constantFrom(2, 4),
});
type Style = typeof style extends fc.Arbitrary<infer Each> ? Each : never;

const plainStyle: Style = {
  eol: "\n",
  mark: "",
  flow: false,
  quote: "",
  comment: "",
  schedule: "schedules",
  anchored: false,
  indent: 2,
};

/** A file with clusters, before and after: all that differs is the faults. */
function file(
  clusters: ReadonlyArray<{ style: Style; own: ReadonlyArray<(typeof faults)[number]> }>,
  isMended: boolean,
) {
  const [{ style: first } = { style: undefined }] = clusters;
  const documents = clusters.map(({ style: { flow, quote, comment, schedule, anchored, indent }, own }, index) => {
    const pad = (level: number) => " ".repeat(indent * level);
    const pairs = own.map((each) => {
      const key = isMended && "to" in each ? each.to : each.key;
      return `${quote}${key}${quote}: ${isMended ? each.good : each.bad}`;
    });
    const all = [`repo1-retention-full: ${anchored ? "&keep " : ""}"7"`, `repo1-path: /c${index}`, ...pairs];
    const last = isMended ? "schedule" : schedule;
    return [
      "apiVersion: cpo.opensource.cybertec.at/v1",
      `kind: postgresql${comment}`,
      `metadata: {name: acid-c${index}, namespace: pg}`,
      "spec:",
      `${pad(1)}teamId: acid`,
      `${pad(1)}numberOfInstances: 2`,
      `${pad(1)}postgresql: {version: "17"}`,
      `${pad(1)}volume: {size: 5Gi}`,
      `${pad(1)}env: [{name: AWS_TOKEN, value: ${canary}}]`,
      `${pad(1)}backup:`,
      `${pad(2)}pgbackrest:`,
      `${pad(3)}image: example/pgbackrest:18`,
      ...(flow
        ? [`${pad(3)}global: {${all.join(",  ")}}${comment}`]
        : [`${pad(3)}global:${comment}`, ...all.flatMap((pair) => [`${pad(4)}${pair}${comment}`, `${pad(5)}# note`])]),
      `${pad(3)}repos:`,
      `${pad(3)}- name: repo1`,
      `${pad(3)}  storage: pvc`,
      `${pad(3)}  resource: x`,
      `${pad(3)}  volume: {size: 10Gi}`,
      `${pad(3)}  ${quote}${last}${quote}: {full: "30 2 * * *"}${comment}`,
      "",
    ].join("\n");
  });
  const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: pg}\nstringData:\n  s3.conf: |\n    [global]\n    repo1-cipher-pass = ${canary}\n    start-fst = true\n`;
  const text = [...documents, secret].join("---\n");
  return `${first?.mark ?? ""}${text.replaceAll("\n", first?.eol ?? "\n")}`;
}

async function check(path: string, ...flags: readonly string[]) {
  let output = "";
  let stdout = "";
  const exitCode = await main(["check", path, ...flags], {
    stdin: () => Buffer.alloc(0),
    stdout: (part) => {
      stdout += String(part);
      output += String(part);
    },
    stderr: (text) => {
      output += text;
    },
    terminal: false,
    env: {},
  });
  return { exitCode, output, stdout };
}

describe("check --fix, in files of all styles", function () {
  this.timeout(480_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fix-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("mends the faults and no other byte, shows no secret, and has nothing to do the second time", async () => {
    const clusters = fc.array(fc.record({ style, own: fc.subarray([...faults]) }), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(clusters, async (given) => {
        const path = join(folder, "a.yaml");
        writeFileSync(path, file(given, false), { mode: 0o640 });
        const dry = await check(path, "--fix", "--dry-run");
        expect(readFileSync(path, "utf8")).to.equal(file(given, false));
        const { output } = await check(path, "--fix");
        expect(readFileSync(path, "utf8")).to.equal(file(given, true));
        expect(dry.output + output).not.to.include(canary);
        const again = await check(path, "--fix", "--dry-run");
        expect(again.stdout).to.equal("");
        expect(statSync(path).mode & 0o777).to.equal(0o640);
      }),
      { numRuns: 40 },
    );
  });

  it("leaves files that are read-only, behind a link to elsewhere, or encrypted by SOPS, and standard input", async () => {
    const text = file([{ style: plainStyle, own: [...faults] }], false);
    const path = join(folder, "a.yaml");
    writeFileSync(path, text, { mode: 0o444 });
    expect((await check(path, "--fix")).output).to.include("because its file is read-only.");
    const inner = join(folder, "in");
    const link = mkdtempSync(inner);
    symlinkSync(path, join(link, "b.yaml"));
    await check(link, "--fix");
    writeFileSync(join(folder, "s.yaml"), `${text}sops: {version: 3}\n`);
    await check(join(folder, "s.yaml"), "--fix");
    expect(readFileSync(join(folder, "s.yaml"), "utf8")).to.equal(`${text}sops: {version: 3}\n`);
    expect(readFileSync(path, "utf8")).to.equal(text);
    const refused = await check("-", "--fix");
    expect(refused).to.include({ exitCode: 2, stdout: "" });
  });

  it("changes a Secret only with --fix-secrets", async () => {
    const path = join(folder, "s3.conf");
    const text = `[global]\r\nrepo1-cipher-pass = ${canary}\r\n  start-fast=true\r\n`;
    writeFileSync(path, text);
    expect((await check(path, "--fix")).output).to.include("only `--fix-secrets` changes");
    expect(readFileSync(path, "utf8")).to.equal(text);
    const { output } = await check(path, "--fix", "--fix-secrets", "--dry-run");
    expect(output).to.include("start-fast=***").and.not.include(canary);
    await check(path, "--fix", "--fix-secrets");
    expect(readFileSync(path, "utf8")).to.equal(
      `[global]\r\nrepo1-cipher-type = aes-256-cbc\r\nrepo1-cipher-pass = ${canary}\r\n  start-fast=y\r\n`,
    );
  });
});
