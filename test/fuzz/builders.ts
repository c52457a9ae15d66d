import type { V1ConfigMap, V1CronJob } from "@kubernetes/client-node";
import { instanceConfigMapName } from "../../src/cpo/names.ts";
import { builders as all } from "../../src/objects/index.ts";
import { type Builder, builder, type OfKind } from "../../src/objects/kinds.ts";
import { metadata } from "../../src/objects/metadata.ts";

const configMap: Builder = builder({
  of: "backup",
  apiVersion: "v1",
  kind: "ConfigMap",
  build: (cluster): ReadonlyArray<OfKind<"v1", "ConfigMap", V1ConfigMap>> => [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(cluster, instanceConfigMapName(cluster.name)),
      data: { "x.conf": "[global]\n\nrepo1-path = /\n" },
    },
  ],
});

const cronJob: Builder = builder({
  of: "backup",
  apiVersion: "batch/v1",
  kind: "CronJob",
  build: (cluster): ReadonlyArray<OfKind<"batch/v1", "CronJob", V1CronJob>> => [
    {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: metadata(cluster, instanceConfigMapName(cluster.name)),
      spec: { schedule: "0 2 * * *", jobTemplate: {} },
    },
  ],
});

/** What is made of clusters: the function's own objects, or small ones, which are read ten times as fast. */
export const builderSets: Readonly<Record<"own" | "small", readonly Builder[]>> = {
  own: all,
  small: [configMap, cronJob],
};

export type BuilderSet = keyof typeof builderSets;
