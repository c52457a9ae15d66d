import { hasRepoHost } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

export const standbyUnknown = {
  id: "standby-unknown",
  severity: "error",
  title: "Backup from a standby that pgBackRest does not know",
  why: "`backup-standby` needs the addresses of a primary and a standby. Only the configuration of a repo host has those of all instances; with object storage, each Postgres pod knows only itself.",
  source: "contract 2.1, 2.2; run with pgBackRest 2.45: error 056 at every backup",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              backup-standby: "y"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              backup-standby: "y"
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesToOptions: ["backup-standby"],
  *checkCluster({ cluster, configuration: { database, repoHost }, environment }) {
    const variable = environment.find(
      ({ meaning, reachesBackups }) => reachesBackups && meaning.is === "option" && meaning.name === "backup-standby",
    );
    const line = (repoHost ?? database).effective("backup-standby", undefined, "backup");
    const place = variable?.place ?? line?.place;
    if (place === undefined || (variable?.variable.value ?? line?.value) !== "y") return;
    const onVolume = hasRepoHost(cluster);
    const { numberOfInstances } = cluster.resource.spec;
    if (onVolume && numberOfInstances !== 1) return;
    const option = variable === undefined ? "backup-standby" : variable.variable.name;
    yield {
      at: place,
      problem: onVolume
        ? `\`${option}\` is \`y\`, but the cluster has one instance and therefore no standby, so every backup fails (056).`
        : `\`${option}\` is \`y\`, but with object storage each Postgres pod knows only itself and no standby, so every backup fails (056).`,
      fix: onVolume ? `Remove \`${option}\`, or set \`numberOfInstances\` to 2 or more.` : `Remove \`${option}\`.`,
    };
  },
} as const satisfies ClusterRule;
