import type { ClusterRule } from "../rule.ts";

export const serverPort = {
  id: "server-port",
  severity: "error",
  title: "pgBackRest server on another port",
  why: "Repo host and Postgres pods connect to each other's pgBackRest server on port 8432, the default that the operator's configuration relies on.",
  source: "contract 2.1, 2.2; pgbackrest-options.json",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              tls-server-port: "9000"
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
  appliesToOptions: ["tls-server-port"],
  *checkCluster({ configuration: { written } }) {
    const line = written.find(({ meaning }) => meaning.is === "option" && meaning.name === "tls-server-port");
    // With a port for clients as well, the two may fit.
    const isForClients = written.some(
      ({ meaning }) => meaning.is === "option" && ["pg-host-port", "repo-host-port"].includes(meaning.name),
    );
    if (line === undefined || isForClients || line.value === "8432") return;
    // Nothing reads it there, which another rule reports.
    if (line.read?.stanza) return;
    yield {
      at: line.place,
      problem:
        "`tls-server-port` moves pgBackRest's server to another port, but repo host and Postgres pods connect to 8432, so archiving and backups fail.",
      fix: "Remove `tls-server-port`.",
    };
  },
} as const satisfies ClusterRule;
