import { certSecretName, repoHostName } from "../cpo/names.ts";
import { shownSecretName } from "../recovery/shown-secret-name.ts";
import {
  findPrimary,
  inContainer,
  inPod,
  isOnVolume,
  kubectl,
  pgbackrest,
  psql,
  type RunbookSource,
  repoHostPod,
} from "./runbook-cluster.ts";
import { named } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookStep } from "./runbook-step.ts";

const none = "Not at all; but PostgreSQL stops when its volume is full.";

/** WAL is not archived. What to look at, the most likely first. */
export function archivingChapter(source: RunbookSource): RunbookChapter {
  return {
    id: "archiving-stopped",
    title: "WAL archiving stands still",
    when: `PostgreSQL keeps every WAL file until it is archived, so its volume fills up, and nothing after the last archived file can be restored. Never delete anything in ${named(`${inPod.data}/pg_wal`)}.`,
    steps: [
      {
        id: "archiving-how-long",
        title: "How much waits, and how much room is left",
        why: "It tells how much time you have.",
        variables: [],
        commands: [
          findPrimary(source),
          inContainer(
            source,
            "primary",
            ...psql(
              "select archived_count, last_archived_wal, last_archived_time, failed_count, last_failed_wal, last_failed_time from pg_stat_archiver",
            ),
          ),
          inContainer(
            source,
            "primary",
            ...psql("select count(*) from pg_ls_archive_statusdir() where name like '%.ready'"),
          ),
          inContainer(source, "primary", "df", "-h", inPod.volume),
        ],
        seeThat: "The second command counts the WAL files that wait: it must fall, not rise.",
        downtime: none,
      },
      {
        id: "archiving-command",
        title: "Whether PostgreSQL archives at all",
        why: "Without the backup section, the operator sets `archive_command` to `/bin/true`, which throws WAL away.",
        variables: [],
        commands: [
          findPrimary(source),
          inContainer(
            source,
            "primary",
            ...psql("select name, setting from pg_settings where name in ('archive_mode', 'archive_command')"),
          ),
        ],
        seeThat: 'It shows `archive_command|pgbackrest --stanza=db archive-push "%p"` and `archive_mode|on`.',
        downtime: none,
      },
      {
        id: "archiving-check",
        title: "What pgBackRest itself says",
        why: "`check` archives a WAL file and waits for it, so its error is the one that stops archiving.",
        variables: [],
        commands: [findPrimary(source), inContainer(source, "primary", ...pgbackrest("--archive-timeout=60", "check"))],
        seeThat:
          "It ends with 0. `unable to find a valid repository` or `HTTP request failed` is the way to the repository; `403` the keys; `stanza-create` a stanza that is missing; `[082]` WAL that does not arrive.",
        downtime: none,
      },
      {
        id: "archiving-configuration",
        title: "Which configuration the pod has",
        why: "A Secret that is not there, or has another name, is left out without a message. pgBackRest reads only files that end in `.conf`.",
        variables: [],
        commands: [findPrimary(source), inContainer(source, "primary", "ls", "/etc/pgbackrest/conf.d")],
        seeThat: `It lists \`pgbackrest_instance.conf\`${source.cluster.secretName === "" ? "" : ` and the files of the Secret ${named(shownSecretName(source.cluster.secretName))}`}.`,
        downtime: none,
      },
      ...(isOnVolume(source) ? repoHostSteps(source) : []),
      {
        id: "archiving-stanza",
        title: "Only if `check` asks for it: create the stanza",
        why: `pgBackRest archives nothing into a repository without its stanza. Where the stanza is there already, the command changes nothing. It runs ${isOnVolume(source) ? "on the repo host" : "in the pod of the primary"}.`,
        variables: [],
        commands: [
          ...(isOnVolume(source) ? [] : [findPrimary(source)]),
          inContainer(source, "repository", ...pgbackrest("stanza-create")),
        ],
        seeThat: "It ends with 0. After a major upgrade of PostgreSQL, `stanza-upgrade` does the same.",
        downtime: none,
      },
      {
        id: "archiving-again",
        title: "See that it goes on, then back up",
        why: "PostgreSQL tries again every minute by itself. A backup now bounds what another failure can cost.",
        variables: [],
        commands: [
          findPrimary(source),
          inContainer(source, "primary", ...psql("select pg_switch_wal()")),
          inContainer(source, "primary", ...pgbackrest("check")),
        ],
        seeThat: "`check` ends with 0, and the first step counts no waiting files any more.",
        downtime: none,
      },
    ],
  };
}

/** What only a repository on a volume has: a server, certificates, a disk. */
function repoHostSteps(source: RunbookSource): readonly RunbookStep[] {
  const certificate = certSecretName(source.cluster.name);
  return [
    {
      id: "archiving-repo-host",
      title: "Whether the repo host is there and has room",
      why: "WAL goes to its volume, over TLS.",
      variables: [],
      commands: [
        { text: kubectl(source, "get", "pod", repoHostPod(source)), needs: "controllers" },
        inContainer(source, "repository", "df", "-h", "/data/pgbackrest/repo1"),
      ],
      seeThat: "The pod is `Running`, and the volume is not full. There is a chapter for a full repository.",
      downtime: none,
    },
    {
      id: "archiving-certificate",
      title: "Whether the certificate is still valid",
      why: `The operator makes the certificates in the Secret ${named(certificate)} for a year, and never renews them.`,
      variables: [],
      commands: [
        findPrimary(source),
        {
          text: `${inContainer(source, "primary", "cat", "/etc/pgbackrest/certs/pgbackrest-client.crt").text} | openssl x509 -noout -enddate -checkend 0`,
          needs: "pods",
        },
      ],
      seeThat: "`Certificate will not expire`.",
      downtime: none,
    },
    {
      id: "archiving-new-certificate",
      title: "Only if it has expired: let the operator make a new one",
      why: `The operator makes the Secret only where the StatefulSet is missing, too. With \`--cascade=orphan\`, the pod stays, and its volume with the backups. Stop a deployer that would create the StatefulSet before the operator does.`,
      variables: [],
      commands: [
        { text: kubectl(source, "delete", "secret", certificate), needs: "controllers" },
        {
          text: kubectl(source, "delete", "statefulset", repoHostName(source.cluster.name), "--cascade=orphan"),
          needs: "controllers",
        },
        {
          text: `until ${kubectl(source, "get", "secret", certificate)}; do sleep 30; done`,
          needs: "controllers",
        },
        { text: kubectl(source, "delete", "pod", repoHostPod(source)), needs: "controllers" },
      ],
      seeThat:
        "The Secret is there again within half an hour, at the operator's next sync, and the pod starts with it. Then delete the Postgres pods one by one, the replicas first, so that they take it, too.",
      downtime: "As long as a failover takes, when the primary's pod is deleted.",
    },
  ];
}
