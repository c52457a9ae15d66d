import { groupOf } from "../kubernetes/api-version.ts";
import type { ApiKind } from "./api/api-server.ts";

/** The kinds that a status asks for, as paths of the API name them. */
export const statusKinds = {
  postgresql: { apiVersion: "cpo.opensource.cybertec.at/v1", plural: "postgresqls" },
  operatorConfiguration: { apiVersion: "cpo.opensource.cybertec.at/v1", plural: "operatorconfigurations" },
  deployment: { apiVersion: "apps/v1", plural: "deployments" },
  statefulSet: { apiVersion: "apps/v1", plural: "statefulsets" },
  cronJob: { apiVersion: "batch/v1", plural: "cronjobs" },
  configMap: { apiVersion: "v1", plural: "configmaps" },
  secret: { apiVersion: "v1", plural: "secrets" },
} as const satisfies Readonly<Record<string, ApiKind>>;

const byKind: Readonly<Record<string, ApiKind>> = {
  postgresql: statusKinds.postgresql,
  StatefulSet: statusKinds.statefulSet,
  CronJob: statusKinds.cronJob,
  ConfigMap: statusKinds.configMap,
};

/** The kind of an object that the function makes, or of a `postgresql`. */
export const kindOf = (kind: string): ApiKind | undefined => (Object.hasOwn(byKind, kind) ? byKind[kind] : undefined);

/** `cronjobs.batch`, as messages of the API server name a kind. */
export const resourceName = ({ apiVersion, plural }: ApiKind): string =>
  [plural, groupOf(apiVersion)].filter((part) => part !== "").join(".");
