import { archivingChapter } from "./runbook-archiving.ts";
import { backupChapter } from "./runbook-backup.ts";
import { cloneChapter } from "./runbook-clone.ts";
import type { RunbookSource } from "./runbook-cluster.ts";
import { databaseChapter } from "./runbook-database.ts";
import { fullChapter } from "./runbook-full.ts";
import { namespaceGoneChapter, operatorGoneChapter } from "./runbook-gone.ts";
import { latestChapter, oneSetChapter, pointInTimeChapter } from "./runbook-in-place.ts";
import { lookChapter } from "./runbook-look.ts";
import type { Runbook } from "./runbook-step.ts";

/** What to do with the backups of a cluster, in its own names. The cluster has a repository. */
export function runbookOf(source: RunbookSource, notes: readonly string[] = []): Runbook {
  const { name, namespace, dnsNamespace } = source.cluster;
  const inNamespace = namespace ?? dnsNamespace;
  return {
    cluster: name,
    ...(inNamespace !== "" && { namespace: inNamespace }),
    notes,
    chapters: [
      lookChapter(source),
      backupChapter(source),
      latestChapter(source),
      pointInTimeChapter(source),
      oneSetChapter(source),
      databaseChapter(source),
      cloneChapter(source),
      operatorGoneChapter(source),
      namespaceGoneChapter(source),
      archivingChapter(source),
      fullChapter(source),
    ],
  };
}
