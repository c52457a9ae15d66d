import { expect } from "chai";
import { stringify } from "yaml";
import { readCluster } from "../../src/cpo/read-cluster.ts";
import { resolveSettings } from "../../src/cpo/settings.ts";
import type { Finding } from "../../src/finding.ts";
import { findingsText } from "../../src/finding-text.ts";
import { filter } from "../../src/krm/filter.ts";
import { configurationInput } from "../../src/objects/config-maps.ts";
import { instanceConfigurationText, repoHostConfigurationText } from "../../src/pgbackrest/instance-configuration.ts";
import { requireTool, which } from "../tools.ts";
import { type Configuration, randomConfiguration } from "./random-configuration.ts";
import { besideRepoHost, inDatabase, onRepoHost, type Verdict, verdictOf } from "./real-pgbackrest.ts";

/*
 * Whole configurations, drawn from seeds, judged by us and by the real binary. A longer run: DIFFERENTIAL=5000 (how many) and SEED=1 (the
 * first) in the environment.
 */
const count = Number(process.env.DIFFERENTIAL ?? 150);
const firstSeed = Number(process.env.SEED ?? 1);
const release = "2.45";

/** The path of a key file is never empty to pgBackRest, for the operator puts the folder before it; it finds no file when it runs. */
const keyFileMissing = ({ rule, problem }: Finding) =>
  rule === "repository-field-missing" && problem.includes("key file");

/** What pgBackRest passes over in silence, or finds only when it meets a store: there the binary's silence proves nothing. */
const beyondTheBinary = new Set([
  "azure-key-encoding",
  "cipher-pass-without-type",
  "endpoint-protocol",
  "gcs-key-file",
  "option-without-effect",
  "path-on-volume",
  "repository-unknown",
  "secret-file-unread",
  "section-ignored",
  "wal-queue-limit",
]);

const functionConfig = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec: { pgbackrestRelease: release },
};

function resources({ repositories, global, files }: Configuration) {
  const cluster = {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: { name: "demo", namespace: "pg" },
    spec: {
      teamId: "acid",
      numberOfInstances: 1,
      postgresql: { version: "15" },
      volume: { size: "5Gi" },
      backup: {
        pgbackrest: { image: "example/pgbackrest:x", configuration: { secret: "demo" }, global, repos: repositories },
      },
    },
  };
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "demo", namespace: "pg" }, stringData: files };
  return { cluster, secret };
}

/** The verdicts of the binary in each kind of pod. */
function verdicts(binary: string, configuration: Configuration): readonly Verdict[] {
  const { cluster } = resources(configuration);
  const read = readCluster(JSON.parse(JSON.stringify(cluster)), { apiVersion: "", kind: "" }, "");
  if (read.is !== "cluster") throw new Error("the schema refuses a generated cluster");
  const settings = resolveSettings({ from: "chart" }, [], () => undefined);
  const input = configurationInput(read.cluster, settings);
  const verdict = (text: string, commands: Parameters<typeof verdictOf>[2]) =>
    verdictOf(binary, { ...configuration.files, "pgbackrest_instance.conf": text }, commands);
  const onVolume = read.cluster.repositories.some(({ storage }) => storage === "pvc");
  const database = verdict(instanceConfigurationText(input), onVolume ? besideRepoHost : inDatabase);
  return onVolume ? [database, verdict(repoHostConfigurationText(input), onRepoHost)] : [database];
}

describe("whole configurations against the real pgbackrest", function () {
  this.timeout(0);

  it("gets the same verdict from us as from the binary", async function () {
    const binary = requireTool(this, "pgbackrest", which("pgbackrest"));
    const differences: string[] = [];
    const seen = { refused: 0, warned: 0, quiet: 0 };
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const configuration = randomConfiguration(seed);
      const { cluster, secret } = resources(configuration);
      const text = [cluster, secret].map((resource) => stringify(resource, { compat: "yaml-1.1" })).join("---\n");
      const { findings } = await filter(Buffer.from(text), functionConfig);
      const theirs = verdicts(binary, configuration);
      const is = theirs.some((verdict) => verdict.is === "refused")
        ? "refused"
        : theirs.some((verdict) => verdict.is === "warned")
          ? "warned"
          : "quiet";
      seen[is] += 1;
      const errors = findings.filter(({ severity }) => severity === "error");
      const missed = (is === "refused" && errors.length === 0) || (is === "warned" && findings.length === 0);
      const alarms =
        is === "quiet"
          ? errors.filter((finding) => !beyondTheBinary.has(finding.rule) && !keyFileMissing(finding))
          : [];
      if (missed || alarms.length > 0)
        differences.push(
          `SEED=${seed}: the binary: ${is}\n${theirs.flatMap(({ says }) => says.slice(0, 3)).join("\n")}\nwe:\n${findingsText(findings)}\n${text}`,
        );
    }
    if (process.env.DIFFERENTIAL !== undefined)
      console.log(JSON.stringify({ ...seen, differences: differences.length }));
    expect(differences.length, differences.slice(0, Number(process.env.SHOW ?? 5)).join("\n==========\n")).to.equal(0);
    expect(Math.min(seen.refused, seen.quiet)).to.be.greaterThan(count / 10);
  });
});
