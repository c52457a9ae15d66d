import { type Line, shownKey } from "../../configuration/line.ts";
import type { PodConfiguration } from "../../configuration/pod-configuration.ts";
import { placeText } from "../../findings/finding-text.ts";
import type { KeyMeaning } from "../../pgbackrest/option-names.ts";
import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret, stanzaAdvice } from "../stanza-secret.ts";

export const optionTwice = {
  id: "option-twice",
  severity: "error",
  title: "Option set twice",
  why: "pgBackRest reads all files of the directory as one, and refuses an option that is set twice in a section, even to the same value.",
  source: "pgbackrest-e2e rules 14, 15; contract 5.7",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              log-path: /tmp/log
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              log-level-file: detail
    `,
  },
  *checkCluster({ configuration: { database, repoHost } }) {
    if (!mayRepeat(database) && (repoHost === undefined || !mayRepeat(repoHost))) return;
    // Both pods read what the author wrote, and one mistake is reported once.
    const reported = new Set<string>();
    for (const { first, second } of [...pairs(database), ...(repoHost === undefined ? [] : pairs(repoHost))]) {
      // Another rule reports two lines of the operator's own.
      const culprit = second.from === "operator" || second.from === "repository" ? first : second;
      const other = culprit === second ? first : second;
      // It may be in the wrong section on one pod and set twice on the other; another rule reports the first.
      const misplaced =
        culprit.from === "global" && culprit.meaning.is === "option" && culprit.meaning.option.section === "stanza";
      if (misplaced || culprit.from === "operator" || culprit.from === "repository") continue;
      if (reported.has(placeText(culprit.place))) continue;
      reported.add(placeText(culprit.place));
      const own = other.from === "operator" || other.from === "repository";
      yield {
        at: culprit.place,
        ...(own ? {} : { also: [other.place] }),
        problem: own
          ? `${shownKey(culprit)} is an option that the operator writes itself, and pgBackRest refuses an option that is set twice.`
          : `${shownKey(culprit)} is set here and in ${placeText(other.place)}${other.key === culprit.key ? "" : ` (as \`${other.key}\`)`}, and pgBackRest refuses an option that is set twice.`,
        fix: fixOf(culprit, other, database),
      };
    }
  },
} as const satisfies ClusterRule;

function fixOf({ from, meaning }: Line, other: Line, database: PodConfiguration): string {
  if (other.from === "operator") return "Remove it; the operator always writes its own value.";
  if (other.from !== "repository")
    return meaning.is === "option" && meaning.option.secure && from === "secret" && other.from === "global"
      ? "Remove the one in `global`, which the operator writes in clear text into a ConfigMap."
      : "Remove one of the two lines.";
  const field = other.place.in === "field" ? other.place.path.at(-1) : undefined;
  if (meaning.is === "option" && isStanzaSecret(meaning.name, meaning.index, database))
    return stanzaAdvice(
      "Move it",
      meaning.name,
      other.value === "" || meaning.name !== "repo-azure-key" ? "" : `remove \`${field}\` of repo${meaning.index}`,
    );
  return other.value === ""
    ? `Write its value as \`${field}\` of the repository, and remove it here; the operator sets it from there.`
    : "Remove it; the operator sets it from the repository's fields.";
}

/** Lines of one section that set the same option, by name or alias: the first, and each further one. */
function* pairs({ lines }: PodConfiguration): Iterable<{ readonly first: Line; readonly second: Line }> {
  const firstOf = new Map<string, Line>();
  let inDb: ReadonlySet<string> | undefined;
  for (const second of lines) {
    const option = optionOf(second);
    if (option === undefined) continue;
    const key = `${option} ${second.section}`;
    const first = firstOf.get(key);
    if (first === undefined) {
      firstOf.set(key, second);
      continue;
    }
    // If the stanza's own section sets it, pgBackRest does not get as far as [global].
    inDb ??= new Set(lines.flatMap((line) => (line.section === "db" ? (optionOf(line) ?? []) : [])));
    if (second.section !== "global" || !inDb.has(option)) yield { first, second };
  }
}

/** A cluster has about twenty lines: to compare them all is cheaper than to make a table of them. */
const fewLines = 100;

/** False where no two lines of one section set the same option, as in most clusters; true where that takes a table to tell. */
export function mayRepeat({ lines }: Pick<PodConfiguration, "lines">): boolean {
  if (lines.length > fewLines) return true;
  const names = lines.map(nameOf);
  return names.some((name, at) => {
    if (name === undefined) return false;
    let steps = 0;
    for (let earlier = names.indexOf(name); earlier < at; earlier = names.indexOf(name, earlier + 1)) {
      steps += 1;
      if (steps > mostRepositories || isSameOption(lines[earlier], lines[at])) return true;
    }
    return false;
  });
}

/** A cluster has at most four repositories, each of which may set an option. */
const mostRepositories = 4;

const nameOf = ({ meaning }: Line) => (isSetOnce(meaning) ? meaning.name : undefined);

/** True for two lines of one section that set an option of this name for the same repository. */
const isSameOption = (one: Line | undefined, other: Line | undefined) =>
  one?.meaning.is === "option" &&
  other?.meaning.is === "option" &&
  one.meaning.index === other.meaning.index &&
  one.section === other.section;

/** The option that a line sets, with its repository or host; undefined where it may be set several times. */
const optionOf = ({ meaning }: Line): string | undefined =>
  isSetOnce(meaning) ? `${meaning.name} ${meaning.index ?? ""}` : undefined;

const isSetOnce = (meaning: KeyMeaning): meaning is Extract<KeyMeaning, { is: "option" }> =>
  meaning.is === "option" && meaning.option.type !== "list" && meaning.option.type !== "hash";
