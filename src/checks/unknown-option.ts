import { suggestedKey } from "../pgbackrest/option-names.ts";
import { configured, shownKey } from "./configured.ts";
import type { Rule } from "./rule.ts";

export const unknownOption = {
  id: "unknown-option",
  severity: "error",
  title: "Option that pgBackRest does not know",
  why: "pgBackRest only logs a warning and goes on without the option, so what its author wanted does not happen.",
  source: "pgbackrest@bd22b6809:src/config/parse.c#L2153-L2159",
  bad: { postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retension-full: '7'}}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: '7'}}}}" },
  *check(subject) {
    for (const cluster of subject.clusters) {
      for (const line of configured(subject, cluster).written) {
        if (line.meaning.is !== "unknown" || line.key.includes("\n")) continue;
        const meant = suggestedKey(line.key);
        yield {
          at: line.place,
          cluster: cluster.object,
          problem: `${shownKey(line)} is not a pgBackRest option, so this line has no effect.`,
          fix:
            meant === undefined
              ? "Remove it, or write the option's name as in pgBackRest's configuration reference."
              : `Write \`${meant}\`.`,
        };
      }
    }
  },
} as const satisfies Rule;
