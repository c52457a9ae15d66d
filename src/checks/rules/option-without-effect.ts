import { type Condition, unmetCondition } from "../../configuration/conditions.ts";
import { type Line, repositoryOf, shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

/** True for a line whose option depends on another one, and has no separate rule for that. */
const isConditional = ({ meaning }: Line) =>
  meaning.is === "option" && meaning.option.depends !== undefined && meaning.name !== "repo-cipher-pass";

export const optionWithoutEffect = {
  id: "option-without-effect",
  severity: "error",
  title: "Option whose condition is not met",
  why: "Some options take effect only together with another one; without it, pgBackRest silently ignores them.",
  source: "pgbackrest-options.json, `depends`; pgbackrest@bd22b6809:src/config/parse.c#L2447-L2451",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-block: "y"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-block: "y"
              repo1-bundle: "y"
    `,
  },
  *checkCluster({ cluster, configuration: conf }) {
    // Lines by what they lack: one cause, one finding.
    const lacking = new Map<string, { readonly condition: Condition; readonly option: string; lines: Line[] }>();
    for (const line of conf.written.filter(isConditional)) {
      const { meaning } = line;
      const condition = unmetCondition(line, conf);
      if (meaning.is !== "option" || condition === undefined) continue;
      const repository = repositoryOf(line);
      // A separate rule reports a repository that does not exist.
      if (repository !== undefined && !cluster.repositories.some(({ number }) => number === repository)) continue;
      // The condition may be met by a Secret that is not here.
      if (!conf.complete && condition.option !== "repo-type" && line.from !== "secret") continue;
      const option = condition.option.replace(/^(repo|pg)(?=-)/, `$1${meaning.index ?? 1}`);
      const known = lacking.get(option) ?? { condition, option, lines: [] };
      known.lines.push(line);
      lacking.set(option, known);
    }
    for (const { condition, option, lines } of lacking.values()) {
      const [first, ...others] = lines;
      if (first === undefined) continue;
      const wanted = condition.in?.map((value) => `\`${value === true ? "y" : value === false ? "n" : value}\``);
      const [have, count] = others.length === 0 ? ["has", "counts"] : ["have", "count"];
      yield {
        at: first.place,
        ...(others.length > 0 && { also: others.map(({ place }) => place) }),
        problem: `${lines.map(shownKey).join(", ")} ${have} no effect: ${others.length === 0 ? "it" : "they"} ${count} only if \`${option}\` is ${wanted?.join(" or ") ?? "set"}.`,
        fix:
          condition.option === "repo-type"
            ? "Remove it, or move it to a repository of that storage."
            : `Set \`${option}\`${wanted === undefined ? "" : ` to ${wanted.join(" or ")}`}${typeof condition.in?.[0] === "boolean" && first.from !== "secret" ? ", in quotes" : ""}, or remove ${others.length === 0 ? "the line" : "the lines"}.`,
      };
    }
  },
} as const satisfies ClusterRule;
