import type { ClusterRule } from "../rule.ts";

export const sectionIgnored = {
  id: "section-ignored",
  severity: "error",
  title: "Section that nothing reads",
  why: "The operator's stanza is `db`; pgBackRest passes over the sections of other stanzas without a word.",
  source: "pgbackrest-e2e rule 13; contract section 3",
  bad: { "s3.conf": "[main]\nrepo1-s3-key = example" },
  good: { "s3.conf": "[db]\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  *checkCluster({ configuration }) {
    const seen = new Set<string>();
    for (const line of configuration.unread) {
      if (seen.has(line.section)) continue;
      seen.add(line.section);
      yield {
        at: line.place,
        problem: `The section \`[${line.section}]\` is read by nothing: the stanza of this operator is \`db\`.`,
        fix: "Write `[global]` or `[db]`.",
      };
    }
  },
} as const satisfies ClusterRule;
