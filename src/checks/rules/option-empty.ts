import { shownKey } from "../../configuration/line.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** Another rule reports a field that is missing. */
const empty: LineSubject = {
  ofKey: ({ from, meaning }) => from !== "repository" && meaning.is === "option",
  ofValue: (value) => value.trim() === "",
};

export const optionEmpty = {
  id: "option-empty",
  severity: "error",
  title: "Option without a value",
  why: "If the value of an option is empty, pgBackRest refuses every command that takes the option.",
  source: "pgbackrest-e2e rule 12; pgbackrest@bd22b6809:src/config/parse.c#L2240-L2246",
  bad: {
    "s3.conf": `
      [global]
      repo1-s3-key =
      repo1-s3-key-secret = example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  appliesToLine: empty,
  *checkCluster({ configuration }) {
    for (const line of linesAbout(configuration.written, empty)) {
      yield {
        at: line.place,
        problem: `${shownKey(line)} has no value, so pgBackRest refuses every command that takes it.`,
        fix: "Add a value, or remove the line.",
      };
    }
  },
} as const satisfies ClusterRule;
