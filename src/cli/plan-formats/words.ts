import { durationInWords } from "../../kubernetes/schedule-words.ts";
import { isKnown } from "../../recovery/is-known.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "../../recovery/plan-schema.ts";
import { visible } from "../../text/visible.ts";
import { counted } from "../counted.ts";

/* The words in which the formats for people speak of a plan. What is from manifests is shown without what could forge a line. */

type Seconds = number | null;

/** A duration in its two largest units, rounded down: `13 days 18 hours`. */
export function about(seconds: number): string {
  const words = durationInWords(seconds).match(/\d+ \w+/g) ?? [];
  const kept =
    seconds >= 10 * 86_400
      ? words.slice(0, 1).concat(words.slice(1, 2).filter((word) => /hour/.test(word)))
      : words.slice(0, 2);
  return kept.join(" ");
}

/** `21 to 28 days`, `30 minutes`, `without limit`. */
export function span(least: Seconds, most: Seconds): string {
  if (least === null || most === null) return "without limit";
  return least === most ? about(least) : `${about(least)} to ${about(most)}`;
}

/** `demo` in its namespace: `pg/demo`; where several have this name, with its place: `pg/demo (overlays/eu)`. */
export const nameOf = ({
  name,
  namespace,
  place,
}: {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly place?: string | undefined;
}): string =>
  visible(`${namespace === undefined ? name : `${namespace}/${name}`}${place === undefined ? "" : ` (${place})`}`);

/** What could not be read: `overlays/eu: ...`, `a.yaml:3: ...`. */
export function unreadWords({ file, folder, line, problem }: NonNullable<Plan["unread"]>[number]): string {
  const place = folder ?? (file === undefined ? undefined : `${file}${line === undefined ? "" : `:${line}`}`);
  return visible(place === undefined ? problem : `${place}: ${problem}`);
}

/** `4 full`, `18 to 24 diff`, `incr without limit`. */
export function keptWords(repository: RepositoryPlan): string {
  const { kept, schedules } = repository;
  if (kept.full.most === 0) return "nothing";
  if (!isKnown(repository)) return "not known";
  const parts = (["full", "diff", "incr"] as const).flatMap((type) => {
    const { least, most } = kept[type];
    if (most === 0 && !schedules.some((schedule) => schedule.type === type)) return [];
    if (least === null || most === null) return [`all ${type}`];
    return [least === most ? `${least} ${type}` : `${least} to ${most} ${type}`];
  });
  return `${list(parts)} backups`;
}

export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** What can be lost, in two parts of a sentence. */
export const lossWords = (repository: RepositoryPlan): string =>
  repository.dataLoss.archives && isFilled(repository) && repository.schedulesKnown !== false
    ? `${archivedLoss(repository)}; where archiving stands still, everything since it stopped`
    : archivedLoss(repository);

/** What can be lost while WAL is archived. */
export function archivedLoss(repository: RepositoryPlan): string {
  const { archives, archivingSeconds } = repository.dataLoss;
  if (!archives) return "everything: a parameter of PostgreSQL stops archiving";
  if (!isFilled(repository)) return "everything: no backup is ever taken";
  if (repository.schedulesKnown === false) return "not known";
  return archivingSeconds === null ? "what is not in a full WAL segment yet" : `up to ${about(archivingSeconds)}`;
}

/** False where no backup is ever taken. */
export const isFilled = ({ kept }: RepositoryPlan): boolean => kept.full.most !== 0;

/** What a window is said to be only where nothing of the cluster is wrong: pgBackRest refuses all of a configuration for one mistake in it. */
export const errorsToMend = ({ error }: ClusterPlan["findings"]): string =>
  error === 0 ? "" : `if its ${error === 1 ? "error is" : `${error} errors are`} mended`;

/** What a restore reads. */
export function chainWords({ restoreChain: { backups, walSeconds }, schedulesKnown }: RepositoryPlan): string {
  if (schedulesKnown === false) return "not known";
  if (backups === 0) return "nothing";
  const chain = backups === null ? "an ever longer chain of backups" : `at most ${counted(backups, "backup")}`;
  return `${chain} and ${walSeconds === null ? "ever more" : about(walSeconds)} of WAL`;
}

/** `1 error, 0 warnings, 2 infos`. */
export const findingWords = ({ error, warning, info }: ClusterPlan["findings"]): string =>
  `${counted(error, "error")}, ${counted(warning, "warning")}, ${counted(info, "info")}`;

/** Where a repository is, and where the store is reached. */
export const placeWords = ({ endpoint, location, path }: RepositoryPlan): string =>
  [
    visible(location),
    ...(endpoint === undefined ? [] : [`at ${visible(endpoint)}`]),
    ...(path === undefined && !location.startsWith("pvc:") ? ["(the path is in a Secret, or not known)"] : []),
  ].join(" ");

/** How a repository is encrypted, and where its keys are. */
export function encryptionWords({ encryption, secret }: RepositoryPlan): string {
  const said = { "aes-256-cbc": "encrypted (aes-256-cbc)", none: "not encrypted", unknown: "encryption not known" }[
    encryption
  ];
  return secret === undefined ? said : `${said}; keys in Secret ${visible(secret)}`;
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** `Sunday from 02:00 to 03:00 UTC: 12 backups start`. */
export function busiestWords(busiest: Plan["fleet"]["busiest"]): string {
  if (busiest === null) return "no backup in the coming week";
  const hour = (value: number) => `${String(value % 24).padStart(2, "0")}:00`;
  return `${days[busiest.day]} from ${hour(busiest.hour)} to ${hour(busiest.hour + 1)} UTC, ${counted(busiest.backups, "backup starts", "backups start")}`;
}

/** `demo repo1 full, other repo1 full and 3 more`. */
export function runsWords(runs: Plan["fleet"]["collisions"][number]["runs"], most = 4): string {
  const shown = runs.slice(0, most).map((run) => `${nameOf(run)} ${run.repository} ${run.type}`);
  return list(runs.length > most ? [...shown, `${runs.length - most} more`] : shown);
}
