import { rules } from "../checks/rules/index.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { allOptions, optionNamed } from "../pgbackrest/option-table.ts";
import { nearest } from "../text/nearest.ts";
import { explainField, fieldsNamed, fieldsOf } from "./explain-field.ts";
import { explainOption } from "./explain-option.ts";
import type { Explanation, Sources } from "./explanation.ts";

/** What a name means, or may mean: then each choice is written so that it means one thing. */
export type Explained =
  | { readonly is: "one"; readonly explanation: Explanation }
  | { readonly is: "several"; readonly choices: readonly string[] }
  | { readonly is: "none"; readonly meant: string | undefined };

const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs";

export const kinds = ["rule", "problem", "option", "field"] as const;

/** Explains a name; `kind` says what it is the name of, where it is given. */
export function explain(name: string, kind: (typeof kinds)[number] | undefined, sources: Sources): Explained {
  const fields = (["postgresql", "ExpandPgBackRest", "config"] as const).flatMap((of) => fieldsOf(of, sources.schemas));
  const found: ReadonlyArray<readonly [choice: string, explanation: Explanation]> = [
    ...(kind === undefined || kind === "rule" ? rulesNamed(name, sources) : []).map(
      (each) => [`rule ${each.name}`, each] as const,
    ),
    // A rule tells what its name means in a living cluster, too.
    ...(kind === "problem" || (kind === undefined && !isRule(name)) ? problemsNamed(name, sources) : []).map(
      (each) => [`problem ${each.name}`, each] as const,
    ),
    ...(kind === undefined || kind === "option" ? optionsNamed(name, sources) : []).map(
      (each) => [`option ${each.name}`, each] as const,
    ),
    ...(kind === undefined || kind === "field" ? fieldsNamed(name, fields).map(explainField) : []).map(
      (each) => [`field ${[each.of, each.name].filter((part) => part !== "").join(".")}`, each] as const,
    ),
  ];
  const [first, second] = found;
  if (first !== undefined && second === undefined) return { is: "one", explanation: first[1] };
  if (first !== undefined) return { is: "several", choices: found.map(([choice]) => choice) };
  const parts = name.split(".").length;
  const names = [
    ...(kind === undefined || kind === "rule" ? [...rules.map(({ id }) => id), ...sources.otherFindings.keys()] : []),
    ...(kind === undefined || kind === "problem" ? Object.keys(sources.problems) : []),
    ...(kind === undefined || kind === "option" ? optionNames() : []),
    ...(kind === undefined || kind === "field"
      ? fields.map(({ of, path }) => (path === "" ? of : path.split(".").slice(-parts).join(".")))
      : []),
  ];
  return { is: "none", meant: nearest(name, names) };
}

/** The names of rules and of options, for shells to complete. */
export const explainedNames = (): readonly string[] => [
  ...rules.map(({ id }) => id),
  ...allOptions().map(([name, { group }]) => (group === undefined ? name : name.replace(group, `${group}1`))),
];

const isRule = (name: string) => rules.some(({ id }) => id === name);

/** Options of one repository may be meant without its number. */
const optionNames = () =>
  allOptions().flatMap(([name, { group }]) =>
    group === undefined ? [name] : [name.replace(group, `${group}1`), name],
  );

function rulesNamed(name: string, sources: Sources): readonly Explanation[] {
  const rule = rules.find(({ id }) => id === name);
  if (rule !== undefined) {
    const { id, severity, title } = rule;
    const ofStatus = Object.hasOwn(sources.problems, id) ? `\n\n## In a living cluster\n\n${sources.problems[id]}` : "";
    const page = `${pageText(sources.rulePages[id] ?? "")}${ofStatus}`;
    return [{ kind: "rule", name: id, severity, title, page, url: `${docs}/checks/${id}.md` }];
  }
  const meaning = sources.otherFindings.get(name);
  return meaning === undefined ? [] : [{ kind: "finding", name, meaning, url: `${docs}/checks.md#${name}` }];
}

function problemsNamed(name: string, sources: Sources): readonly Explanation[] {
  const problem = Object.hasOwn(sources.problems, name) ? sources.problems[name] : undefined;
  return problem === undefined ? [] : [{ kind: "finding", name, meaning: problem, url: `${docs}/status.md` }];
}

/** A page as it is read by itself: without the mark of what is generated, and links that lead from anywhere. */
const pageText = (page: string) =>
  page
    .replace(/^<!--.*-->\n/, "")
    .replace(/\]\(\.\.\/([^)]+)\)/g, `](${docs}/$1)`)
    .trimEnd();

function optionsNamed(written: string, sources: Sources): readonly Explanation[] {
  const key = written
    .replace(/^--/, "")
    .replace(/^(?:postgresql\.)?(?:spec\.backup\.pgbackrest\.)?(?:global|restore\.options)\./, "")
    .replace(/^repoN-/, "repo-");
  const plain = optionNamed(key);
  const meaning = meaningOf(key);
  if (plain !== undefined) return [explainOption(key, plain, sources)];
  return meaning.is === "option" ? [explainOption(meaning.name, meaning.option, sources)] : [];
}
