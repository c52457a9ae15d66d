import { options } from "../generated/options.ts";
import type { Option } from "../pgbackrest/option.ts";
import { configured, type Line, type Pod, repositoryOf, shownKey } from "./configured.ts";
import type { Rule } from "./rule.ts";

type Condition = NonNullable<Option["depends"]>;

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
      const { complete, database, repoHost, written } = configured(subject, cluster);
      const repositories = new Set(cluster.repositories.map(({ number }) => number));
      for (const line of written) {
        const repository = repositoryOf(line);
        if (line.meaning.is !== "option" || otherRules.has(line.meaning.name)) continue;
        // A repository that does not exist has a rule of its own.
        if (repository !== undefined && !repositories.has(repository)) continue;
        const unmet = [database, ...(repoHost === undefined ? [] : [repoHost])].map((pod) => unmetCondition(line, pod));
        const [condition] = unmet;
        if (condition === undefined || unmet.includes(undefined)) continue;
        // The condition may be met by a Secret that is not here.
        if (!complete && !condition.option.startsWith("repo-type") && line.from !== "secret") continue;
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

/** The first condition that is not met, of the option or of the option it depends on. */
function unmetCondition({ meaning }: Line, pod: Pod): Condition | undefined {
  return meaning.is === "option" ? unmet(meaning.option, meaning.index, pod) : undefined;
}

function unmet({ depends }: Option, index: number | undefined, pod: Pod): Condition | undefined {
  // Internal options (`repo-local`) say where a repository is; they are not for configuration files.
  if (depends === undefined || depends === null || /^(pg|repo)-local$/.test(depends.option)) return undefined;
  const condition = options[depends.option];
  const further = condition === undefined ? undefined : unmet(condition, index, pod);
  if (further !== undefined) return further;
  const value =
    pod.effective(depends.option, condition?.group === undefined ? undefined : index)?.value ??
    standard(condition?.default);
  if (value === undefined) return depends;
  return depends.in === undefined || depends.in.some((wanted) => value === standard(wanted)) ? undefined : depends;
}

/** A value of the catalogue as it stands in a file. */
const standard = (value: string | number | boolean | undefined) =>
  value === true ? "y" : value === false ? "n" : value === undefined ? undefined : String(value);
