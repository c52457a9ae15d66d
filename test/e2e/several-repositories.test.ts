import { expect } from "chai";
import { requireTool, which } from "../tools.ts";
import { proveObjectStores } from "./object-stores.ts";
import { render } from "./rendered.ts";
import { requireTools, runScenario, scenario } from "./scenario.ts";
import { storesInstalled } from "./stores/store.ts";
import { startVolume } from "./volume.ts";

describe("end to end: several repositories in one cluster", function () {
  this.timeout(240_000);
  before(function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
  });

  scenario("S3 and Azure: jobs back up to both, each restores the database by itself", (run) => {
    proveObjectStores(
      run,
      "s3-azure",
      run.step("render", () => render("s3-azure")),
    );
  });

  const second = (repository: string) => ({
    "postgresql.yaml": (text: string) => `${text}        - ${repository}\n`,
  });

  describe("two volumes", () => {
    const volume = "{ name: repo2, storage: pvc, volume: { size: 20Gi }, schedule: { full: 30 4 * * 0 } }";

    it("are refused, because the pgBackRest server would not start", () => {
      expect(() => render("volume", second(volume))).to.throw("server does not start. [several-volumes]");
    });

    it("and it does not, where the check is silenced", function () {
      requireTools(this);
      const silenced = "  annotations: { expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: several-volumes=off }";
      const yaml = render("volume", {
        "postgresql.yaml": (text) =>
          second(volume)["postgresql.yaml"](text).replace("metadata:\n", `metadata:\n${silenced}\n`),
      });
      const { failure } = runScenario((run) => startVolume(run, yaml));
      expect(failure?.step).to.equal("servers");
      expect(failure?.reason).to.include("[031]: option 'tls-server-address' cannot be set multiple times");
    });
  });

  it("a volume and S3: refused, because nothing would create the stanza in S3", () => {
    const s3 =
      "{ name: repo2, storage: s3, resource: backups, endpoint: s3.eu-central-1.amazonaws.com, region: eu-central-1, schedule: { full: 30 4 * * 0 } }";
    expect(() => render("volume", second(s3))).to.throw("and archiving fails. [mixed-storage]");
  });
});
