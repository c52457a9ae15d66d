import { expect } from "chai";
import { requireTool, which } from "../tools.ts";
import { proveObjectStores, startObjectStores } from "./object-stores.ts";
import { info } from "./pgbackrest.ts";
import { readable } from "./proof.ts";
import { render } from "./rendered.ts";
import { scenario } from "./scenario.ts";
import { serviceAccountFile } from "./stores/gcs.ts";
import { storesInstalled } from "./stores/store.ts";

describe("end to end: object stores that verify signatures", () => {
  before(function () {
    requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
    requireTool(this, "curl", which("curl"));
  });

  for (const [name, what] of Object.entries({
    s3: "S3 by host names",
    "s3-path": "S3 by paths",
    azure: "Azure",
    gcs: "GCS",
  })) {
    scenario(
      `${what}: a wrong secret is refused; full and diff, encrypted; restored into an empty directory`,
      (run) => {
        proveObjectStores(
          run,
          name,
          run.step("render", () => render(name, name === "gcs" ? serviceAccountFile : {})),
        );
      },
    );
  }

  scenario("S3 without a cipher: what is stored can be read", (run) => {
    const withoutCipher = (text: string) => text.replace(/^.*repo1-cipher-.*\n/gm, "");
    const yaml = run.step("render", () => render("s3", { "postgresql.yaml": withoutCipher, "s3.conf": withoutCipher }));
    const { cluster, proof, stores, backUp } = startObjectStores(run, "s3", yaml);
    proof.addRows();
    backUp(1, "full");
    expect(info(cluster.database).repo.map(({ cipher }) => cipher)).to.deep.equal(["none"]);
    expect([...stores.values()].map(({ folder }) => readable(folder))).to.deep.equal([true]);
  });
});
