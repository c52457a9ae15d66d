import { basename } from "node:path";
import { expect } from "chai";
import { kubectls, program, requireTool, run } from "../tools.ts";
import { execFunction, type Workspace, workspace } from "./example.ts";

describe("what kubectl does not do, as the README says", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace("tutorials/s3", "fn-config");
  });
  afterEach(() => work.remove());

  for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
    const name = basename(kubectl ?? "kubectl");
    const ask = (context: Mocha.Context, ...args: readonly string[]) =>
      run(requireTool(context, "kubectl", kubectl), args);

    it(`${name} apply -k, and kustomize without the flag, run no functions, and say so`, function () {
      const folder = work.path("tutorials/s3");
      for (const args of [
        ["apply", "--dry-run=client", "--validate=false", "-k", folder],
        ["kustomize", folder],
      ]) {
        const { status, stdout, stderr } = ask(this, ...args);
        expect(status).to.be.greaterThan(0);
        expect(stdout).to.equal("");
        expect(stderr).to.include("external plugins disabled; unable to load external plugin 'ExpandPgBackRest'");
      }
    });

    it(`${name} kustomize silently skips exec functions`, function () {
      work.write("fn-config/component/function.yaml", execFunction(program));
      const { status, stdout, stderr } = ask(this, "kustomize", "--enable-alpha-plugins", work.path("tutorials/s3"));
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect([...stdout.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind)).to.deep.equal(["Secret", "postgresql"]);
    });
  }
});
