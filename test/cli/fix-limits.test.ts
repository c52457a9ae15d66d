import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const untyped = demo.replace(/ *repo1-cipher-type.*\n/, "");
const silenced = (text: string, checks: string) =>
  text.replace(
    "  name: demo\n",
    `  name: demo\n  annotations:\n    expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: "${checks}"\n`,
  );
const misspelt = demo.replace("repo1-path:", "repo1-pth:");
const conf = (pass = "abc-def-passphrase-x") =>
  `[global]\nrepo1-s3-key = AKIAFAKEFAKEFAKEFAKE\nrepo1-s3-key-secret = fake-secret-for-the-tutorial\nrepo1-cipher-pass = ${pass}\n`;
const kustomization =
  "resources: [postgresql.yaml]\nsecretGenerator:\n- {name: demo-s3, namespace: pg, files: [s3.conf]}\ngeneratorOptions: {disableNameSuffixHash: true}\n";
const nothing = "0 findings fixed in 0 files.\n";

describe("what check --fix leaves, and what it says of it", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => {
    const { status, stdout, stderr } = run(program, ["check", ...args], { cwd: work.path() });
    return { status, stdout, stderr };
  };
  const inBase = (cluster: string, secret = conf()) => {
    work.write("base/postgresql.yaml", cluster);
    work.write("base/s3.conf", secret);
    work.write("base/kustomization.yaml", kustomization);
  };

  it("leaves a repository unencrypted whose owner says so, in the annotation and for all clusters", function () {
    requireTool(this, "kustomize", which("kustomize"));
    const stays = (reason: string) =>
      `not fixed base/s3.conf:4: cipher-pass-without-type: repo1 has a cipher passphrase but no cipher type, so its backups are not encrypted. It stays, because it is silenced${reason}.\n${nothing}`;
    const reason = "old backups are not encrypted";
    const fix = (...args: readonly string[]) => {
      const { status, stderr } = check("--fix", "--fix-secrets", "-k", "base", "base", ...args);
      expect(work.read("base/s3.conf")).to.equal(conf());
      return { status, stderr };
    };
    inBase(silenced(untyped, `cipher-pass-without-type=off: ${reason}.`));
    expect(fix()).to.deep.equal({ status: 0, stderr: stays(`: ${reason}`) });
    inBase(silenced(untyped, "cipher-pass-without-type=off"));
    expect(fix().stderr).to.equal(stays(""));
    inBase(untyped);
    const checks = `checks: {cipher-pass-without-type: {severity: "off", reason: ${reason}}}`;
    work.write("config.yaml", checks);
    expect(fix("--config", "config.yaml")).to.deep.equal({ status: 0, stderr: stays(`: ${reason}`) });
    work.write(
      "fn.yaml",
      `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {${checks}}`,
    );
    expect(fix("-f", "fn.yaml")).to.deep.equal({ status: 0, stderr: stays(`: ${reason}`) });
    inBase(silenced(untyped, `cipher-pass-without-type=warning: ${reason}`));
    check("--fix", "--fix-secrets", "-k", "base", "base");
    expect(work.read("base/s3.conf"), "a lower severity").to.include("repo1-cipher-type = aes-256-cbc\n");
  });

  it("leaves a Secret that two clusters read, where one of them silenced what is found", () => {
    const secret = `---\napiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3, namespace: pg}\nstringData:\n  s3.conf: |\n${conf().replace(/^(?=.)/gm, "    ")}`;
    const other = untyped
      .replace("  name: demo\n", "  name: other\n")
      .replace("/pg/demo/repo1", "/pg/other/repo1")
      .replaceAll("30 2", "30 4");
    const text = `${silenced(untyped, "cipher-pass-without-type=off: not now")}---\n${other}${secret}`;
    work.write("a.yaml", text);
    const { stderr } = check("--fix", "--fix-secrets", "a.yaml");
    expect(work.read("a.yaml")).to.equal(text);
    expect(stderr).to.include("It stays, because it is silenced: not now.\n");
    expect(stderr).to.include("It stays, because the same change would mend what is silenced.\n");
  });

  it("leaves what the baseline accepts, and counts it", () => {
    work.write("a.yaml", misspelt);
    check("a.yaml", "--write-baseline", "accepted.json");
    expect(check("a.yaml", "--fix", "--baseline", "accepted.json")).to.deep.equal({
      status: 0,
      stdout: "1 cluster: 0 errors, 0 warnings, 0 infos. accepted.json accepts 1 error, which is left out.\n",
      stderr: `1 finding not fixed, because the baseline accepts it.\n${nothing}`,
    });
    expect(work.read("a.yaml")).to.equal(misspelt);
    const more = misspelt.replace("repo1-retention-full:", "repo1-retension-full:");
    work.write("a.yaml", more);
    const { stderr } = check("a.yaml", "--fix", "--baseline", "accepted.json");
    expect(work.read("a.yaml"), "what is new is mended").to.equal(misspelt);
    expect(stderr).to.include("1 finding not fixed, because the baseline accepts it.\n1 finding fixed in 1 file.\n");
    expect(check("a.yaml", "--fix", "--baseline", "none.json").status).to.equal(2);
  });

  it("a dry run is about the files as they are, and refuses what it could only drop", () => {
    work.write("a.yaml", misspelt);
    const dry = check("a.yaml", "--fix", "--dry-run");
    expect({ ...dry, stdout: "" }).to.deep.equal({
      status: 1,
      stdout: "",
      stderr:
        "would fix a.yaml:19: unknown-option: `repo1-pth` is not a pgBackRest option, so this line has no effect.\n1 finding to be fixed in 1 file.\n1 cluster, after these fixes: 0 errors, 0 warnings, 0 infos.\n",
    });
    expect(check("a.yaml", "--fix", "--dry-run", "--fail-on", "none").status).to.equal(0);
    const why = (flag: string, reason: string) => ({
      status: 2,
      stdout: "",
      stderr: `expand-pgbackrest: --dry-run and ${flag} cannot be given together: ${reason}\n`,
    });
    const isDiff =
      "a dry run prints a diff, not a report. Keep it with `> FILE`, or run check without --fix for the report.";
    const refused = (...args: readonly string[]) => check("a.yaml", "--fix", "--dry-run", ...args);
    expect(refused("-o", "new.txt")).to.deep.equal(why("--output", isDiff));
    expect(refused("--format", "json")).to.deep.equal(why("--format", isDiff));
    expect(refused("--write-baseline", "new.txt")).to.deep.equal(
      why(
        "--write-baseline",
        "nothing is fixed, so the baseline would have a state that does not exist. Write it with --fix alone, or without --fix.",
      ),
    );
    expect(existsSync(work.path("new.txt"))).to.equal(false);
    expect(work.read("a.yaml")).to.equal(misspelt);
    expect(check("a.yaml", "--fix")).to.include({ status: 0, stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n" });
    expect(check("a.yaml", "--fix", "--dry-run")).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "0 findings to be fixed in 0 files.\n1 cluster: 0 errors, 0 warnings, 0 infos.\n",
    });
  });

  it("mends a patch above the kustomization, beside another file that is read there", function () {
    requireTool(this, "kustomize", which("kustomize"));
    inBase(demo);
    const replacement = "replacements: [{path: ../shared/r.yaml}]\n";
    work.write("base/kustomization.yaml", `${kustomization}patches: [{path: ../shared/p.yaml}]\n${replacement}`);
    work.write("shared/r.yaml", "[]\n");
    const patch = (value: string) =>
      `apiVersion: cpo.opensource.cybertec.at/v1\nkind: postgresql\nmetadata: {name: demo, namespace: pg}\nspec: {backup: {pgbackrest: {global: {process-max: ${value}}}}}\n`;
    work.write("shared/p.yaml", patch("2"));
    const command = ["--kustomize-command", "kustomize build --load-restrictor LoadRestrictionsNone"];
    const { status, stderr } = check("--fix", "-k", "base", ...command, "shared");
    expect({ status, stderr: stderr.split("\n").at(-2) }).to.deep.equal({
      status: 0,
      stderr: "1 finding fixed in 1 file.",
    });
    expect(work.read("shared/p.yaml")).to.equal(patch('"2"'));
  });

  it("promises nothing of a file elsewhere that it would not do if that were named", function () {
    requireTool(this, "kustomize", which("kustomize"));
    inBase(demo, conf('"abc-def-passphrase-x"'));
    work.write("over/kustomization.yaml", "resources: [../base]\n");
    expect(check("--fix", "-k", "over").stderr).to.equal(nothing);
    inBase(demo, `${conf()}resume = true\n`);
    expect(check("--fix", "-k", "over").stderr).to.match(
      /^not fixed base\/s3\.conf:5: option-value: .* It stays, because its file is outside of what is named; name its file or folder, too; it is in a Secret, which only `--fix-secrets` changes\.\n0 findings fixed in 0 files\.\n$/,
    );
    check("--fix", "--fix-secrets", "-k", "over", "base");
    expect(work.read("base/s3.conf")).to.equal(`${conf()}resume = y\n`);
  });

  it("mends the type of a value, and the case of a word", () => {
    const wrong = demo
      .replace('version: "17"', "version: 17 # why")
      .replace("numberOfInstances: 2", "numberOfInstances: '2'")
      .replace("storage: s3", "storage: S3");
    work.write("a.yaml", wrong);
    expect(
      check("a.yaml").stdout,
    ).to.equal(`a.yaml:8:3: postgresql pg/demo spec.numberOfInstances: error: \`numberOfInstances\` is a string, but must be a whole number. [api-server-schema]
  Remove the quotes: \`2\`.

a.yaml:10:5: postgresql pg/demo spec.postgresql.version: error: \`version\` is the number \`17\`, but must be a string. [api-server-schema]
  Put it in quotes: \`"17"\`.

a.yaml:24:9: postgresql pg/demo spec.backup.pgbackrest.repos[0].storage: error: \`storage\` is \`S3\`, which is not one of \`s3\`, \`gcs\`, \`azure\`, \`pvc\`. [api-server-schema]
  Did you mean \`s3\`?

1 cluster: 3 errors, 0 warnings, 0 infos.
`);
    expect(check("a.yaml", "--fix").status).to.equal(0);
    expect(work.read("a.yaml")).to.equal(demo.replace('version: "17"', 'version: "17" # why'));
    const near = demo.replace("storage: s3", "storage: s4").replace('version: "17"', "version: 12");
    work.write("a.yaml", near);
    expect(check("a.yaml", "--fix").status).to.equal(1);
    expect(work.read("a.yaml")).to.equal(near);
  });
});
