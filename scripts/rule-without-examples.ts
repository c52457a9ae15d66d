import { parseSync, Visitor } from "oxc-parser";

/** The examples of a rule are for its page and its tests alone; the program never asks for them. */
const examples: ReadonlySet<string> = new Set(["bad", "good"]);

/**
 * The source of a rule without its examples, which would be a tenth of what every start reads. Only the properties of the rule itself are left
 * out: of an object that the file exports, with an `id` and a `why`.
 */
export function ruleWithoutExamples(source: string): string {
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
      for (const { name, start, end } of named) if (examples.has(name)) cuts.push([start, end]);
    }
  }
  // What remains of `bad: {...},` is a comma too many; `...{},` is nothing.
  return cuts.reduceRight((text, [start, end]) => `${text.slice(0, start)}...{}${text.slice(end)}`, source);
}

/** Throws for a built text that asks for the examples of a rule, which are not in it. */
export function expectNoExamples(built: string): void {
  const { program, errors } = parseSync("built.cjs", built, { sourceType: "script" });
  if (errors[0] !== undefined) throw new Error(errors[0].message);
  const refuse = (name: string, { start, end }: { readonly start: number; readonly end: number }) => {
    if (!examples.has(name)) return;
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
