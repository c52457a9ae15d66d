import { expect } from "chai";
import { info } from "./pgbackrest.ts";
import { readable } from "./proof.ts";
import { render } from "./rendered.ts";
import { scenario } from "./scenario.ts";
import { proveVolume, startVolume } from "./volume.ts";

describe("end to end: a repository on a volume", () => {
  scenario(
    "volume: full, diff and incr, restored to a point in time, expired after four fulls, restored whole",
    (run) => {
      proveVolume(
        run,
        run.step("render", () => render("volume")),
      );
    },
  );

  scenario("volume without a cipher: what is stored can be read", (run) => {
    const withoutCipher = (text: string) => text.replace(/^.*repo1-cipher-.*\n/gm, "");
    const yaml = run.step("render", () =>
      render("volume", { "postgresql.yaml": withoutCipher, "pgbackrest.conf": withoutCipher }),
    );
    const { repoHost, repository, proof, backUp } = startVolume(run, yaml);
    proof.addRows();
    backUp("full");
    expect(info(repoHost).repo.map(({ cipher }) => cipher)).to.deep.equal(["none"]);
    expect(readable(repository)).to.equal(true);
  });
});
