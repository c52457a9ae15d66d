import { type ArrowFunctionExpression, type Function as FunctionNode, parseSync, Visitor } from "oxc-parser";

/** Names that the rewritten code brings. */
const [found, each, none] = ["found$", "each$", "none$"];

/**
 * The source of a rule with each generator as a function that returns a list of what it would yield. Rules are asked about every cluster and
 * most find nothing: to make a generator for each question, and to ask it for its first value, took a tenth of the checks' time.
 *
 * Only for generators whose callers take all that they yield, and whose code is pure: then nobody can tell the two apart. Throws for one that
 * is used in another way, or may never end.
 */
export function generatorsAsLists(source: string): string {
  const { program, errors } = parseSync("rule.ts", source);
  if (errors[0] !== undefined) throw new Error(errors[0].message);
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = [];
  const replace = (start: number, end: number, text: string) => void edits.push({ start, end, text });
  const refuse = (why: string, { start, end }: { readonly start: number; readonly end: number }) => {
    throw new Error(`A generator ${why}, so it cannot be a list: ${source.slice(start, end)}`);
  };
  const understood = new Set<unknown>();
  const inGenerator: boolean[] = [];
  const enter = (node: FunctionNode | ArrowFunctionExpression) => {
    inGenerator.push(node.generator);
    if (!node.generator || node.body === null) return;
    if (node.async) refuse("is asynchronous", node);
    replace(node.body.start, node.body.start + 1, `{ let ${found};`);
    replace(node.body.end - 1, node.body.end - 1, `return ${found} ?? ${none}; `);
  };
  const leave = () => void inGenerator.pop();
  const star = (from: number, to: number) => {
    const at = source.indexOf("*", from);
    if (at < from || at >= to) throw new Error(`No star in ${source.slice(from, to)}`);
    replace(at, at + 1, " ");
  };
  new Visitor({
    FunctionDeclaration(node) {
      if (node.generator) star(node.start, node.id?.start ?? node.start);
      enter(node);
    },
    "FunctionDeclaration:exit": leave,
    FunctionExpression(node) {
      if (node.generator && !understood.has(node)) refuse("is a value", node);
      enter(node);
    },
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    Property({ key, method, start, value }) {
      if (!method || value.type !== "FunctionExpression" || !value.generator) return;
      understood.add(value);
      star(start, key.start);
    },
    ReturnStatement(node) {
      if (inGenerator.at(-1) !== true) return;
      if (node.argument !== null) refuse("returns a value", node);
      replace(node.start, node.end, `return ${found} ?? ${none};`);
    },
    ExpressionStatement({ expression, end }) {
      if (expression.type !== "YieldExpression" || expression.argument === null) return;
      understood.add(expression);
      const { argument, delegate, start } = expression;
      replace(start, argument.start, delegate ? `for (const ${each} of ` : `(${found} ??= []).push(`);
      replace(argument.end, end, delegate ? `) (${found} ??= []).push(${each});` : ");");
    },
    YieldExpression(node) {
      if (!understood.has(node)) refuse("is told something by its caller", node);
    },
    MemberExpression(node) {
      if (node.property.type === "Identifier" && ["next", "throw"].includes(node.property.name))
        refuse("is asked step by step", node);
    },
    WhileStatement(node) {
      if (node.test.type === "Literal" && inGenerator.at(-1) === true) refuse("may not end", node);
    },
    DoWhileStatement(node) {
      if (node.test.type === "Literal" && inGenerator.at(-1) === true) refuse("may not end", node);
    },
    ForStatement(node) {
      if (node.test === null && inGenerator.at(-1) === true) refuse("may not end", node);
    },
  }).visit(program);
  if (edits.length === 0) return source;
  if (/\b(?:found|each|none)\$(?!\{)/.test(source)) throw new Error("The names that a list would bring are taken.");
  const rewritten = edits
    .sort((one, other) => other.start - one.start || other.end - one.end)
    .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source);
  return `const ${none} = [];\n${rewritten}`;
}
