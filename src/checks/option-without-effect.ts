import { unmetCondition } from "./conditions.ts";
import { configured, repositoryOf, shownKey } from "./configured.ts";
import type { Rule } from "./rule.ts";

/** Options whose missing condition has a rule of its own. */
const otherRules = new Set(["repo-cipher-pass"]);

export const optionWithoutEffect = {
  id: "option-without-effect",
  severity: "error",
  title: "Option whose condition is not met",
  why: "Some options count only together with another one; without it pgBackRest passes over them without a word.",
  source: "pgbackrest-options.json, `depends`; pgbackrest@bd22b6809:src/config/parse.c#L2447-L2451",
  bad: { postgresql: "spec: {backup: {pgbackrest: {global: {repo1-block: 'y'}}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {global: {repo1-block: 'y', repo1-bundle: 'y'}}}}" },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const conf = configured(subject, cluster);
      const repositories = new Set(cluster.repositories.map(({ number }) => number));
      for (const line of conf.written) {
        const repository = repositoryOf(line);
        if (line.meaning.is !== "option" || otherRules.has(line.meaning.name)) continue;
        // A repository that does not exist has a rule of its own.
        if (repository !== undefined && !repositories.has(repository)) continue;
        const condition = unmetCondition(line, conf);
        if (condition === undefined) continue;
        // The condition may be met by a Secret that is not here.
        if (!conf.complete && !condition.option.startsWith("repo-type") && line.from !== "secret") continue;
        const option = condition.option.replace(
          /^(repo|pg)-/,
          (_, group: string) => `${group}${line.meaning.is === "option" ? (line.meaning.index ?? 1) : 1}-`,
        );
        const wanted = condition.in
          ?.map((value) => (value === true ? "`y`" : value === false ? "`n`" : `\`${value}\``))
          .join(" or ");
        yield {
          at: line.place,
          cluster: cluster.object,
          problem: `${shownKey(line)} has no effect: it counts only where \`${option}\` is ${wanted ?? "set"}.`,
          fix:
            condition.option === "repo-type"
              ? "Remove it, or move it to a repository of that storage."
              : `Set \`${option}\`, or remove the line.`,
        };
      }
    }
  },
} as const satisfies Rule;
