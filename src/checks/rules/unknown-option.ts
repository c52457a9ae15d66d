import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import { type Line, shownKey } from "../../configuration/line.ts";
import { meaningOf, suggestedKey } from "../../pgbackrest/option-names.ts";
import { inSecret, isAcceptedIn, placeOf, writtenInstead } from "../advised-key.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret, stanzaAdvice } from "../stanza-secret.ts";

const unknown: LineSubject = { ofKey: ({ key, meaning }) => meaning.is === "unknown" && !key.includes("\n") };

export const unknownOption = {
  id: "unknown-option",
  severity: "error",
  title: "Option that pgBackRest does not know",
  why: "pgBackRest only logs a warning and goes on without the option, so what was intended does not happen.",
  source: "pgbackrest@bd22b6809:src/config/parse.c#L2153-L2159",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retension-full: "7"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "7"
    `,
  },
  appliesToLine: unknown,
  *checkCluster({ configuration }) {
    let found = 0;
    for (const line of linesAbout(configuration.written, unknown)) {
      found += 1;
      const meant = found > mostSuggestions ? undefined : suggestedKey(line.key);
      // From a Secret nothing is quoted but names of options: part of a passphrase may stand where a name belongs.
      const problem =
        line.from === "secret"
          ? "This line does not name a pgBackRest option, so it has no effect."
          : `${shownKey(line)} is not a pgBackRest option, so this line has no effect.`;
      yield {
        at: line.place,
        problem,
        fix: fixOf(line, meant, configuration),
      };
    }
  },
} as const satisfies ClusterRule;

/** A text with so many mistakes is not a configuration, and each name costs a comparison with all options. */
const mostSuggestions = 200;

function fixOf(line: Line, meant: string | undefined, configuration: ClusterConfiguration) {
  if (meant === undefined) return "Remove it, or write the option's name as in pgBackRest's configuration reference.";
  const meaning = meaningOf(meant);
  const instead = writtenInstead(line.key, meant);
  if (meaning.is !== "option" || instead === undefined) return "Remove it.";
  const isSecret = line.from === "secret";
  if (isAcceptedIn(placeOf(line), meant, configuration))
    return `Write ${instead}${isSecret ? " if that is what you mean" : ""}.`;
  if (isSecret || meaning.option.secure !== true) return "Remove it.";
  if (isStanzaSecret(meaning.name, meaning.index, configuration.database))
    return stanzaAdvice(`Remove it, and set \`${meant}\``, meaning.name);
  return isAcceptedIn(inSecret, meant, configuration)
    ? `Remove it, and set \`${meant}\` in the Secret's \`.conf\` file.`
    : "Remove it.";
}
