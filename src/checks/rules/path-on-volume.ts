import { repositoryOf } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

export const pathOnVolume = {
  id: "path-on-volume",
  severity: "error",
  title: "Path that leads away from the volume",
  why: "The volume of a `pvc` repository is mounted at a fixed path, which the operator sets; another path puts the backups outside the volume, or nowhere.",
  source: "contract 5.10; pgbackrest-e2e rule 45",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /backups
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "pvc",
  *checkCluster({ cluster, configuration }) {
    const onVolume = new Set(
      cluster.repositories.flatMap(({ storage, number }) => (storage === "pvc" ? [number] : [])),
    );
    for (const line of configuration.written) {
      const number = repositoryOf(line);
      if (
        line.meaning.is !== "option" ||
        line.meaning.name !== "repo-path" ||
        number === undefined ||
        !onVolume.has(number)
      )
        continue;
      // In the Secret's [global] it is set twice, beside the operator's own line, which another rule reports.
      if (line.from === "secret" && line.section === "global") continue;
      if (line.value.replace(/\/$/, "") === `/data/pgbackrest/repo${number}`) continue;
      yield {
        at: line.place,
        problem: `repo${number} is on a volume at \`/data/pgbackrest/repo${number}\`, but \`${line.key}\` moves it away from that volume.`,
        fix: `Remove \`${line.key}\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
