import { expect } from "chai";
import { docker, kubectls, program, requireTool, run, which } from "../tools.ts";
import { execFunction, type Workspace, workspace } from "./example.ts";

/** What a layer does to names, and what it leaves of the tutorial's own. */
const renaming = "namePrefix: acme-\nnameSuffix: -v2\nnamespace: prod\n";
const generator = (name: string, namespace: string) =>
  `secretGenerator: [{name: ${name}, namespace: ${namespace}, files: [pgbackrest.conf]}]\n`;

/** Lists the function beside the nameReference Component, instead of the Component that brings both. */
const asTransformer =
  "components: [../../fn-config/namereference]\ntransformers: [../../fn-config/transformer-of-test]\n";

/** The hash of the Secret depends on its name: only that there is one place for it in all references is compared. */
const withoutHash = (text: string) => text.replace(/^(.*demo-pgbackrest-v2)-[0-9a-z]{10}$/gm, "$1-HASH");

describe("kustomize changes names", function () {
  this.timeout(120_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace("tutorials/pvc", "fn-config");
    for (const folder of ["component", "transformer-of-test"])
      work.write(`fn-config/${folder}/function.yaml`, execFunction(program));
    work.write("fn-config/transformer-of-test/kustomization.yaml", "resources: [function.yaml]\n");
  });
  afterEach(() => work.remove());

  const build = (folder: string) => {
    const args = ["build", "--enable-alpha-plugins", "--enable-exec", work.path(folder)];
    const { status, stdout, stderr } = run(which("kustomize") ?? "kustomize", args);
    expect({ status, stderr: stderr.replace(/^# Warning: .*\n/gm, "") }).to.deep.equal({ status: 0, stderr: "" });
    return withoutHash(stdout);
  };

  /** What comes out where nothing is renamed, for a cluster that has the final name from the start. */
  const bornWithTheName = () => {
    const cluster = work
      .read("tutorials/pvc/postgresql.yaml")
      .replace("name: demo\n  namespace: pg", "name: acme-demo-v2\n  namespace: prod")
      .replace("secret: demo-pgbackrest", "secret: acme-demo-pgbackrest-v2");
    work.write("tutorials/born/postgresql.yaml", cluster);
    work.write("tutorials/born/pgbackrest.conf", work.read("tutorials/pvc/pgbackrest.conf"));
    const kustomization = `resources: [postgresql.yaml]\n${generator("acme-demo-pgbackrest-v2", "prod")}${asTransformer}`;
    work.write("tutorials/born/kustomization.yaml", kustomization);
    const built = build("tutorials/born");
    expect(built).to.include("repo1-host = acme-demo-v2-pgbackrest-repo-host-0.acme-demo-v2-clusterpods.prod.svc.");
    expect(built.match(/acme-demo-pgbackrest-v2-HASH/g)).to.have.lengthOf(5); // Secret, StatefulSet, two CronJobs, CR
    return built;
  };

  it("in the same layer, the function as a transformer: as if the cluster had been born with the name", function () {
    requireTool(this, "kustomize", which("kustomize"));
    const own = `resources: [postgresql.yaml]\n${generator("demo-pgbackrest", "pg")}`;
    work.write("tutorials/pvc/kustomization.yaml", `${own}${asTransformer}${renaming}`);
    expect(build("tutorials/pvc")).to.equal(bornWithTheName());
  });

  it("in the layer below the function: the same", function () {
    requireTool(this, "kustomize", which("kustomize"));
    const own = `resources: [postgresql.yaml]\n${generator("demo-pgbackrest", "pg")}`;
    work.write("tutorials/pvc/kustomization.yaml", `${own}components: [../../fn-config/namereference]\n${renaming}`);
    work.write("top/kustomization.yaml", "resources: [../tutorials/pvc]\ncomponents: [../fn-config/component]\n");
    expect(build("top")).to.equal(bornWithTheName());
  });

  it("between a function in the base and one in the outermost layer: the outer one corrects names and texts", function () {
    requireTool(this, "kustomize", which("kustomize"));
    work.write("tutorials/renamed/kustomization.yaml", `resources: [../pvc]\n${renaming}`);
    work.write("top/kustomization.yaml", "resources: [../tutorials/renamed]\ncomponents: [../fn-config/component]\n");
    expect(build("top")).to.equal(bornWithTheName());
  });

  for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
    it(`${kubectl?.split("/").at(-1) ?? "kubectl"} with the container gives what standalone kustomize with exec gives`, function () {
      const tool = requireTool(this, "kubectl", kubectl);
      requireTool(this, "kustomize", which("kustomize"));
      requireTool(this, "docker with the image", docker());
      work.write("tutorials/renamed/kustomization.yaml", `resources: [../pvc]\n${renaming}`);
      work.write("top/kustomization.yaml", "resources: [../tutorials/renamed]\ncomponents: [../fn-config/component]\n");
      const byExec = build("top");
      const asShipped = workspace("fn-config");
      work.write("fn-config/component/function.yaml", asShipped.read("fn-config/component/function.yaml"));
      asShipped.remove();
      const { status, stdout } = run(tool, ["kustomize", "--enable-alpha-plugins", work.path("top")]);
      expect(status).to.equal(0);
      expect(withoutHash(stdout)).to.equal(byExec);
    });
  }
});
