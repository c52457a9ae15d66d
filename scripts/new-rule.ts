/** What `npm run new check` makes of an id: pure texts. */

/** By the kind of a rule (src/checks/rule.ts says what each is given): its type, and a check that finds something everywhere. */
const kinds = {
  cluster: {
    type: "ClusterRule",
    check: `*checkCluster({ cluster }) {
    yield { at: { in: "field", object: cluster.object, path: ["spec"] }, problem: "", fix: "" };
  }`,
  },
  clone: {
    type: "CloneRule",
    check: `*checkClone({ cluster }) {
    yield { at: { in: "field", object: cluster.object, path: ["spec", "clone"] }, problem: "", fix: "" };
  }`,
  },
  input: {
    // A rule that compares clusters is a ComparisonRule.
    type: "InputRule",
    check: `*checkInput({ clusters }) {
    for (const { object } of clusters) yield { at: { in: "field", object, path: ["spec"] }, problem: "", fix: "" };
  }`,
  },
};

export type RuleKind = keyof typeof kinds;

export const isRuleKind = (text: string): text is RuleKind => Object.hasOwn(kinds, text);

/** True for an id that a rule can have: in kebab-case, beginning with a letter. */
export const isRuleId = (text: string) => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text);

/** The name of the constant: `noRetention` of `no-retention`. */
export const ruleName = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A rule without texts and examples. It compiles, and test/checks/every-rule.test.ts fails for each that is still missing. */
export function ruleText(id: string, kind: RuleKind): string {
  const { type, check } = kinds[kind];
  return `import type { ${type} } from "../rule.ts";

export const ${ruleName(id)} = {
  id: "${id}",
  severity: "error",
  title: "",
  why: "",
  source: "",
  bad: {},
  good: {},
  ${check},
} as const satisfies ${type};
`;
}

/** The text of src/checks/rules/index.ts with one more rule: imported in the order of ids, and last in the list. */
export function withRule(index: string, id: string): string {
  const lines = index.split("\n");
  const later = lines.findIndex((line) => (importedId(line) ?? "") > id);
  const end = lines.findIndex(
    (line, place) => importedId(line) === undefined && importedId(lines[place - 1] ?? "") !== undefined,
  );
  lines.splice(later === -1 ? end : later, 0, `import { ${ruleName(id)} } from "./${id}.ts";`);
  return lines.join("\n").replace(/\n\];\n$/, `\n  ${ruleName(id)},\n];\n`);
}

/** The id of the rule that a line imports. */
const importedId = (line: string) => /^import .* from "\.\/(.*)\.ts";$/.exec(line)?.[1];
