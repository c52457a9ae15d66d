import { durationInWords } from "../kubernetes/schedule-words.ts";
import type { RepositoryPlan } from "./plan-schema.ts";
import { type Said, unreadable } from "./said.ts";

const gain = (text: string): Said => ({ effect: "gain", text });

/** What is different in a repository: `keys` is all that can be said of its keys and their Secret, which no plan holds. */
export function repositoryChanges(
  before: RepositoryPlan,
  after: RepositoryPlan,
  keys: readonly Said[] = secretChanges(before, after),
): readonly Said[] {
  return [
    ...placeChanges(before, after),
    ...keys,
    ...windowChanges(before, after, "pointInTime", (now, was) => `The guaranteed window is ${now} instead of ${was}.`),
    ...windowChanges(
      before,
      after,
      "backups",
      (now, was) => `The oldest backup is guaranteed to go back ${now} instead of ${was}.`,
    ),
    ...keptChanges(before, after),
    ...lossChanges(before, after),
    ...scheduleChanges(before, after),
  ];
}

/**
 * How far back it goes, where that can be compared. What goes back without limit does so because nothing expires, and that is not better: the
 * repository grows until it is full. Without new fulls it says nothing, since everything then builds on one old backup.
 */
function windowChanges(
  before: RepositoryPlan,
  after: RepositoryPlan,
  of: keyof RepositoryPlan["window"],
  say: (now: string, was: string) => string,
): readonly Said[] {
  const [was, is] = [before.window[of].guaranteedSeconds, after.window[of].guaranteedSeconds];
  const [tookFulls, takesFulls] = [runs(before, "full") !== undefined, runs(after, "full") !== undefined];
  // The schedules say then what became of it.
  if (tookFulls !== takesFulls && (was === null || is === null)) return [];
  return more(say, was, is, "without limit").map(({ effect, text }) => {
    if (is === null)
      return {
        effect: "other",
        text: `${text.replace(/\.$/, "")}: nothing expires, so the repository grows until it is full.`,
      };
    return { effect: effect === "gain" && tookFulls && !takesFulls ? "other" : effect, text };
  });
}

function placeChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  const said: Said[] = [];
  const isMoved = before.location !== after.location || before.endpoint !== after.endpoint;
  if (isMoved)
    said.push({
      effect: "loss",
      text: `The repository is in another place, ${placeOf(after)} instead of ${placeOf(before)}: it begins empty, and what is in the old place is not continued.`,
    });
  if (before.encryption !== after.encryption) {
    const text = `Encryption is ${after.encryption} instead of ${before.encryption}`;
    // What is not known may be the same.
    if (before.encryption === "unknown" || after.encryption === "unknown")
      said.push({ effect: "other", text: `${text}.` });
    else if (!isMoved) said.push({ effect: "loss", text: `${text}: ${unreadable}.` });
    else
      said.push({
        effect: after.encryption === "none" ? "loss" : before.encryption === "none" ? "gain" : "other",
        text: `${text}.`,
      });
  }
  return said;
}

const secretChanges = (before: RepositoryPlan, after: RepositoryPlan): readonly Said[] =>
  before.secret === after.secret
    ? []
    : [{ effect: "other", text: `The keys are in ${secretOf(after)} instead of ${secretOf(before)}.` }];

const secretOf = ({ secret }: RepositoryPlan) => (secret === undefined ? "no Secret" : `the Secret ${secret}`);

const placeOf = ({ endpoint, location }: RepositoryPlan) =>
  endpoint === undefined ? location : `${location} at ${endpoint}`;

/**
 * How many backups are kept at any moment: of the first type for which that is different, because the others build on it. Where it is without limit,
 * the window says it.
 */
function keptChanges({ kept: before }: RepositoryPlan, { kept: after }: RepositoryPlan): readonly Said[] {
  const type = (["full", "diff", "incr"] as const).find((each) => before[each].least !== after[each].least);
  if (type === undefined) return [];
  const [was, is] = [before[type].least, after[type].least];
  if (was === null || is === null || was === 0 || is === 0) return [];
  const text = `At least ${is === 1 ? `1 ${type} backup is` : `${is} ${type} backups are`} kept instead of ${was}.`;
  return [{ effect: is > was ? "gain" : "loss", text }];
}

/** A duration of which more is better; null is the most. */
function more(
  say: (now: string, was: string) => string,
  before: number | null,
  after: number | null,
  without: string,
): readonly Said[] {
  if (before === after) return [];
  const words = (seconds: number | null) => (seconds === null ? without : durationInWords(seconds));
  const isGain = after === null || (before !== null && after > before);
  return [{ effect: isGain ? "gain" : "loss", text: say(words(after), words(before)) }];
}

function lossChanges(
  { dataLoss: before, schedulesKnown: wasKnown = true }: RepositoryPlan,
  { dataLoss: after, schedulesKnown = true }: RepositoryPlan,
): readonly Said[] {
  const isKnown = wasKnown && schedulesKnown;
  const said: Said[] = [];
  if (before.archives !== after.archives)
    said.push({
      effect: after.archives ? "gain" : "loss",
      text: after.archives ? "WAL is archived now." : "WAL is no longer archived, so every backup fails.",
    });
  else if (isKnown)
    said.push(
      // Without a schedule there is no such duration.
      ...(before.withoutArchivingSeconds === null || after.withoutArchivingSeconds === null
        ? []
        : less(
            (now, was) => `While WAL is archived, ${now} of changes can be lost instead of ${was}.`,
            before.archivingSeconds,
            after.archivingSeconds,
            "a whole WAL segment",
          )),
      ...less(
        (now, was) => `When archiving stops, the last backup can be ${now} old instead of ${was}.`,
        before.withoutArchivingSeconds,
        after.withoutArchivingSeconds,
        "any time",
      ),
    );
  return said;
}

/** A duration of which less is better; null is the most. */
const less = (...given: Parameters<typeof more>): readonly Said[] =>
  more(...given).map(({ effect, text }) => ({ effect: effect === "gain" ? "loss" : "gain", text }));

/** The schedule of a type that runs. */
const runs = ({ schedules }: RepositoryPlan, type: string) =>
  schedules.find((schedule) => schedule.type === type && schedule.next.length > 0);

/** True where a later step fills in the schedule of a type, and nothing else keeps it from running. */
const isLater = ({ schedules, schedulesKnown = true }: RepositoryPlan, type: string) =>
  !schedulesKnown &&
  schedules.some((schedule) => schedule.type === type && schedule.filledInLater && !schedule.suspended);

function scheduleChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  return (["full", "diff", "incr"] as const).flatMap((type): readonly Said[] => {
    const [old, now] = [runs(before, type), runs(after, type)];
    if ((old ?? now) !== undefined && isLater(old === undefined ? before : after, type))
      return old === undefined
        ? [{ effect: "other", text: `When the ${type} backups are taken is known now: ${now?.words}.` }]
        : [
            {
              effect: "other",
              text: `When the ${type} backups are taken is not known any more; they were taken ${old.words}.`,
            },
          ];
    if (old === undefined && now === undefined) return [];
    if (old === undefined) return [gain(`There are ${type} backups now: ${now?.words}.`)];
    if (now === undefined)
      return [{ effect: "loss", text: `There are no ${type} backups any more; they were taken ${old.words}.` }];
    if (old.words === now.words) return [];
    const [was, is] = [old.longestGapSeconds ?? 0, now.longestGapSeconds ?? 0];
    const effect = is > was ? "loss" : is < was ? "gain" : "other";
    return [{ effect, text: `The ${type} backups are taken ${now.words} instead of ${old.words}.` }];
  });
}
