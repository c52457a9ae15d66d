import type { FieldExplanation } from "./explanation.ts";

const own = "ConfigMap `<cluster>-pgbackrest-config` (what pgBackRest reads in the Postgres pods and backup jobs)";
const served = "ConfigMap `<cluster>-pgbackrest-repohost-config` (what pgBackRest reads on the repo host)";
const host = "StatefulSet `<cluster>-pgbackrest-repo-host`";
const jobs = "CronJobs `pgbackrest-<cluster>-<repository>-<type>`";
const clone = "ConfigMap `<cluster>-pgbackrest-clone-config`";
const pods = "the Postgres pods, which the operator makes";

/** What fields of a `postgresql` reach, by the beginning of their paths. The longest that fits counts. */
export const reach: Readonly<Record<string, readonly string[]>> = {
  "metadata.name": [own, served, host, jobs, clone, pods],
  "metadata.namespace": [own, served, host, jobs, clone, pods],
  "spec.backup.pgbackrest.image": [host, jobs],
  "spec.backup.pgbackrest.global": [own, served],
  "spec.backup.pgbackrest.configuration.secret": [host, jobs, pods],
  "spec.backup.pgbackrest.repos": [own, served, host, jobs],
  "spec.backup.pgbackrest.repos.schedule": [jobs],
  "spec.backup.pgbackrest.repos.volume": [host],
  "spec.backup.pgbackrest.repos.resource": [own],
  "spec.backup.pgbackrest.repos.endpoint": [own],
  "spec.backup.pgbackrest.repos.region": [own],
  "spec.backup.pgbackrest.repos.account": [own],
  "spec.backup.pgbackrest.repos.key": [own],
  "spec.backup.pgbackrest.repos.keyType": [own],
  "spec.backup.pgbackrest.restore": [pods],
  "spec.backup.pgbackrest.resources": [host],
  "spec.clone.pgbackrest": [clone, pods],
  "spec.numberOfInstances": [served, pods],
  "spec.postgresql.version": [pods],
  "spec.schedulerName": [host, pods],
};

/** The objects that a field changes. */
export function reachOf(of: FieldExplanation["of"], path: string): readonly string[] {
  if (of !== "postgresql") return [];
  const parts = path.split(".");
  for (let end = parts.length; end > 0; end -= 1) {
    const found = reach[parts.slice(0, end).join(".")];
    if (found !== undefined) return found;
  }
  return [];
}
