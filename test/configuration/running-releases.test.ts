import { expect } from "chai";
import { cloningReleases, runningReleases } from "../../src/configuration/running-releases.ts";
import { knownReleases } from "../../src/pgbackrest/releases.ts";
import { clusterOf, settingsOf } from "../objects/given.ts";

const cluster = (storage: string, image: string, dockerImage: string) =>
  clusterOf(`
dockerImage: ${dockerImage}
backup: { pgbackrest: { image: "${image}", repos: [{ name: repo1, storage: ${storage} }] } }
`);
const [older, newer, untold] = ["example/pgbackrest:2.50", "example/postgres-pgbackrest:2.58.0", "example/own:x"];

describe("the releases that may run", () => {
  for (const { when, of, release, running, cloning } of [
    {
      when: "the user states one",
      of: cluster("s3", older, newer),
      release: "2.54",
      running: ["2.54.0", "2.54.1", "2.54.2"],
      cloning: ["2.54.0", "2.54.1", "2.54.2"],
    },
    {
      when: "backups go into object storage: that of the Postgres image",
      of: cluster("s3", older, newer),
      running: ["2.58.0"],
      cloning: ["2.58.0"],
    },
    {
      when: "backups go onto a volume: that of the backup image",
      of: cluster("pvc", older, newer),
      running: ["2.50"],
      cloning: ["2.58.0"],
    },
    {
      when: "the Postgres image does not tell: that of the backup image",
      of: cluster("s3", older, untold),
      running: ["2.50"],
      cloning: knownReleases,
    },
    {
      when: "no image tells: all that are known",
      of: cluster("s3", untold, untold),
      running: knownReleases,
      cloning: knownReleases,
    },
    {
      when: "the backup image on a volume does not tell: all that are known",
      of: cluster("pvc", untold, newer),
      running: knownReleases,
      cloning: ["2.58.0"],
    },
  ])
    it(`where ${when}`, () => {
      const sources = { settings: settingsOf(), release };
      expect(runningReleases(of, sources)).to.deep.equal(running);
      expect(cloningReleases(of, sources)).to.deep.equal(cloning);
    });
});
