import type { ClusterRule } from "../rule.ts";

export const expireAutoOff = {
  id: "expire-auto-off",
  severity: "warning",
  title: "Expiration that is switched off",
  why: "The operator schedules backups, but no `expire`. If a backup does not expire older ones, nothing does: the repository fills up, then archiving stops, and finally the database.",
  source:
    "contract 2.6; pgbackrest@003c32cf4:src/main.c; run with pgBackRest 2.45: three full backups stay with a retention of 1",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              expire-auto: "n"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              expire-auto: "y"
    `,
  },
  appliesToOptions: ["expire-auto"],
  *checkCluster({ configuration: { database, repoHost }, environment }) {
    const variable = environment.find(
      ({ meaning, reachesBackups }) => reachesBackups && meaning.is === "option" && meaning.name === "expire-auto",
    );
    const line = (repoHost ?? database).effective("expire-auto", undefined, "backup");
    const place = variable?.place ?? line?.place;
    if (place === undefined || (variable?.variable.value ?? line?.value) !== "n") return;
    const option = variable?.variable.name ?? "expire-auto";
    yield {
      at: place,
      problem: `\`${option}\` is \`n\` and nothing else runs \`expire\`, so no backup ever expires, whatever the retention.`,
      fix: `Remove \`${option}\`.`,
    };
  },
} as const satisfies ClusterRule;
