import { parseSync, Visitor } from "oxc-parser";

/**
 * The modules that a TypeScript file names, as it writes them: imports and re-exports, types included, `import()`, and the types of
 * `import("...")`. Throws where the file does not parse, or names a module by an expression.
 */
export function importsOf(file: string, text: string): readonly string[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const found: string[] = [];
  const add = ({ source }: { readonly source: { readonly value: string } | null }) => {
    if (source !== null) found.push(source.value);
  };
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    TSImportType: add,
    ImportExpression({ source }) {
      if (source.type !== "Literal" || typeof source.value !== "string")
        throw new Error(`${file}: import() of an expression, which cannot be resolved without running it.`);
      found.push(source.value);
    },
  }).visit(program);
  return found;
}
