import { expect } from "chai";
import { stringify } from "yaml";
import { configurationInput, repoHostInput } from "../../src/cpo/configuration-input.ts";
import { instanceConfigurationText, repoHostConfigurationText } from "../../src/cpo/instance-configuration.ts";
import { readCluster } from "../../src/cpo/read-cluster.ts";
import { resolveSettings } from "../../src/cpo/settings.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { filter } from "../../src/function/filter.ts";
import type { Configuration } from "./random-configuration.ts";
import { besideRepoHost, type Commands, inDatabase, onRepoHost } from "./real-pgbackrest.ts";

/** How many configurations a run judges, and the seed of the first. For longer runs: DIFFERENTIAL=5000 SEED=1 in the environment. */
export const count = Number(process.env.DIFFERENTIAL ?? 100);
export const firstSeed = Number(process.env.SEED ?? 1);

/** The release of Debian's package, which the binary of the tests is. */
export const release = "2.45";

/** A configuration as manifests. */
export function manifests(
  { repositories, global, files, environment }: Configuration,
  restore?: Readonly<Record<string, string>>,
) {
  const cluster = {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: { name: "demo", namespace: "pg" },
    spec: {
      teamId: "acid",
      numberOfInstances: 1,
      postgresql: { version: "15" },
      volume: { size: "5Gi" },
      ...(environment && { env: Object.entries(environment).map(([name, value]) => ({ name, value })) }),
      backup: {
        pgbackrest: {
          image: "example/pgbackrest:x",
          configuration: { secret: "demo" },
          global,
          repos: repositories,
          ...(restore && { restore: { id: "a", repo: "repo1", options: restore } }),
        },
      },
    },
  };
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "demo", namespace: "pg" }, stringData: files };
  return { cluster, text: [cluster, secret].map((object) => stringify(object, { compat: "yaml-1.1" })).join("---\n") };
}

/** What we find in manifests, told the release. */
export async function findingsIn(text: string): Promise<readonly Finding[]> {
  const functionConfig = {
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
    spec: { pgbackrestRelease: release },
  };
  return (await filter(Buffer.from(text), functionConfig)).findings;
}

/** The files of the include directory in each kind of pod, and the commands that run there. */
export function pods(configuration: Configuration): ReadonlyArray<{
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly commands: Commands;
}> {
  const { cluster } = manifests(configuration);
  const read = readCluster(JSON.parse(JSON.stringify(cluster)), {
    object: { apiVersion: "", kind: "" },
    namespace: "",
  });
  if (read.is !== "cluster") throw new Error("the schema refuses a generated cluster");
  const settings = resolveSettings({ from: "chart" }, [], () => undefined);
  const pod = (text: string, commands: Commands) => ({
    files: { ...configuration.files, "pgbackrest_instance.conf": text },
    environment: configuration.environment ?? {},
    commands,
  });
  return read.cluster.repositories.some(({ storage }) => storage === "pvc")
    ? [
        pod(instanceConfigurationText(configurationInput(read.cluster, settings)), besideRepoHost),
        pod(repoHostConfigurationText(repoHostInput(read.cluster, settings)), onRepoHost),
      ]
    : [pod(instanceConfigurationText(configurationInput(read.cluster, settings)), inDatabase)];
}

/** Fails with the first differences. A longer run also tells how many configurations the binary took and refused. */
export function expectNone(differences: readonly string[], seen: Readonly<Record<string, number>>): void {
  if (process.env.DIFFERENTIAL !== undefined) console.log(JSON.stringify({ ...seen, differences: differences.length }));
  expect(differences.length, differences.slice(0, Number(process.env.SHOW ?? 5)).join("\n==========\n")).to.equal(0);
  expect(Math.min(seen.refused ?? 0, seen.quiet ?? 0)).to.be.greaterThan(count / 10);
}
