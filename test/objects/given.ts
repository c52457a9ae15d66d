import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import type { Cluster } from "../../src/cpo/cluster.ts";
import type { JobSettings } from "../../src/cpo/job-settings.ts";
import type { FlatSettings } from "../../src/cpo/operator-configuration.ts";
import { readKnownFields } from "../../src/cpo/read-cluster.ts";
import { operatorReleases } from "../../src/cpo/releases.ts";
import { resolveSettings, type Settings } from "../../src/cpo/settings.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import type { Builder } from "../../src/objects/kinds.ts";

/** A cluster `demo` in namespace `pg` of team `acid` with two instances; `yaml` has the fields of its spec, over these. */
export function clusterOf(yaml: string, metadata: Readonly<Record<string, unknown>> = {}): Cluster {
  const read = readKnownFields(
    {
      apiVersion: "cpo.opensource.cybertec.at/v1",
      kind: "postgresql",
      metadata: { name: "demo", namespace: "pg", ...(metadata as object) },
      spec: {
        teamId: "acid",
        numberOfInstances: 2,
        postgresql: { version: "17" },
        volume: { size: "5Gi" },
        ...parse(yaml),
      },
    },
    {
      object: { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", name: "demo" },
      namespace: "elsewhere",
    },
  );
  if (read === undefined) throw new Error(`No cluster: ${yaml}`);
  return read.cluster;
}

/** The settings of the Helm chart of a release, with these over them. */
export const settingsOf = (given: FlatSettings = {}, release?: keyof typeof operatorReleases): Settings =>
  resolveSettings({ from: "chart" }, [given], goDurationSeconds, release && operatorReleases[release]);

/** A situation of a builder: the spec of the cluster as YAML, and all that is made of it. */
export interface Situation {
  readonly when: string;
  readonly spec: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly settings?: FlatSettings;
  /** What the functionConfig sets for CronJobs. */
  readonly jobs?: JobSettings;
  readonly release?: keyof typeof operatorReleases;
  readonly makes: readonly unknown[];
}

/** Describes a builder by what it makes in each situation: whole objects. */
export function builderTable(build: Builder["build"], situations: readonly Situation[]): void {
  describe(build.name, () => {
    for (const { when, spec, metadata, settings: given, jobs, release, makes } of situations)
      it(when, () => {
        const settings = {
          ...settingsOf(given, release),
          ...(jobs && { jobs }),
        };
        const made = JSON.parse(JSON.stringify(build(clusterOf(spec, metadata), settings)));
        expect(made).to.deep.equal(makes);
      });
  });
}

/** The objects of a text in YAML. */
export const objectsIn = (yaml: string): readonly unknown[] =>
  parseAllDocuments(yaml).map((document) => document.toJS());
