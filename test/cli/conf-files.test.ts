import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";

const right = "[global]\nrepo1-s3-key = HUSH\nrepo1-s3-key-secret = HUSH\n";
const nginx = "server {\n  listen 80;\n  proxy-pass = x\n}\n";
const samba = "[global]\nworkgroup = X\nlog level = 1\n";

describe("a configuration file of pgBackRest, without its cluster", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  function found(...args: readonly string[]): readonly string[] {
    const { stdout } = check(...args, "--format", "json");
    expect(stdout).not.to.include("HUSH");
    const { findings }: { findings: ReadonlyArray<Record<string, unknown>> } = JSON.parse(stdout);
    return findings.flatMap(({ rule, severity, file, line }) =>
      rule === "no-cluster" ? [] : [`${file}:${line} ${severity} ${rule}`],
    );
  }

  it("that is right is said to have been checked alone", () => {
    work.write("s3.conf", right);
    expect(check("s3.conf")).to.deep.equal({
      status: 0,
      stdout:
        "0 clusters: 0 errors, 0 warnings, 0 infos. No postgresql found, so 1 file of pgBackRest was checked alone.\n",
      stderr: "",
    });
  });

  it("that is wrong is reported with file and line, and no object", () => {
    work.write(
      "s3.conf",
      `${right}\nrepo1-s3-toekn = HUSH\nrepo1-retention-full=HUSH\nlog-level-file = off\nlog-level-file = off\n`,
    );
    expect(check("s3.conf")).to.deep.equal({
      status: 1,
      stdout: `s3.conf:5:1: error: This line does not name a pgBackRest option, so it has no effect. [unknown-option]
  Write \`repo1-s3-token\` if that is what you mean.

s3.conf:6:1: error: \`repo1-retention-full\` has a value that is not a whole number. [option-value]
  Write a whole number, digits only.

s3.conf:8:1: error: \`log-level-file\` is set here and in s3.conf:7, and pgBackRest refuses an option that is set twice. [option-twice]
  Remove one of the two lines.

0 clusters: 3 errors, 0 warnings, 0 infos. No postgresql found, so 1 file of pgBackRest was checked alone.
`,
      stderr: "",
    });
  });

  for (const [what, text, expected] of [
    ["a line without `=`", `${right}HUSH\n`, "s3.conf:4 error conf-file-syntax"],
    ["no section", right.slice(9), "s3.conf:1 error conf-file-syntax"],
    ["UTF-16", Buffer.from(`\ufeff${right}`, "utf16le").toString("latin1"), "s3.conf:1 error conf-file-syntax"],
    ["a byte order mark", `\ufeff${right}`, "s3.conf:1 error conf-file-syntax"],
    ["a misspelled option only", "[global]\nrepo1-cypher-pass = HUSH\n", "s3.conf:2 error unknown-option"],
    ["quotes", right.replace("HUSH", '"HUSH"'), "s3.conf:2 error quotes-or-comment-in-value"],
    ["a comment in a value", right.replace("HUSH", "HUSH # HUSH"), "s3.conf:2 error quotes-or-comment-in-value"],
    ["a section of another stanza", right.replace("global", "demo"), "s3.conf:2 error section-ignored"],
    ["an empty value", `${right}repo1-path =\n`, "s3.conf:4 error option-empty"],
    ["a number that is too large", "[global]\nrepo999-path = HUSH\n", "s3.conf:2 error option-index"],
    ["half of a key pair", "[global]\n\nrepo2-s3-key = HUSH\n", "s3.conf:3 error s3-key-missing"],
    ["half of a key pair, by its older name", "[global]\nrepo-s3-key = HUSH\n", "s3.conf:2 error s3-key-missing"],
    ["the other half", "[global]\nrepo1-s3-key-secret = HUSH\n", "s3.conf:2 error s3-key-missing"],
    [
      "a cipher type without a passphrase",
      `${right}repo1-cipher-type = aes-256-cbc\n`,
      "s3.conf:4 error cipher-type-without-pass",
    ],
    [
      "a passphrase without a cipher type",
      `${right}repo1-cipher-pass = HUSH\n`,
      "s3.conf:4 info cipher-pass-without-type",
    ],
    ["a key that is not base64", "[db]\nrepo1-azure-key = HUSH!\n", "s3.conf:2 error azure-key-encoding"],
    ["an option of the stanza", `${right}pg1-path = /x\n`, "s3.conf:4 error option-placement"],
    [
      "a published passphrase",
      `${right}repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = YOUR_ENCRYPTION_KEY\n`,
      "s3.conf:5 warning public-passphrase",
    ],
  ] as const)
    it(`is judged where the cluster does not matter: ${what}`, () => {
      const bytes = what === "UTF-16" ? Buffer.from(text, "latin1") : Buffer.from(text);
      work.write("s3.conf", "");
      run("sh", ["-c", "cat >s3.conf"], { cwd: work.path(), input: bytes });
      expect(found("s3.conf")).to.deep.equal([expected]);
      expect(check("s3.conf").status).to.equal(expected.includes("error") ? 1 : 0);
      work.write("below/empty.txt", "");
      run("mv", ["s3.conf", "below"], { cwd: work.path() });
      expect(found("below")).to.deep.equal([`below/${expected}`]);
    });

  it("obeys --config", () => {
    work.write("s3.conf", `${right}repo1-foo-bar = HUSH\n`);
    work.write("config.yaml", "checks: {unknown-option: {severity: warning}}\n");
    expect(found("s3.conf", "--config", "config.yaml")).to.deep.equal(["s3.conf:4 warning unknown-option"]);
  });

  const ofTutorials = readdirSync(join(root, "tutorials"), { recursive: true, encoding: "utf8" });
  for (const file of ofTutorials.filter((name) => name.endsWith(".conf")))
    it(`has no errors or warnings: ${file}`, () => {
      work.write("a.conf", readFileSync(join(root, "tutorials", file), "utf8"));
      expect(found("a.conf").filter((each) => !each.includes(" info "))).to.deep.equal([]);
    });

  for (const [what, text] of [
    ["nginx", nginx],
    ["Samba", samba],
    ["PostgreSQL", "archive_command = 'pgbackrest archive-push'\nlog-foo = 3\n"],
    ["PHP-FPM", "[global]\nlog_level = notice\nprocess.max = 3\n"],
    ["an empty file", ""],
  ] as const)
    it(`is not what another program has: ${what}`, () => {
      work.write("all/a.conf", text);
      work.write("all/s3.conf", right);
      expect(found("all")).to.deep.equal([]);
      expect(found("all/a.conf", "all/s3.conf")).to.deep.equal(["all/a.conf:1 warning file-not-read"]);
      expect(check("all/a.conf")).to.deep.equal({
        status: 2,
        stdout: "",
        stderr:
          "expand-pgbackrest: all/a.conf: This is not a configuration file of pgBackRest: no line of it sets an option of pgBackRest. It was not checked.\n",
      });
    });

  for (const [what, text, line] of [
    ["underscores", "[global]\nrepo1_s3_key = HUSH\n", 2],
    ["capitals", "[GLOBAL]\nREPO1-S3-KEY = HUSH\n", 2],
    ["no number of a repository", "[global]\n\ns3-key = HUSH\n", 3],
    ["a colon", "repo1_s3_key: HUSH\n", 1],
  ] as const)
    it(`with options that are not spelled as options is a warning where it is meant for pgBackRest: ${what}`, () => {
      const expected = (file: string) => [`${file}:${line} warning file-not-read`];
      for (const name of ["s3.conf", "pgbackrest.conf"]) {
        work.write(`named-${name}/${name}`, text);
        expect(found(`named-${name}`), name).to.deep.equal(expected(`named-${name}/${name}`));
      }
      work.write("listed/a.conf", text);
      expect(found("listed"), "not listed").to.deep.equal([]);
      work.write("listed/kustomization.yaml", "secretGenerator:\n- name: a\n  files: [s3.conf=a.conf]\n");
      expect(found("listed"), "listed").to.deep.equal(expected("listed/a.conf"));
    });

  for (const [what, text] of [
    ["nginx", nginx],
    ["Samba", samba],
    ["PostgreSQL", "archive_command = 'pgbackrest archive-push'\nlog-foo = 3\n"],
    ["PHP-FPM", "[global]\nlog_level = notice\nprocess.max = 3\n"],
    ["a repository of another tool", "repo = https://example.com\nrepo_url = x\ns3_bucket_name = y\n"],
    ["a text", "x"],
    ["an empty file", ""],
  ] as const)
    it(`says nothing of a file of another program that a kustomization puts into a Secret: ${what}`, () => {
      work.write("all/a.conf", text);
      work.write("all/s3.conf", text);
      work.write("all/kustomization.yaml", "secretGenerator:\n- name: a\n  files: [a.conf]\n");
      expect(found("all")).to.deep.equal([]);
    });

  it("is left out with --ignore", () => {
    work.write("all/s3.conf", "[global]\nrepo1-s3-kye = a\n");
    expect(found("all", "--ignore", "*.conf")).to.deep.equal([]);
  });

  it("is checked beside a cluster in a folder, which does not say again what `global` says", () => {
    work.write("all/s3.conf", `${right}repo1-cipher-pass = HUSH\n`);
    work.write("all/postgresql.yaml", readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8"));
    expect(found("all")).to.deep.equal([]);
  });

  it("cannot be rendered, and does not keep a folder from it", () => {
    work.write("all/s3.conf", right);
    work.write("all/a.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n");
    const render = (...args: readonly string[]) => run(program, ["render", ...args], { cwd: work.path() });
    expect(render("all")).to.deep.equal({ status: 0, stdout: work.read("all/a.yaml"), stderr: "" });
    expect(render("all/s3.conf")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: all/s3.conf is a configuration file of pgBackRest, not a manifest, so there is nothing to render; `check all/s3.conf` checks it.\n",
    });
  });
});
