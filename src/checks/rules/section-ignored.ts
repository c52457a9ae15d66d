import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret } from "../stanza-secret.ts";

export const sectionIgnored = {
  id: "section-ignored",
  severity: "error",
  title: "Section that nothing reads",
  why: "The operator's stanza is `db`; pgBackRest silently ignores the sections of other stanzas.",
  source: "pgbackrest-e2e rule 13; contract section 3",
  bad: {
    "s3.conf": `
      [main]
      repo1-s3-key = example
    `,
  },
  good: {
    "s3.conf": `
      [db]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkCluster({ configuration }) {
    if (configuration.unread.length === 0) return;
    const ofStanza = new Set(
      configuration.unread
        .filter(
          ({ meaning }) =>
            meaning.is === "option" && isStanzaSecret(meaning.name, meaning.index, configuration.database),
        )
        .map(({ section }) => section),
    );
    const seen = new Set<string>();
    for (const line of configuration.unread) {
      if (seen.has(line.section)) continue;
      seen.add(line.section);
      yield {
        at: line.place,
        problem: "Nothing reads the section of this line: the operator's stanza is `db`.",
        fix: ofStanza.has(line.section)
          ? "Rename the section to `[db]`."
          : "Rename the section to `[global]` or `[db]`.",
      };
    }
  },
} as const satisfies ClusterRule;
