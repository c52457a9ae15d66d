import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program, root, run } from "../tools.ts";

const rendered = readFileSync(join(root, "tutorials", "pvc", "expected.yaml"), "utf8");
const fix =
  "  Run the function again after the last change: list it under `transformers` of the outermost layer that changes the resource or names (kustomize runs Components before the `patches` of the same file), or use `expand-pgbackrest hydrate`. If it runs with a functionConfig, pass the same one to this check with `-f`.\n\n";

describe("check of finished manifests", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (text: string, ...args: readonly string[]) => {
    writeFileSync(join(folder, "all.yaml"), text);
    const { status, stdout, stderr } = run(program, ["check", "all.yaml", ...args], { cwd: folder });
    expect(stderr).to.equal("");
    return { status, stdout };
  };
  const clean = { status: 0, stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n" };

  it("reports nothing if every object is what its cluster asks for", () => {
    expect(check(rendered)).to.deep.equal(clean);
  });

  it("reports nothing about labels that others put on an object, nor about annotations that do no harm", () => {
    const labelled = rendered.replaceAll("\n  labels:\n", "\n  labels:\n    example.com/by: me\n");
    expect(check(labelled)).to.deep.equal(clean);
    const annotated = rendered.replace(
      /kind: CronJob\nmetadata:\n/g,
      "kind: CronJob\nmetadata:\n  annotations:\n    example.com/by: me\n",
    );
    expect(annotated).to.not.equal(rendered);
    expect(check(annotated)).to.deep.equal(clean);
  });

  it("names an annotation of the repo host that the operator takes away at every sync", () => {
    const annotated = rendered.replace(
      "kind: StatefulSet\nmetadata:\n",
      "kind: StatefulSet\nmetadata:\n  annotations:\n    example.com/by: me\n    config.kubernetes.io/depends-on: v1/ConfigMap/a\n",
    );
    const found = check(annotated).stdout;
    expect(found).to.match(
      /^all\.yaml:\d+:\d+: StatefulSet pg\/demo-pgbackrest-repo-host metadata\.annotations\["example\.com\/by"\]: warning: /,
    );
    expect(found).to.contain(
      "The operator does not know the annotation `example.com/by`, so it replaces the StatefulSet at every sync, and whoever adds it does so again. [foreign-annotation]",
    );
    const config = join(folder, "config.txt");
    const ignoring =
      "{operator: {ignored_annotations: [example.com/by, kubectl.kubernetes.io/last-applied-configuration]}}";
    writeFileSync(
      config,
      `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: ${ignoring}\n`,
    );
    expect(check(annotated, "-f", "config.txt")).to.deep.equal(clean);
  });

  it("names an object that differs, the place, and what to do", () => {
    const changed = rendered.replace("full: 30 2 * * 0", "full: 45 4 * * 0");
    expect(check(changed)).to.deep.equal({
      status: 1,
      stdout: `all.yaml:268:3: CronJob pg/pgbackrest-demo-repo1-full spec.schedule: error: CronJob \`pgbackrest-demo-repo1-full\` was created by this function, but \`spec.schedule\` is \`30 2 * * 0\`, and the cluster asks for \`45 4 * * 0\`. [stale-object]\n${fix}1 cluster: 1 error, 0 warnings, 0 infos.\n`,
    });
  });

  it("says the same in every format", () => {
    const changed = rendered.replace("full: 30 2 * * 0", "full: 45 4 * * 0");
    for (const format of ["text", "json", "sarif", "junit", "github"]) {
      const { status, stdout } = check(changed, "--format", format);
      expect(status).to.equal(1);
      expect(stdout, format).to.include("`spec.schedule` is `30 2 * * 0`, and the cluster asks for `45 4 * * 0`");
    }
  });

  it("says nothing of fields of a CronJob that are edited and not set", () => {
    const edited = rendered.replaceAll("concurrencyPolicy: Forbid", "timeZone: Etc/UTC\n  concurrencyPolicy: Forbid");
    expect(check(edited)).to.deep.equal(clean);
    writeFileSync(
      join(folder, "config"),
      "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {jobs: {timeZone: Asia/Tokyo}}\n",
    );
    expect(check(edited, "-f", "config").stdout).to.include(
      "`spec.timeZone` is `Etc/UTC`, and the cluster asks for `Asia/Tokyo`. [stale-object]",
    );
  });

  it("names an object that no cluster asks for", () => {
    expect(check(rendered.replace(/ *incr: .*\n/, ""))).to.deep.equal({
      status: 1,
      stdout: `all.yaml:279:3: CronJob pg/pgbackrest-demo-repo1-incr metadata.name: error: CronJob \`pgbackrest-demo-repo1-incr\` was created by this function, but no postgresql here asks for it. [stale-object]\n${fix}1 cluster: 1 error, 0 warnings, 0 infos.\n`,
    });
  });

  it("names an object that is missing among others of its cluster", () => {
    const without = rendered.replace(/apiVersion: batch\/v1\nkind: CronJob\n(?:(?!---\n).*\n)*?---\n/, "");
    expect(check(without)).to.deep.equal({
      status: 1,
      stdout: `all.yaml:277:5: postgresql pg/demo spec.backup.pgbackrest: error: CronJob \`pgbackrest-demo-repo1-full\` is missing, although other objects that this function created for the cluster are present. [stale-object]\n${fix}1 cluster: 1 error, 0 warnings, 0 infos.\n`,
    });
  });

  it("reports nothing missing if nothing was expanded yet", () => {
    const source = readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8");
    expect(check(source)).to.deep.equal(clean);
  });

  it("reports nothing about the objects of clusters that the selector leaves out", () => {
    const config = "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\n";
    writeFileSync(join(folder, "config"), `${config}spec:\n  selector: {matchLabels: {expand: "yes"}}\n`);
    expect(check(rendered.replace(/ *incr: .*\n/, ""), "-f", "config")).to.deep.equal({
      status: 0,
      stdout:
        "1 cluster: 0 errors, 0 warnings, 0 infos. The selector in the functionConfig matches none of the postgresqls found (1), so nothing was checked.\n",
    });
  });

  it("speaks of a mistake in the cluster before it speaks of what follows from it", () => {
    const { status, stdout } = check(rendered.replaceAll("repo1-retention-full:", "repo1-retension-full:"));
    expect(status).to.equal(1);
    expect(stdout).to.include("[unknown-option]");
    expect(stdout).not.to.include("[stale-object]");
  });

  it("the filter silently corrects it", () => {
    const { status, stdout, stderr } = run(program, [], { input: rendered.replace(/ *incr: .*\n/, "") });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).not.to.include("repo1-incr");
  });
});
