import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { changedAfter } from "../../src/cli/changed-after.ts";
import { kustomizationTree } from "../../src/cli/kustomization-tree.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const component = "components: [../fn-config/component]\n";
const transformer = "transformers: [../fn-config/transformer]\ncomponents: [../fn-config/namereference]\n";
const own = "resources: [postgresql.yaml]\n";

describe("a kustomization that lists the function before it changes clusters", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace("fn-config");
    work.write("app/postgresql.yaml", readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8"));
    work.write("app/s3.conf", "[global]\nrepo1-s3-key = a\nrepo1-s3-key-secret = b\n");
    work.write("patch.yaml", "kind: postgresql\nmetadata: {name: demo}\n");
  });
  afterEach(() => work.remove());
  /** `app 2 after namePrefix of prod`: the folder and the line that lists the function, and what changes clusters afterwards. */
  function found(folder: string, hasRepoHost = false): readonly string[] {
    const tree = kustomizationTree(work.path(folder));
    const name = (path: string) => path.slice(work.path().length).replace(/^\//, "");
    return (tree === undefined ? [] : changedAfter(tree, hasRepoHost)).map(
      ({ kustomization, line, by, fields }) =>
        `${name(kustomization.folder)} ${line} after ${fields.join(" ")} of ${name(by.folder)}`,
    );
  }

  const patch = "patch: '[{op: remove, path: /spec/x}]'";
  const changes = {
    patches: `patches: [{target: {kind: postgresql}, ${patch}}]`,
    "patches of any kind": `patches: [{target: {name: demo}, ${patch}}]`,
    "patches of kinds by a pattern": `patches: [{target: {kind: postgres.*}, ${patch}}]`,
    "patches of its Secret": `patches: [{target: {kind: Secret}, ${patch}}]`,
    "patches without a target": "patches: [{path: ../patch.yaml}]",
    patchesStrategicMerge: "patchesStrategicMerge: [../patch.yaml]",
    patchesJson6902: `patchesJson6902: [{target: {kind: postgresql, name: demo}, ${patch}}]`,
    replacements: "replacements: [{path: r.yaml}]",
    images: "images: [{name: a, newTag: b}]",
    labels: "labels: [{pairs: {a: b}}]",
    commonLabels: "commonLabels: {a: b}",
    commonAnnotations: "commonAnnotations: {a: b}",
    namePrefix: "namePrefix: a-",
    nameSuffix: "nameSuffix: -a",
    namespace: "namespace: prod",
  };
  for (const [what, text] of Object.entries(changes)) {
    const [field] = text.split(":");
    it(`is found where it has ${what}, and where a layer above has`, () => {
      work.write("app/kustomization.yaml", `${own}${component}${text}\n`);
      expect(found("app")).to.deep.equal([`app 2 after ${field} of app`]);
      work.write("app/kustomization.yaml", `${own}${component}`);
      work.write("top/kustomization.yaml", `resources: [../app]\n${text}\n`);
      expect(found("top")).to.deep.equal([`app 2 after ${field} of top`]);
    });
    it(`is not found with ${what} where the function runs afterwards`, () => {
      work.write("app/kustomization.yaml", `${own}${transformer}${text}\n`);
      expect(found("app")).to.deep.equal([]);
      work.write("app/kustomization.yaml", `${own}${component}${text}\n`);
      work.write("top/kustomization.yaml", `resources: [../app]\n${component}`);
      expect(found("top")).to.deep.equal([]);
      work.write("app/kustomization.yaml", `${own}components: [../fn-config/namereference]\n${text}\n`);
      expect(found("app")).to.deep.equal([]);
    });
  }

  for (const text of [
    "patches: []",
    "namePrefix: ''",
    "commonLabels: {}",
    `patches: [{target: {kind: CronJob}, ${patch}}]`,
    "patches: [{patch: '{kind: StatefulSet, metadata: {name: a}}'}]",
    "generatorOptions: {disableNameSuffixHash: true}",
  ])
    it(`is not found with \`${text}\``, () => {
      work.write("app/kustomization.yaml", `${own}${component}${text}\n`);
      expect(found("app")).to.deep.equal([]);
    });

  const restore = "backup: {pgbackrest: {restore: {id: a, repo: repo1, options: {type: time, set: null}}}}";
  /** A patch that names its cluster, and one whose entry does. */
  const merge = (spec: string) => `{kind: postgresql, metadata: {name: demo, namespace: pg}, spec: {${spec}}}`;
  const operations = (...each: readonly string[]) => `[${each.map((one) => `{${one}}`).join(", ")}]`;
  const at = "/spec/backup/pgbackrest";
  for (const [text, isFound, isFoundWithRepoHost] of [
    [merge(restore), false, false],
    [merge("backup: {pgbackrest: {restore: null}}"), false, false],
    [merge(`numberOfInstances: 1, ${restore}`), false, true],
    [merge("users: {app: []}, resources: {limits: {cpu: 1}}"), false, false],
    [merge("postgresql: {version: '17'}"), false, false],
    [operations("op: replace, path: /spec/numberOfInstances, value: 1"), false, true],
    [operations("op: test, path: /spec/x, value: 1", `op: add, path: ${at}/restore, value: {id: a}`), false, false],
    [operations(`op: replace, path: ${at}/restore/options/target, value: a`), false, false],
    [merge(`schedulerName: a, ${restore}`), true, true],
    [merge("backup: {pgbackrest: {image: a, restore: {id: a}}}"), true, true],
    [merge("backup: {pgbackrest: {$patch: replace, restore: {id: a}}}"), true, true],
    [merge("backup: null"), true, true],
    [merge("tls: {secretName: a}"), true, true],
    ["{kind: postgresql, metadata: {name: demo, labels: {a: b}}}", true, true],
    [operations(`op: replace, path: ${at}, value: {restore: {id: a}}`), true, true],
    [operations(`op: add, path: ${at}/repos/0/schedule/full, value: a`), true, true],
    [operations(`op: move, from: ${at}/image, path: ${at}/restore/id`), true, true],
  ] as const)
    it(`is ${isFound ? "" : "not "}found with the patch ${text}, and ${isFoundWithRepoHost ? "" : "not "}with a repo host`, () => {
      for (const target of ["", "target: {kind: postgresql, name: demo}, "]) {
        if (target === "" && text.startsWith("[")) continue;
        work.write("app/kustomization.yaml", `${own}${component}patches: [{${target}patch: "${text}"}]\n`);
        expect(found("app")).to.have.length(isFound ? 1 : 0);
        expect(found("app", true)).to.have.length(isFoundWithRepoHost ? 1 : 0);
      }
    });

  it("is found where the patch of a restore may rename the cluster, and where another one changes more", () => {
    const patched = (...patches: readonly string[]) => {
      work.write("app/kustomization.yaml", `${own}${component}patches: [${patches.join(", ")}]\n`);
      return found("app");
    };
    const first = `{patch: "${merge(restore)}"}`;
    expect(patched(first)).to.deep.equal([]);
    expect(patched(first, `{patch: "${merge("schedulerName: a")}"}`)).to.have.length(1);
    expect(patched(first.replace("{", "{options: {allowNameChange: true}, "))).to.have.length(1);
  });

  it("is found in other orders of layers", () => {
    work.write("app/kustomization.yaml", own);
    work.write("patched/kustomization.yaml", `kind: Component\n${changes.patches}\n`);
    work.write("wrapped/kustomization.yaml", `kind: Component\n${component}`);
    const top = (text: string) => {
      work.write("top/kustomization.yaml", `resources: [../app]\n${text}`);
      return found("top");
    };
    expect(top("components: [../fn-config/component, ../patched]\n")).to.deep.equal(["top 2 after patches of patched"]);
    expect(top("components: [../patched, ../fn-config/component]\n")).to.deep.equal([]);
    expect(top("components:\n- ../wrapped\nnamespace: a\n")).to.deep.equal(["wrapped 2 after namespace of top"]);
    expect(
      top("components: ['https://example.com/expand-pgbackrest//fn-config/component']\nnamespace: a\n"),
    ).to.deep.equal(["top 2 after namespace of top"]);
    work.write("app/kustomization.yaml", `${own}${transformer}`);
    expect(top("nameSuffix: -a\nnamePrefix: a-\n")).to.deep.equal(["app 2 after namePrefix nameSuffix of top"]);
    expect(top(`${transformer}namePrefix: a-\n`)).to.deep.equal([]);
  });

  it("is a warning of check --kustomize, which builds it without the function", function () {
    requireTool(this, "kustomize", which("kustomize"));
    this.timeout(240_000);
    const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
    const generator = "secretGenerator: [{name: demo-s3, namespace: pg, files: [s3.conf]}]\n";
    work.write("app/kustomization.yaml", `${own}${generator}${component}${changes.labels}\n`);
    expect(check("--kustomize", "app").stdout).to.include(
      `app/kustomization.yaml:3:14: warning: The function runs here before kustomize applies \`labels\` in app/kustomization.yaml, so the ConfigMaps and other objects that it makes keep the old values. [run-too-early]
  In app/kustomization.yaml, list fn-config/transformer under \`transformers\` and fn-config/namereference under \`components\` instead.
`,
    );
    const restored = `patches: [{target: {kind: postgresql}, patch: "${merge(`numberOfInstances: 1, ${restore}`)}"}]\n`;
    work.write("app/kustomization.yaml", `${own}${generator}${component}${restored}`);
    expect(check("--kustomize", "app").stdout).not.to.include("run-too-early");
    work.write("app/postgresql.yaml", readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8"));
    expect(check("--kustomize", "app").stdout).to.include("run-too-early");
    work.write("app/none.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    work.write("app/kustomization.yaml", `resources: [none.yaml]\n${component}namespace: a\n`);
    expect(check("--kustomize", "app").stdout).not.to.include("run-too-early");
  });
});
