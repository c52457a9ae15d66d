import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, run, which } from "../tools.ts";

const cluster = `apiVersion: cpo.opensource.cybertec.at/v1
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
      configuration: {secret: demo}
      global:
        start-fast: true # at once
        repo1-retention-full: "7"
      repos:
      - {name: repo1, storage: pvc, resource: x, volume: {size: 10Gi}, schedule: {full: 30 2 * * *}}
`;
const generator = (key: string) =>
  `resources: [pg.yaml]\nsecretGenerator:\n- name: demo\n  namespace: pg\n  files:\n  - ${key}pass.cfg # key\ngeneratorOptions: {disableNameSuffixHash: true}\n`;
const overlay = (level: string, check: string) =>
  `resources: [../base]\npatches:\n- patch: |-\n    apiVersion: cpo.opensource.cybertec.at/v1\n    kind: postgresql\n    metadata: {name: acid-demo, namespace: pg}\n    spec: {backup: {pgbackrest: {global: {compress-level: ${level}}}}}\n- target: {kind: postgresql}\n  patch: |-\n    - op: add\n      path: /spec/backup/pgbackrest/global/archive-async\n      value: ${check} # why\n`;

describe("check --fix --kustomize, with the real kustomize", function () {
  this.timeout(480_000);
  let work: Workspace;
  beforeEach(function () {
    requireTool(this, "kustomize", which("kustomize"));
    work = workspace();
    work.write("base/pg.yaml", cluster);
    work.write("base/kustomization.yaml", generator(""));
    work.write("base/pass.cfg", "[global]\r\nrepo1-cipher-pass = CANARY9Kd2\r\nresme = true\r\n");
    work.write("prod/kustomization.yaml", overlay("3", "true"));
  });
  afterEach(() => work.remove());
  const fix = (...args: readonly string[]) => {
    const { status, stdout, stderr } = run(program, ["check", "--fix", ...args], { cwd: work.path() });
    expect(stdout + stderr).not.to.include("CANARY");
    return { status, stdout, stderr };
  };

  it("mends each value where it is written: the resource, both kinds of patches, the generator and its file", () => {
    fix("--fix-secrets", "--dry-run", "--kustomize", "prod", "base");
    expect(work.read("base/pg.yaml")).to.equal(cluster);
    const { status } = fix("--fix-secrets", "--kustomize", "prod", "base");
    expect(status).to.equal(0);
    expect(work.read("base/pg.yaml")).to.equal(cluster.replace("start-fast: true", 'start-fast: "y"'));
    expect(work.read("prod/kustomization.yaml")).to.equal(overlay('"3"', '"y"'));
    expect(work.read("base/kustomization.yaml")).to.equal(generator("pass.conf="));
    expect(work.read("base/pass.cfg")).to.equal(
      "[global]\r\nrepo1-cipher-type = aes-256-cbc\r\nrepo1-cipher-pass = CANARY9Kd2\r\nresume = y\r\n",
    );
    expect(fix("--fix-secrets", "--dry-run", "--kustomize", "prod", "base").stdout).to.equal("");
  });

  it("leaves a base that nobody named, and says so", () => {
    const { stderr } = fix("--kustomize", "prod");
    expect(stderr).to.include("because its file is outside of what is named");
    expect(work.read("base/pg.yaml")).to.equal(cluster);
    expect(work.read("prod/kustomization.yaml")).to.equal(overlay('"3"', '"y"'));
  });

  it("leaves keys and removals in a JSON patch, and text among literals, and says so", () => {
    const patch = `- op: add\n  path: /spec/backup/pgbackrest/global/pg1-path\n  value: /x\n- op: add\n  path: /spec/backup/pgbackrest/global/archive-asnyc\n  value: "y"\n`;
    const literals = `resources: [pg.yaml]\npatches: [{path: p.yaml, target: {kind: postgresql}}]\nsecretGenerator:\n- name: demo\n  namespace: pg\n  literals:\n  - "s3.conf=[global]\\nrepo1-cipher-pass=CANARY9Kd2\\nresume=true\\n"\ngeneratorOptions: {disableNameSuffixHash: true}\n`;
    work.write("base/pg.yaml", cluster.replace("start-fast: true", 'start-fast: "y"'));
    work.write("base/p.yaml", patch);
    work.write("base/kustomization.yaml", literals);
    const { stderr } = fix("--fix-secrets", "--kustomize", "base");
    for (const rule of ["option-placement", "unknown-option", "option-value"])
      expect(stderr).to.match(new RegExp(`not fixed \\S+ ${rule}: .* It stays, because `));
    expect(work.read("base/p.yaml")).to.equal(patch);
    expect(work.read("base/kustomization.yaml")).to.equal(literals);
  });
});
