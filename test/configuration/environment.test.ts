import { expect } from "chai";
import { environmentOptions } from "../../src/configuration/environment.ts";
import { placeText } from "../../src/findings/finding-text.ts";
import { clusterOf, settingsOf } from "../objects/given.ts";

const spec = (storage: string) => `
env: [{ name: PGBACKREST_PROCESS_MAX, value: "4" }, { name: OTHER, value: x }, { name: pgbackrest_buffer_size, value: x }]
backup:
  pgbackrest:
    image: example/pgbackrest:18
    env: [{ name: PATH, value: x }, { name: PGBACKREST_REPO1_RETENTION_FULL, value: "7" }]
    repos: [{ name: repo1, storage: ${storage} }]
`;
const optionsOf = (yaml: string) =>
  environmentOptions(clusterOf(yaml), settingsOf()).map(({ key, meaning, place, reachesBackups }) => ({
    key,
    is: meaning.is,
    at: placeText(place).replace("postgresql demo ", ""),
    reachesBackups,
  }));

describe("variables that pgBackRest takes for options", () => {
  for (const { storage, where, reachesBackups } of [
    { storage: "pvc", where: "on a volume reach backups from both lists", reachesBackups: true },
    { storage: "s3", where: "in object storage reach backups from the cluster's own list only", reachesBackups: false },
  ])
    it(where, () =>
      expect(optionsOf(spec(storage))).to.deep.equal([
        { key: "process-max", is: "option", at: "spec.env[0]", reachesBackups: true },
        { key: "repo1-retention-full", is: "option", at: "spec.backup.pgbackrest.env[1]", reachesBackups },
      ]),
    );

  it("are none in a cluster without variables", () => expect(optionsOf("{}")).to.deep.equal([]));
});
