import { posix } from "node:path";
import { parseSync } from "oxc-parser";

/** The name by which a part is asked for, from the path of its module or text: `part:cli/check`. */
export const partName = (path: string) => `part:${path.replace(/\.(ts|js)$/, "")}`;

/**
 * An ES module that esbuild wrote, as CommonJS: what it imports from other parts is asked for by the part's name. esbuild's own conversion
 * reads every imported function through two getters at every call; here both sides are constants, so nothing that is exported may change.
 * @param path Where the module stands, which its relative imports are seen from.
 * @throws {Error} If an exported variable can change, or if something is exported in another way than esbuild's.
 */
export function commonJs(path: string, text: string): string {
  const { module, program, errors } = parseSync("part.mjs", text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const changing = changingNames(program);
  const edits = [
    ...module.staticImports.map(({ start, end, moduleRequest, entries }) => {
      const from = moduleRequest.value;
      const name = from.startsWith(".") ? partName(posix.join(posix.dirname(path), from)) : from;
      const declared = entries.map(({ importName, localName }) =>
        importName.kind === "Name" ? `{${importName.name}:${localName.value}}` : localName.value,
      );
      const target = declared.map((each) => `${each}=`).join(`require("${name}"),`);
      return { start, end, text: `${declared.length > 0 ? "const " : ""}${target}require("${name}");` };
    }),
    ...program.body
      .filter(({ type }) => type.startsWith("Export"))
      .map(({ start, end }) => {
        const [, list] = /^export\{(.*)\};?$/.exec(text.slice(start, end)) ?? [];
        if (list === undefined) throw new Error(`${path}: esbuild exports in another way: ${text.slice(start, end)}`);
        const given = list.split(",").map((each) => {
          const [local = "", exported = local] = each.split(" as ");
          if (changing.has(local)) throw new Error(`${path}: ${exported} is exported, and is changed later.`);
          return `${exported}:${local}`;
        });
        return { start, end, text: `module.exports={${given.join(",")}};` };
      }),
  ].sort((one, other) => other.start - one.start);
  return edits.reduce((whole, edit) => whole.slice(0, edit.start) + edit.text + whole.slice(edit.end), text);
}

/** Names of variables that some assignment changes, or that are declared without a value; a name that means two variables counts for both. */
function changingNames(program: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (target: unknown) => {
    if (isNode(target) && target.type === "Identifier") names.add(String(target.name));
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each);
    if (!isNode(node)) return;
    if (node.type === "AssignmentExpression") add(node.left);
    if (node.type === "UpdateExpression") add(node.argument);
    if (node.type === "VariableDeclarator" && node.init === null) add(node.id);
    for (const value of Object.values(node)) visit(value);
  };
  visit(program);
  return names;
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
