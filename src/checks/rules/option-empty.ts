import { shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

export const optionEmpty = {
  id: "option-empty",
  severity: "error",
  title: "Option without a value",
  why: "pgBackRest refuses every command that takes an option whose value is empty.",
  source: "pgbackrest-e2e rule 12; pgbackrest@bd22b6809:src/config/parse.c#L2240-L2246",
  bad: { "s3.conf": "[global]\nrepo1-s3-key =\nrepo1-s3-key-secret = example" },
  good: { "s3.conf": "[global]\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      if (line.meaning.is !== "option" || line.value.trim() !== "") continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} has no value, and pgBackRest refuses it.`,
        fix: "Write the value, or remove the line.",
      };
    }
  },
} as const satisfies ClusterRule;
