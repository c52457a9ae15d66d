import { basename } from "node:path";
import { expect } from "chai";
import { docker, kubectls, program, requireTool, run, which } from "../tools.ts";
import { execFunction, type Workspace, workspace } from "./example.ts";

const fn = "../../fn-config";
const component = `components: [${fn}/component]\n`;
const nameReference = `components: [${fn}/namereference]\n`;
/** For the layer that changes names itself. */
const transformer = `${nameReference}transformers: [${fn}/transformer]\n`;

const own = (name: string, namespace: string) =>
  `resources: [postgresql.yaml]\nsecretGenerator: [{name: ${name}, namespace: ${namespace}, files: [pgbackrest.conf]}]\n`;
const base = own("demo-pgbackrest", "pg");
const renaming = "namePrefix: acme-\nnameSuffix: -v2\nnamespace: prod\n";

/** Kustomizations by folder, the outermost last: where the function is, and where names change. */
const right: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "in the function's own layer, as a transformer": { pvc: `${base}${transformer}${renaming}` },
  "in a layer without the function, below it": {
    pvc: `${base}${nameReference}${renaming}`,
    top: `resources: [../pvc]\n${component}`,
  },
  "between the function in the base and the function in the outermost layer": {
    pvc: `${base}${component}`,
    renamed: `resources: [../pvc]\n${renaming}`,
    top: `resources: [../renamed]\n${component}`,
  },
  "in an overlay above the function, with the function again as a transformer": {
    pvc: `${base}${component}`,
    top: `resources: [../pvc]\n${transformer}${renaming}`,
  },
  "in three layers, one thing in each, with the function in the first and as a transformer in the last": {
    pvc: `${base}${component}nameSuffix: -v2\n`,
    middle: "resources: [../pvc]\nnamespace: prod\n",
    top: `resources: [../middle]\n${transformer}namePrefix: acme-\n`,
  },
};
const wrong: typeof right = {
  "in the layer of the Component": { pvc: `${base}${component}${renaming}` },
  "in a layer above the function": { pvc: `${base}${component}`, top: `resources: [../pvc]\n${renaming}` },
};

/** The hash of the Secret depends on its name and content: only that there is one for all references is compared. */
const secretName = /^(.*: acme-demo-pgbackrest-v2)-([0-9a-z]{10})$/gm;
const withoutHash = (text: string) => text.replace(secretName, "$1-HASH");

/** What the function says under kubectl up to 1.30, which runs Components before the secretGenerator of the same kustomization. */
const secretUnseen =
  "postgresql pg/demo spec.backup.pgbackrest.configuration.secret: info: Secret `demo-pgbackrest` is not in the input, so nothing in it could be checked. [secret-missing]\n  If something in the cluster creates it, there is nothing to do; if a `secretGenerator` beside the Component does, list fn-config/transformer instead, because kubectl up to 1.30 runs Components first.\n";

describe("kustomize changes names", function () {
  this.timeout(480_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace("tutorials/pvc", "fn-config");
  });
  afterEach(() => work.remove());

  type Layers = Readonly<Record<string, string>>;
  type Build = (context: Mocha.Context, folder: string) => string;

  const quietly = (command: string, args: readonly string[]) => {
    const { status, stdout, stderr } = run(command, args);
    const blind =
      /kubectl\.1\.(2\d|30)$/.test(command) && work.read("tutorials/pvc/kustomization.yaml").includes(component);
    const said = stderr.replace(/^# Warning: .*\n/gm, "");
    expect({ status, said }).to.deep.equal({ status: 0, said: blind ? secretUnseen : "" });
    return stdout;
  };
  const byExec: Build = (context, folder) => {
    for (const place of ["component", "transformer"])
      work.write(`fn-config/${place}/function.yaml`, execFunction(program));
    const kustomize = requireTool(context, "kustomize", which("kustomize"));
    return quietly(kustomize, ["build", "--enable-alpha-plugins", "--enable-exec", work.path(folder)]);
  };
  const byContainer =
    (kubectl: string | undefined): Build =>
    (context, folder) => {
      requireTool(context, "docker with the image", docker());
      const tool = requireTool(context, "kubectl", kubectl);
      return quietly(tool, ["kustomize", "--enable-alpha-plugins", work.path(folder)]);
    };

  /** Writes the layers, and returns the folder of the outermost one. */
  function layersIn(layers: Layers): string {
    let outermost = "";
    for (const [folder, kustomization] of Object.entries(layers)) {
      outermost = `tutorials/${folder}`;
      work.write(`${outermost}/kustomization.yaml`, kustomization);
    }
    return outermost;
  }

  /** What comes out where nothing is renamed, for a cluster that has the final name from the start. */
  function bornWithTheName(context: Mocha.Context): string {
    const cluster = work
      .read("tutorials/pvc/postgresql.yaml")
      .replace("name: demo\n  namespace: pg", "name: acme-demo-v2\n  namespace: prod")
      .replace("secret: demo-pgbackrest", "secret: acme-demo-pgbackrest-v2");
    work.write("tutorials/born/postgresql.yaml", cluster);
    work.write("tutorials/born/pgbackrest.conf", work.read("tutorials/pvc/pgbackrest.conf"));
    work.write("tutorials/born/kustomization.yaml", `${own("acme-demo-pgbackrest-v2", "prod")}${component}`);
    const built = withoutHash(byExec(context, "tutorials/born"));
    expect(built).to.include("repo1-host = acme-demo-v2-pgbackrest-repo-host-0.acme-demo-v2-clusterpods.prod.svc.");
    expect(built.match(/acme-demo-pgbackrest-v2-HASH/g)).to.have.lengthOf(5); // Secret, StatefulSet, two CronJobs, CR
    return built;
  }

  const hosts: ReadonlyArray<readonly [string, Build]> = [
    ["kustomize, exec", byExec],
    ...(kubectls().length > 0 ? kubectls() : [undefined]).map(
      (kubectl) => [`${basename(kubectl ?? "kubectl")}, container`, byContainer(kubectl)] as const,
    ),
  ];
  for (const [where, layers] of Object.entries(right)) {
    for (const [host, build] of hosts) {
      it(`${where} (${host}): as if the cluster had been born with the name; a new Secret has its new name everywhere`, function () {
        const outermost = layersIn(layers);
        const before = build(this, outermost);
        work.write("tutorials/pvc/pgbackrest.conf", "[global]\nrepo1-cipher-pass = another-fake-passphrase\n");
        const after = build(this, outermost);
        const hashOf = (text: string) => new Set([...text.matchAll(secretName)].map(([, , hash = ""]) => hash));
        const [[oldHash = ""], [newHash = ""]] = [[...hashOf(before)], [...hashOf(after)]];
        const data = /^ {2}pgbackrest.conf: .*\n(?: {4}.*\n)*/m;
        expect(newHash).not.to.equal(oldHash);
        expect(after.replace(data, "")).to.equal(before.replaceAll(oldHash, newHash).replace(data, ""));
        work.write("tutorials/pvc/pgbackrest.conf", "[global]\nrepo1-cipher-pass = fake-passphrase-for-the-tutorial\n");
        expect(withoutHash(before)).to.equal(bornWithTheName(this));
        expect(run(program, ["check", "-"], { input: before }).stdout).to.equal(
          "1 cluster: 0 errors, 0 warnings, 0 infos.\n",
        );
      });
    }
  }

  for (const [where, layers] of Object.entries({
    "no function in any layer": { pvc: `${base}${nameReference}`, top: `resources: [../pvc]\n${renaming}` },
    ...wrong,
  })) {
    it(`hydrate, ${where}: as if the cluster had been born with the name`, function () {
      const born = bornWithTheName(this);
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      const outermost = layersIn(layers);
      const command = `${kustomize} build --enable-alpha-plugins --enable-exec`;
      const args = ["hydrate", outermost, "-o", work.path("out"), "--kustomize", command];
      expect(run(program, args, { cwd: work.path() }).stderr).to.equal("");
      expect(withoutHash(quietly(kustomize, ["build", work.path("out", outermost)]))).to.equal(born);
    });
  }

  for (const [where, layers] of Object.entries(wrong)) {
    it(`${where}: kustomize says nothing, check of its output names every object`, function () {
      const built = byExec(this, layersIn(layers));
      expect(built).to.include("repo1-host = demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.");
      const { status, stdout } = run(program, ["check", "-", "--format", "json"], { input: built });
      expect(status).to.equal(1);
      const findings: ReadonlyArray<Readonly<Record<string, unknown>>> = JSON.parse(stdout).findings;
      const told = findings.map(({ rule, severity, object, path }) => [
        rule,
        severity,
        Object(object).kind,
        Object(object).name,
        path,
      ]);
      expect(told).to.deep.equal([
        ["stale-object", "error", "ConfigMap", "acme-demo-pgbackrest-config-v2", ["metadata", "name"]],
        ["stale-object", "error", "ConfigMap", "acme-demo-pgbackrest-repohost-config-v2", ["metadata", "name"]],
        ["stale-object", "error", "StatefulSet", "acme-demo-pgbackrest-repo-host-v2", ["metadata", "name"]],
        ["stale-object", "error", "CronJob", "acme-pgbackrest-demo-repo1-full-v2", ["metadata", "name"]],
        ["stale-object", "error", "CronJob", "acme-pgbackrest-demo-repo1-incr-v2", ["metadata", "name"]],
      ]);
    });
  }
});
