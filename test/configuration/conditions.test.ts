import { expect } from "chai";
import { clusterConfiguration } from "../../src/configuration/cluster-configuration.ts";
import { unmetCondition } from "../../src/configuration/conditions.ts";
import { writtenConfiguration } from "../../src/configuration/written-configuration.ts";
import { clusterOf, settingsOf } from "../objects/given.ts";

/** The lines of `global` that pgBackRest passes over, each with what it lacks. */
function passedOver(global: string, storage = "storage: s3, resource: backups, endpoint: e, region: r") {
  const cluster = clusterOf(
    `backup: { pgbackrest: { image: "example/pgbackrest:2.58.0", global: {${global}}, repos: [{ name: repo1, ${storage} }] } }`,
  );
  const configuration = clusterConfiguration(cluster, writtenConfiguration(cluster, undefined), {
    settings: settingsOf(),
    release: undefined,
  });
  return configuration.written.flatMap((line) => {
    const condition = unmetCondition(line, configuration);
    return condition === undefined ? [] : [`${line.key}: ${condition.option}`];
  });
}

describe("lines that pgBackRest passes over", () => {
  for (const { when, global, storage, lack } of [
    { when: "the condition is met", global: "repo1-block: 'y', repo1-bundle: 'y'", lack: [] },
    { when: "it is not set", global: "repo1-block: 'y'", lack: ["repo1-block: repo-bundle"] },
    { when: "it is met by default", global: "archive-async: 'y', spool-path: /x", lack: [] },
    {
      when: "it has another value",
      global: "repo1-block: 'y', repo1-bundle: 'n'",
      lack: ["repo1-block: repo-bundle"],
    },
    {
      when: "another repository meets it",
      global: "repo1-block: 'y', repo2-bundle: 'y'",
      lack: ["repo1-block: repo-bundle"],
    },
    { when: "the storage is another one", global: "repo1-azure-account: x", lack: ["repo1-azure-account: repo-type"] },
    {
      when: "the repository is on a volume",
      global: "repo1-bundle: 'y', repo1-block: 'y'",
      storage: "storage: pvc, volume: { size: 5Gi }",
      lack: [],
    },
  ])
    it(`where ${when}: ${lack.length === 0 ? "none" : lack.join(", ")}`, () =>
      expect(passedOver(global, storage)).to.deep.equal(lack));
});
