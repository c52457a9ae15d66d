import { parseSync, Visitor } from "oxc-parser";

/** The examples of a rule are for its page and its tests alone; nothing that is built asks for them. */
export const examples: ReadonlySet<string> = new Set(["bad", "good"]);

/** What a rule says of itself is for those who explain it, and list it: parts of the program. What finds mistakes never asks for it. */
export const descriptions: ReadonlySet<string> = new Set(["title", "why", "source"]);

/**
 * The source of a rule without some of its properties, all of which would be a sixth of what every start reads. Only those of the rule itself
 * are left out: of an object that the file exports, with an `id` and a `why`.
 */
export function ruleWithout(left: ReadonlySet<string>, source: string): string {
  const { program, errors } = parseSync("rule.ts", source);
  if (errors[0] !== undefined) throw new Error(errors[0].message);
  const cuts: Array<readonly [start: number, end: number]> = [];
  for (const statement of program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration") continue;
    for (const { init } of statement.declaration.declarations) {
      let value = init;
      while (value?.type === "TSSatisfiesExpression" || value?.type === "TSAsExpression") value = value.expression;
      if (value?.type !== "ObjectExpression") continue;
      const named = value.properties.flatMap((property) =>
        property.type === "Property" && property.key.type === "Identifier" && !property.computed
          ? [{ name: property.key.name, start: property.start, end: property.end }]
          : [],
      );
      if (!["id", "why"].every((name) => named.some((property) => property.name === name))) continue;
      for (const { name, start, end } of named) if (left.has(name)) cuts.push([start, end]);
    }
  }
  // What remains of `bad: {...},` is a comma too many; `...{},` is nothing.
  return cuts.reduceRight((text, [start, end]) => `${text.slice(0, start)}...{}${text.slice(end)}`, source);
}

/**
 * Throws for a built text that asks for a property of a rule that is not in it. To ask for the `source` of a regular expression is another
 * thing, and the type `AskedRule` keeps the checks from asking a rule for its own.
 */
export function expectNone(left: ReadonlySet<string>, built: string): void {
  const { program, errors } = parseSync("built.cjs", built, { sourceType: "script" });
  if (errors[0] !== undefined) throw new Error(errors[0].message);
  const refuse = (name: string, { start, end }: { readonly start: number; readonly end: number }) => {
    if (!left.has(name) || name === "source") return;
    const around = built.slice(Math.max(start - 20, 0), end + 20);
    throw new Error(`The program names \`${name}\`, which the build takes out of rules: ${around}`);
  };
  new Visitor({
    MemberExpression: ({ property, computed }) => {
      if (!computed && property.type === "Identifier") refuse(property.name, property);
    },
    ObjectPattern: ({ properties }) => {
      for (const property of properties)
        if (property.type === "Property" && property.key.type === "Identifier") refuse(property.key.name, property.key);
    },
  }).visit(program);
}
