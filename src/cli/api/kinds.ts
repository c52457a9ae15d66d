import type { ApiKind } from "./api-server.ts";

/** The kinds of objects that are looked at. */
export const apiKinds = {
  postgresqls: { apiVersion: "cpo.opensource.cybertec.at/v1", plural: "postgresqls" },
  cronJobs: { apiVersion: "batch/v1", plural: "cronjobs" },
  jobs: { apiVersion: "batch/v1", plural: "jobs" },
  statefulSets: { apiVersion: "apps/v1", plural: "statefulsets" },
  pods: { apiVersion: "v1", plural: "pods" },
  volumes: { apiVersion: "v1", plural: "persistentvolumeclaims" },
  secrets: { apiVersion: "v1", plural: "secrets" },
  configMaps: { apiVersion: "v1", plural: "configmaps" },
  operatorConfigurations: { apiVersion: "cpo.opensource.cybertec.at/v1", plural: "operatorconfigurations" },
  deployments: { apiVersion: "apps/v1", plural: "deployments" },
} as const satisfies Readonly<Record<string, ApiKind>>;

const compared: Readonly<Record<string, ApiKind>> = {
  postgresql: apiKinds.postgresqls,
  StatefulSet: apiKinds.statefulSets,
  CronJob: apiKinds.cronJobs,
  ConfigMap: apiKinds.configMaps,
};

/** The kind of an object of a manifest; undefined for one that is not looked at. */
export const apiKindOf = (kind: string): ApiKind | undefined =>
  Object.hasOwn(compared, kind) ? compared[kind] : undefined;
