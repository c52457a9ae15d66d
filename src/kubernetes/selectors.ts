import { isDnsSubdomain, isLabelValue, isQualifiedName } from "./names.ts";

/*
 * What Kubernetes refuses in selectors of labels and nodes.
 * Source: kubernetes@v1.34.4:pkg/apis/core/validation/validation.go; apimachinery@v0.34.4:pkg/apis/meta/v1/validation/validation.go
 */

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Where in a selector something is wrong; what, as the rest of a sentence that begins with the last key of the path; and what to do. */
export interface SelectorProblem {
  readonly path: ReadonlyArray<string | number>;
  readonly problem: string;
  readonly fix: string;
}

const notLabelKey = {
  problem: "is not a label key",
  fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/team`.",
};
const notLabelValue = {
  problem: "has a value that no label can have",
  fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.",
};

/** A selector of labels, as of claims or pods. */
export function labelSelectorProblems(selector: {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}): readonly SelectorProblem[] {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return [
    ...Object.entries(matchLabels).flatMap(([key, value]) => [
      ...(isQualifiedName(key) ? [] : [{ path: ["matchLabels", key], ...notLabelKey }]),
      ...(isLabelValue(value) ? [] : [{ path: ["matchLabels", key], ...notLabelValue }]),
    ]),
    ...requirementProblems(matchExpressions, ["matchExpressions"], { values: true, comparisons: false }),
  ];
}

/** A term of a node selector; a preferred one may name values that no label has. */
export function nodeTermProblems(
  term: { readonly matchExpressions?: readonly Requirement[]; readonly matchFields?: readonly Requirement[] },
  { preferred }: { readonly preferred: boolean },
): readonly SelectorProblem[] {
  const fields = (term.matchFields ?? []).flatMap(({ key, operator, values = [] }, index): SelectorProblem[] => {
    const path = (field: string) => ["matchFields", index, field];
    if (key !== "metadata.name")
      return [
        {
          path: path("key"),
          problem: "is not `metadata.name`, the only field that `matchFields` knows",
          fix: "Write `key: metadata.name`.",
        },
      ];
    if (operator !== "In" && operator !== "NotIn")
      return [
        {
          path: path("operator"),
          problem: "is neither `In` nor `NotIn`",
          fix: "Write `operator: In` or `operator: NotIn`.",
        },
      ];
    if (values.length !== 1)
      return [
        {
          path: path("values"),
          problem: "does not have exactly one value",
          fix: "Write one value, the name of a node.",
        },
      ];
    return isDnsSubdomain(values[0] ?? "")
      ? []
      : [
          {
            path: path("values"),
            problem: "has a value that no node can have as its name",
            fix: "Write the name of a node: lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit.",
          },
        ];
  });
  return [
    ...requirementProblems(term.matchExpressions ?? [], ["matchExpressions"], {
      values: !preferred,
      comparisons: true,
    }),
    ...fields,
  ];
}

function requirementProblems(
  requirements: readonly Requirement[],
  path: readonly string[],
  { values: checkValues, comparisons }: { readonly values: boolean; readonly comparisons: boolean },
): readonly SelectorProblem[] {
  return requirements.flatMap(({ key, operator, values = [] }, index): SelectorProblem[] => {
    const at = (...field: ReadonlyArray<string | number>) => [...path, index, ...field];
    const problems: SelectorProblem[] = [];
    if (!isQualifiedName(key)) problems.push({ path: at("key"), ...notLabelKey });
    if (operator === "In" || operator === "NotIn") {
      if (values.length === 0)
        problems.push({
          path: at("values"),
          problem: `is empty, but \`${operator}\` needs values`,
          fix: "List at least one value.",
        });
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (values.length > 0)
        problems.push({
          path: at("values"),
          problem: `is not empty, but \`${operator}\` takes no values`,
          fix: `Remove \`values\`, or write \`operator: ${operator === "Exists" ? "In" : "NotIn"}\`.`,
        });
    } else if (comparisons && (operator === "Gt" || operator === "Lt")) {
      if (values.length !== 1)
        problems.push({
          path: at("values"),
          problem: `does not have exactly one value, which \`${operator}\` needs`,
          fix: "Write one value, a whole number in quotes.",
        });
    } else
      problems.push({
        path: at("operator"),
        problem: "is not an operator that Kubernetes knows",
        fix: `Write \`In\`, \`NotIn\`, \`Exists\` or \`DoesNotExist\`${comparisons ? ", or `Gt` or `Lt` for numbers" : ""}.`,
      });
    if (checkValues && !values.every(isLabelValue))
      for (const [position, value] of values.entries())
        if (!isLabelValue(value)) problems.push({ path: at("values", position), ...notLabelValue });
    return problems;
  });
}
