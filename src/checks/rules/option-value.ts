import { unmetCondition } from "../../configuration/conditions.ts";
import { type Line, shownKey, shownValue } from "../../configuration/line.ts";
import type { PodConfiguration } from "../../configuration/pod-configuration.ts";
import { isForServer } from "../../pgbackrest/option-names.ts";
import { fixInYaml, valueProblem } from "../../pgbackrest/option-values.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { byRelease } from "../by-release.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import { isPlainValue } from "../plain-value.ts";
import type { ClusterRule } from "../rule.ts";

/** Values that are not plain, of a type that not every value fits. */
const mayBeWrong: LineSubject = {
  ofKey: ({ from, meaning }) =>
    from !== "operator" &&
    meaning.is === "option" &&
    meaning.option.section !== "command-line" &&
    meaning.option.type !== "string" &&
    meaning.option.type !== "list",
  ofValue: (value, { meaning }) => meaning.is === "option" && !isPlainValue(meaning.option, value),
};

export const optionValue = {
  id: "option-value",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Value that pgBackRest refuses or misreads",
  why: "Every command that takes the option fails, including archiving and backups; older releases misread some values instead.",
  source: "pgbackrest-e2e rules 27 to 34",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              start-fast: "true"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              start-fast: "y"
    `,
  },
  appliesToLine: mayBeWrong,
  *checkCluster({ configuration: conf }) {
    const { database, releases } = conf;
    for (const line of linesAbout(database.lines, mayBeWrong)) {
      const { meaning, value } = line;
      if (meaning.is !== "option" || value.includes("\n") || isValueFilledInLater(value)) continue;
      // Nothing reads it in the stanza's section, which another rule reports.
      if (line.from === "secret" && line.read?.stanza && isForServer(meaning.option)) continue;
      // Most options never changed, so one release speaks for all.
      const varies =
        meaning.option.was !== undefined || meaning.option.type === "time" || meaning.option.since !== undefined;
      const found = byRelease(varies ? releases : releases.slice(-1), (release) =>
        valueProblem(meaning.option, value, release, kindOf(line, database)),
      );
      // An option whose condition is not met is ignored, whatever its value; another rule reports that.
      if (found === undefined || unmetCondition(line, conf) !== undefined) continue;
      const { problem, severity, releases: where } = found;
      yield {
        at: line.place,
        severity,
        problem: `${shownKey(line)} is ${shownValue(line)}, which ${problem.problem}${where}.`.replace(
          "is the value, which",
          "has a value that",
        ),
        fix: line.from === "secret" ? `${problem.fix}.` : fixInYaml(meaning.option, problem.fix),
      };
    }
  },
} as const satisfies ClusterRule;

/** What the range of some options goes by: the compression, or the storage. */
function kindOf({ meaning }: Line, pod: PodConfiguration): string | undefined {
  if (meaning.is !== "option") return undefined;
  if (meaning.name === "compress-level") return pod.effective("compress-type")?.value ?? "gz";
  return meaning.name === "repo-storage-upload-chunk-size"
    ? pod.effective("repo-type", meaning.index)?.value
    : undefined;
}
