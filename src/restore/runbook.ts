import { archivingChapter } from "./runbook-archiving.ts";
import { backupChapter } from "./runbook-backup.ts";
import { cloneChapter } from "./runbook-clone.ts";
import { isEncryptedByPostgres, type RunbookSource } from "./runbook-cluster.ts";
import { databaseChapter } from "./runbook-database.ts";
import { fullChapter } from "./runbook-full.ts";
import { namespaceGoneChapter, operatorGoneChapter } from "./runbook-gone.ts";
import { latestChapter, oneSetChapter, pointInTimeChapter } from "./runbook-in-place.ts";
import { lookChapter } from "./runbook-look.ts";
import { named } from "./runbook-shell.ts";
import { standbyChapters, standbyRunbookNote } from "./runbook-standby.ts";
import type { Runbook, RunbookChapter } from "./runbook-step.ts";

/** What to do with the backups of a cluster, in its own names. The cluster has a repository. */
export function runbookOf(source: RunbookSource, notes: readonly string[] = []): Runbook {
  const { name, namespace, dnsNamespace } = source.cluster;
  const inNamespace = namespace ?? dnsNamespace;
  return {
    cluster: name,
    ...(inNamespace !== "" && { namespace: inNamespace }),
    notes: [...notes, ...ownNotes(source)],
    chapters: isStandbyCluster(source) ? standbyChapters(chaptersOf(source)) : chaptersOf(source),
  };
}

const isStandbyCluster = ({ cluster }: RunbookSource) => cluster.resource.spec.standby !== undefined;

const chaptersOf = (source: RunbookSource): readonly RunbookChapter[] => [
  lookChapter(source),
  backupChapter(source),
  latestChapter(source),
  pointInTimeChapter(source),
  oneSetChapter(source),
  ...(isEncryptedByPostgres(source) ? [] : [databaseChapter(source)]),
  cloneChapter(source),
  operatorGoneChapter(source),
  namespaceGoneChapter(source),
  archivingChapter(source),
  fullChapter(source),
];

function ownNotes(source: RunbookSource): readonly string[] {
  const { name, namespace, dnsNamespace } = source.cluster;
  return [
    ...(isStandbyCluster(source) ? [standbyRunbookNote] : []),
    ...((namespace ?? dnsNamespace) === ""
      ? ["The manifests name no namespace, so the commands act in that of your kubectl's context."]
      : []),
    ...(isEncryptedByPostgres(source)
      ? [
          `PostgreSQL encrypts its files (TDE). A copy starts only with the same PostgreSQL and the key in the Secret ${named(`${name}-tde`)}: keep it where the namespace is not. Steps that start a copy beside or on a host are left out.`,
        ]
      : []),
  ];
}
