import type { Archiver, Asked, BackupInfo, Unknown } from "../../status/observed.ts";
import { type PodCommand, podCommands } from "../../status/pod-commands.ts";
import { readArchiver } from "../../status/read-archiver.ts";
import { readBackupInfo } from "../../status/read-backup-info.ts";
import { isUnknown } from "../../status/unknowns.ts";
import { type Place, placeOfInfo, placeOfPrimary } from "../../status/where-to-look.ts";
import { shellWord } from "../../text/shell-word.ts";
import { visible } from "../../text/visible.ts";
import type { ApiServer } from "./api-server.ts";
import type { ClusterToSee } from "./cluster-to-see.ts";
import { failedCommand, noPod, notRun } from "./exec-failures.ts";
import type { NamespaceLists } from "./namespace-lists.ts";

/** What pgBackRest says of a cluster's repositories. */
export async function seenInfo(
  api: ApiServer,
  lists: NamespaceLists,
  cluster: ClusterToSee,
): Promise<Asked<BackupInfo>> {
  const primary = await primaryOf(lists, cluster);
  const place = placeOfInfo(cluster.name, cluster.expected, typeof primary === "string" ? primary : undefined);
  const printed = await printedIn(api, cluster.namespace, place, podCommands.info);
  return typeof printed === "string" ? readBackupInfo(printed) : printed;
}

/** What the primary says of archiving. */
export async function seenArchiver(
  api: ApiServer,
  lists: NamespaceLists,
  cluster: ClusterToSee,
): Promise<Asked<Archiver>> {
  const primary = await primaryOf(lists, cluster);
  if (typeof primary !== "string") return primary;
  const printed = await printedIn(api, cluster.namespace, placeOfPrimary(primary), podCommands.archiver);
  return typeof printed === "string" ? readArchiver(printed) : printed;
}

async function primaryOf(lists: NamespaceLists, { namespace, name }: ClusterToSee): Promise<string | Unknown> {
  const primaries = await lists.primaries();
  if (isUnknown(primaries)) return primaries;
  const [primary] = primaries.of(namespace, name).keys();
  return (
    primary ?? {
      unknown: "no-pod-to-ask",
      why: `No pod of \`${visible(`${namespace}/${name}`)}\` is labeled as the primary, so PostgreSQL cannot be asked.`,
      fix: `See with \`kubectl get pods -l ${lists.labelOfClusters}=${shellWord(visible(name))} --show-labels\` which pods run. Patroni labels the primary once one is elected.`,
    }
  );
}

/** What a command prints on standard output, if it succeeds. */
async function printedIn(
  api: ApiServer,
  namespace: string,
  place: Place,
  command: PodCommand,
): Promise<string | Unknown> {
  const answer = await api.exec(namespace, place.pod, place.container, command);
  switch (answer.is) {
    case "found":
      return answer.value.exitCode === 0 ? answer.value.stdout : failedCommand(place, command, answer.value);
    case "missing":
      return noPod(namespace, place, command);
    case "refused":
      return notRun(place, command, answer);
    case "unknown":
      return answer.unknown;
  }
}
