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

/** Where in a selector something is wrong, and what, as the end of a sentence that begins with the field. */
export interface SelectorProblem {
  readonly path: ReadonlyArray<string | number>;
  readonly problem: string;
}

const notLabelKey = "is no key of a label";
const notLabelValue = "is no value of a label";

/** A selector of labels, as of claims or pods. */
export function labelSelectorProblems(selector: {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}): readonly SelectorProblem[] {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return [
    ...Object.entries(matchLabels).flatMap(([key, value]) => [
      ...(isQualifiedName(key) ? [] : [{ path: ["matchLabels", key], problem: notLabelKey }]),
      ...(isLabelValue(value) ? [] : [{ path: ["matchLabels", key], problem: notLabelValue }]),
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
      return [{ path: path("key"), problem: "is not `metadata.name`, the only field there is" }];
    if (operator !== "In" && operator !== "NotIn") return [{ path: path("operator"), problem: "is not In or NotIn" }];
    if (values.length !== 1) return [{ path: path("values"), problem: "has not exactly one value" }];
    return isDnsSubdomain(values[0] ?? "")
      ? []
      : [{ path: path("values"), problem: "has a value that is no name of a node" }];
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
    if (!isQualifiedName(key)) problems.push({ path: at("key"), problem: notLabelKey });
    if (operator === "In" || operator === "NotIn") {
      if (values.length === 0) problems.push({ path: at("values"), problem: `is empty, and ${operator} needs values` });
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (values.length > 0) problems.push({ path: at("values"), problem: `has values, and ${operator} takes none` });
    } else if (comparisons && (operator === "Gt" || operator === "Lt")) {
      if (values.length !== 1)
        problems.push({ path: at("values"), problem: `has not exactly one value for ${operator}` });
    } else problems.push({ path: at("operator"), problem: "is no operator" });
    if (checkValues)
      for (const [position, value] of values.entries())
        if (!isLabelValue(value)) problems.push({ path: at("values", position), problem: notLabelValue });
    return problems;
  });
}
