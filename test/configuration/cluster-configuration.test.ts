import { expect } from "chai";
import { stringify } from "yaml";
import { clusterConfiguration } from "../../src/configuration/cluster-configuration.ts";
import { shownValue } from "../../src/configuration/line.ts";
import type { PodConfiguration } from "../../src/configuration/pod-configuration.ts";
import { writtenConfiguration } from "../../src/configuration/written-configuration.ts";
import type { Cluster } from "../../src/cpo/cluster.ts";
import { configurationInput, repoHostInput } from "../../src/cpo/configuration-input.ts";
import { instanceConfigurationText, repoHostConfigurationText } from "../../src/cpo/instance-configuration.ts";
import { placeText } from "../../src/findings/finding-text.ts";
import { parseConf } from "../../src/pgbackrest/conf-file.ts";
import { entriesOf, secretOf } from "../../src/secret/secret.ts";
import { clusterOf, settingsOf } from "../objects/given.ts";
import { randomConfiguration } from "../pgbackrest/random-configuration.ts";

const settings = settingsOf();
const secretWith = (files: Readonly<Record<string, string>>) =>
  secretOf({ apiVersion: "v1", kind: "Secret", name: "demo-s3" }, entriesOf({ data: {}, stringData: files }), false);
const configurationOf = (cluster: Cluster, files?: Readonly<Record<string, string>>) =>
  clusterConfiguration(cluster, writtenConfiguration(cluster, files && secretWith(files)), {
    settings,
    release: undefined,
  });

const s3 = `
backup:
  pgbackrest:
    image: example/pgbackrest:18
    configuration: { secret: demo-s3 }
    global: { repo1-path: /demo, repo1-cipher-pass: hush }
    repos: [{ name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu }]
`;
const onVolume = `
numberOfInstances: 1
backup:
  pgbackrest:
    image: example/pgbackrest:18
    global: { repo1-retention-full: "7" }
    repos: [{ name: repo1, storage: pvc, volume: { size: 5Gi } }]
`;

/** Every line with where its author wrote it. */
const shown = (pod: PodConfiguration | undefined) =>
  pod?.lines.map((line) => {
    const where = placeText(line.place).replace(/^\w+ demo(-s3)? (spec\.backup\.)?/, "");
    return `[${line.section}] ${line.key} = ${shownValue(line).replaceAll("`", "")} (${line.from}, ${where})`;
  });

describe("what pgBackRest reads of a cluster", () => {
  it("is in a Postgres pod what the operator writes, then the Secret", () => {
    const files = { "s3.conf": "[global]\nrepo1-s3-key = hush\n[main]\nrepo1-s3-key = hush\n" };
    const configuration = configurationOf(clusterOf(s3), files);
    expect(shown(configuration.database)).to.deep.equal([
      "[db] pg1-path = /home/postgres/pgdata/pgroot/data (operator, pgbackrest)",
      "[db] pg1-port = 5432 (operator, pgbackrest)",
      "[db] pg1-socket-path = /var/run/postgresql/ (operator, pgbackrest)",
      "[global] log-path = /home/postgres/pgdata/pgbackrest/log (operator, pgbackrest)",
      "[global] spool-path = /home/postgres/pgdata/pgbackrest/spool-path (operator, pgbackrest)",
      "[global] repo1-path = /demo (global, pgbackrest.global.repo1-path)",
      "[global] repo1-cipher-pass = the value (global, pgbackrest.global.repo1-cipher-pass)",
      "[global] repo1-s3-bucket = backups (repository, pgbackrest.repos[0].resource)",
      "[global] repo1-s3-endpoint = s3.example.com (repository, pgbackrest.repos[0].endpoint)",
      "[global] repo1-s3-region = eu (repository, pgbackrest.repos[0].region)",
      "[global] repo1-type = s3 (repository, pgbackrest.repos[0].storage)",
      "[global] repo1-s3-key = the value (secret, s3.conf:2)",
    ]);
    expect(configuration.repoHost).to.equal(undefined);
    expect(configuration.written.map(({ key }) => key)).to.deep.equal([
      "repo1-path",
      "repo1-cipher-pass",
      "repo1-s3-key",
    ]);
    expect(configuration.unread.map(({ section }) => section)).to.deep.equal(["main"]);
  });

  it("is on the repo host what the operator writes there, with `global` in the stanza's section", () => {
    const { repoHost } = configurationOf(clusterOf(onVolume));
    expect(shown(repoHost)?.filter((line) => line.includes("repo1"))).to.deep.equal([
      "[global] log-path = /data/pgbackrest/repo1/log (operator, pgbackrest)",
      "[global] repo1-path = /data/pgbackrest/repo1 (operator, pgbackrest)",
      "[db] repo1-retention-full = 7 (global, pgbackrest.global.repo1-retention-full)",
    ]);
  });

  it("is line by line the text of the operator's ConfigMaps, whatever the cluster", () => {
    const linesIn = (text: string) => parseConf(text).lines.map(({ section, key, value }) => [section, key, value]);
    const linesOf = ({ lines }: PodConfiguration) => lines.map(({ section, key, value }) => [section, key, value]);
    for (let seed = 1; seed <= 200; seed += 1) {
      const { global, repositories } = randomConfiguration(seed);
      // A value with a line break is several lines of the text, which is a finding.
      if (/[\r\n]/.test(Object.entries(global).join())) continue;
      const backup = { pgbackrest: { image: "example/pgbackrest:18", global, repos: repositories } };
      const cluster = clusterOf(stringify({ backup }, { compat: "yaml-1.1" }));
      const { database, repoHost } = configurationOf(cluster);
      const input = configurationInput(cluster, settings);
      expect(linesOf(database), `SEED=${seed}`).to.deep.equal(linesIn(instanceConfigurationText(input)));
      if (repoHost === undefined) continue;
      const text = repoHostConfigurationText(repoHostInput(cluster, settings));
      expect(linesOf(repoHost), `SEED=${seed}`).to.deep.equal(linesIn(text));
    }
  });

  for (const [when, spec, files, complete] of [
    ["the Secret is in the input", s3, { "s3.conf": "[global]\nrepo1-s3-key = x" }, true],
    ["no Secret is named", onVolume, undefined, true],
    ["the Secret is not in the input", s3, undefined, false],
    ["pgBackRest refuses a file of the Secret", s3, { "s3.conf": "oops" }, false],
    ["nothing reads a section of the Secret", s3, { "s3.conf": "[main]\nrepo1-s3-key = x" }, false],
  ] as const)
    it(`is ${complete ? "known" : "not known"} where ${when}`, () =>
      expect(configurationOf(clusterOf(spec), files).complete).to.equal(complete));
});
