import { build } from "esbuild";
import { parseSync, Visitor } from "oxc-parser";

/** A program as text in which every place that calls a built-in function, or spreads a list, tells where it is. */
export interface CountingBundle {
  readonly text: string;
  /** The places by their numbers: file, and the beginning of the code there. */
  readonly places: readonly string[];
}

/**
 * Bundles the command line of a source folder, and lets it call the functions of `native-work.ts` in the place of the built-in ones: what
 * V8 does without running JavaScript is not in its coverage. `a.indexOf(b)` becomes `a["indexOf@7"](b)`, `...a` becomes `...__spread(7, a)`.
 */
export async function countingBundle(root: string, names: ReadonlySet<string>): Promise<CountingBundle> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    keepNames: true,
    supported: { "dynamic-import": false },
    logLevel: "error",
  });
  const text = outputFiles.map((file) => file.text).join("");
  const fileAt = fileFinder(text);
  const places: string[] = [];
  const placeAt = (start: number, end: number) =>
    places.push(`${fileAt(start)} ${text.slice(start, end).replace(/\s+/g, " ").slice(0, 70)}`) - 1;
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = [];
  const spread = ({ start, end }: { readonly start: number; readonly end: number }) => {
    edits.push({ start, end: start, text: `__spread(${placeAt(start, end)}, ` }, { start: end, end, text: ")" });
  };
  new Visitor({
    CallExpression({ callee, start, end }) {
      if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return;
      // What a class inherits is looked up at its parent, which a function that stands in cannot know.
      if (callee.object.type === "Super") return;
      const { name, start: from, end: to } = callee.property;
      if (!names.has(name)) return;
      const key = JSON.stringify(`${name}@${placeAt(start, end)}`);
      // The dot before it goes, unless it is the one of `?.`.
      const isOptional = callee.optional;
      edits.push({ start: isOptional ? from : text.lastIndexOf(".", from), end: to, text: `[${key}]` });
    },
    SpreadElement: ({ argument }) => spread(argument),
    NewExpression({ callee, arguments: [first] }) {
      if (callee.type === "Identifier" && /^(Map|Set)$/.test(callee.name) && first !== undefined) spread(first);
    },
  }).visit(parseSync("bundle.js", text).program);
  return { text: edited(text, edits), places };
}

function edited(
  text: string,
  edits: ReadonlyArray<{ readonly start: number; readonly end: number; readonly text: string }>,
): string {
  const parts: string[] = [];
  let at = 0;
  // What closes at a place closes before something opens there.
  const order = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
  for (const { start, end, text: replacement } of order) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return [...parts, text.slice(at)].join("");
}

/** Tells which source file a place of a bundle comes from; the bundler says it in comments. */
export function fileFinder(text: string): (offset: number) => string {
  const files = [...text.matchAll(/^\/\/ (\S+\.[cm]?[jt]s)$/gm)].map((found) => ({
    start: found.index,
    file: (found[1] ?? "").replace(/^.*node_modules\//, ""),
  }));
  return (offset) => {
    let [low, high] = [0, files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((files[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return files[low - 1]?.file ?? "";
  };
}
