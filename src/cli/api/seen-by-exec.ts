import type { Archiver, Asked, BackupInfo, Unknown } from "../../status/observed.ts";
import { type PodCommand, podCommands } from "../../status/pod-commands.ts";
import { readArchiver } from "../../status/read-archiver.ts";
import { readBackupInfo } from "../../status/read-backup-info.ts";
import { isUnknown } from "../../status/unknowns.ts";
import { type Place, placeOfInfo, placeOfPrimary } from "../../status/where-to-look.ts";
import { foreignLines } from "../../text/quotable.ts";
import { visible } from "../../text/visible.ts";
import type { ApiServer } from "./api-server.ts";
import type { ClusterToSee } from "./cluster-to-see.ts";
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
      unknown: "unreachable",
      why: `No pod of \`${visible(name)}\` is labeled as the primary, so PostgreSQL cannot be asked.`,
    }
  );
}

/** What a command prints on standard output, if it succeeds. */
async function printedIn(
  api: ApiServer,
  namespace: string,
  { pod, container }: Place,
  command: PodCommand,
): Promise<string | Unknown> {
  const answer = await api.exec(namespace, pod, container, command);
  const [program] = command;
  const inPod = `\`${program}\` in the container \`${container}\` of Pod/${visible(pod)}`;
  switch (answer.is) {
    case "found": {
      const { exitCode, stdout, stderr } = answer.value;
      if (exitCode === 0) return stdout;
      const [said = ""] = foreignLines(stderr.trim().split("\n").slice(-1));
      return { unknown: "unreadable", why: `${inPod} ended with ${exitCode}: ${visible(said.slice(0, 300))}` };
    }
    case "missing":
      return { unknown: "unreachable", why: `There is no Pod/${visible(pod)} to ask \`${program}\` in.` };
    case "refused":
      return {
        unknown: "unreachable",
        why: `${inPod} cannot be run (${answer.code}${answer.message === "" ? "" : `, ${answer.message}`}).`,
      };
    case "unknown":
      return answer.unknown;
  }
}
