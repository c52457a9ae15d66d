import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";

const canary = "CANARYq7Xz2Lm9";
const bad = `[global]\nrepo1-cipher-pass=${canary}\nresume=true\n`;
const good = `[global]\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=${canary}\nresume=y\n`;
const inBase64 = (text: string) => Buffer.from(text).toString("base64");
const secret = (field: string, content: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: pg}\n${field}:\n  s3.conf: ${content} # why\n---\n${cluster('{repo1-retention-full: "7"}').replace("      global:", "      configuration: {secret: s}\n      global:")}`;
const cluster = (global: string, head = "") =>
  `${head}apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: acid-demo, namespace: pg}
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: ${global}
      repos:
      - {name: repo1, storage: pvc, resource: x, volume: {size: 10Gi}, schedule: {full: 30 2 * * *}}
`;

describe("check --fix, in one file", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fix-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function fixed(text: string, ...flags: readonly string[]) {
    const path = join(folder, "a.yaml");
    writeFileSync(path, text);
    let stdout = "";
    let stderr = "";
    await main(["check", path, "--fix", ...flags], {
      stdin: () => Buffer.alloc(0),
      stdout: (part) => {
        stdout += String(part);
      },
      stderr: (part) => {
        stderr += part;
      },
      terminal: false,
      env: {},
    });
    for (const shown of [canary, inBase64(canary).slice(0, 8), inBase64(bad).slice(0, 16)])
      expect(stdout + stderr).not.to.include(shown);
    return { text: readFileSync(path, "utf8"), stdout, stderr };
  }

  for (const quote of ["", '"', "'"])
    it(`decodes, mends and encodes a Secret's data, with --fix-secrets alone: ${quote || "plain"}`, async () => {
      const written = (conf: string) =>
        secret(
          "data",
          quote === "'"
            ? `'${inBase64(conf)}'`
            : quote === '"' || conf === good
              ? `"${inBase64(conf)}"`
              : inBase64(conf),
        );
      expect((await fixed(written(bad))).stderr).to.include("only `--fix-secrets` changes");
      const dry = await fixed(written(bad), "--fix-secrets", "--dry-run");
      expect(dry.text).to.equal(written(bad));
      expect(dry.stdout).to.include("***");
      expect((await fixed(written(bad), "--fix-secrets")).text).to.equal(written(good));
    });

  for (const [how, text] of [
    ["stringData in quotes", secret("stringData", JSON.stringify(bad))],
    [
      "base64 on several lines",
      secret("data", `|\n    ${inBase64(bad).slice(0, 20)}\n    ${inBase64(bad).slice(20)}\n`).replace("\n # why", ""),
    ],
  ] as const)
    it(`leaves ${how}, and says so`, async () => {
      const { text: after, stderr } = await fixed(text, "--fix-secrets");
      expect(after).to.equal(text);
      expect(stderr).to.match(/not fixed .*option-value: .* because where it comes from is not certain\./);
    });

  // Few are tried one by one; of many, those on whose own lines an error comes are left together.
  for (const count of [2, 3, 4, 40])
    it(`mends what it can beside ${count} options that would become another error`, async () => {
      const bad = Array.from({ length: count }, (_, index) => `repo${index + 2}-retension-full: "4"`);
      const written = (...pairs: readonly string[]) =>
        cluster(["", 'repo1-retention-full: "7"', ...pairs].join("\n        "));
      const [early, late] = [bad.slice(0, 1), bad.slice(1)];
      const before = written(
        'resume: "true" # first',
        ...early,
        "start-fast: yes",
        ...late,
        'log-level-consol: "info"',
      );
      const { text, stderr } = await fixed(before);
      expect(text).to.equal(
        written('resume: "y" # first', ...early, 'start-fast: "y"', ...late, 'log-level-console: "info"'),
      );
      const left = stderr.match(/because with its fix it would stay, or another error would come\./g) ?? [];
      expect(left.length).to.equal(count);
    });

  it("leaves what an alias repeats elsewhere, also from around it", async () => {
    const text = cluster('&shared {start-fast: true, repo1-retention-full: "7"}')
      .concat("---\n")
      .replace("      repos:", "      other: *shared\n      repos:");
    const { text: after, stderr } = await fixed(text);
    expect(after).to.equal(text);
    expect(stderr).to.include("its fix would change more there");
  });

  it("shows a diff that git takes, of files with tabs, CRLF, a byte order mark, and JSON, and no line break at the end", async () => {
    const json = `{"start-fast":true,"repo1-retention-full":"7"}`;
    for (const text of [
      `\ufeff${cluster(`{start-fast: true, repo1-retention-full: "7"}\t# so`, "# first\n")}`.replaceAll("\n", "\r\n"),
      `${cluster(json)}# the end, without a line break`,
    ]) {
      const { stdout } = await fixed(text, "--dry-run");
      const { text: after } = await fixed(text);
      expect(after).to.not.equal(text);
      const work = join(folder, "work", process.cwd() === "/" ? "" : "a");
      mkdirSync(work, { recursive: true });
      writeFileSync(join(work, "a.yaml"), text);
      const diff = stdout.replace(/^--- .*$/m, "--- a/a.yaml").replace(/^\+\+\+ .*$/m, "+++ b/a.yaml");
      execFileSync("git", ["apply", "--whitespace=nowarn", "-"], {
        cwd: work,
        input: diff,
        env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
      });
      expect(readFileSync(join(work, "a.yaml"), "utf8")).to.equal(after);
    }
  });
});
