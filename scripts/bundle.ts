import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { publishedTexts } from "../src/cli/published-texts.ts";
import { commonJs, partName } from "./common-js.ts";
import { generatorsAsLists } from "./generators-as-lists.ts";
import { descriptions, examples, ruleWithout } from "./shorter-rule.ts";

/** What is built from a module and all that it imports. */
export type Bundle = {
  /** The text of the CommonJS module. */
  readonly text: string;
  /** The texts of the CommonJS modules that it asks for by name while it runs, by that name. They ask for each other in the same way. */
  readonly parts: ReadonlyMap<string, string>;
  /** Absolute paths of all modules that are in one of the texts. */
  readonly modules: ReadonlySet<string>;
};

/**
 * Bundles a module of a source folder: what it imports is inside, minified. What it imports dynamically is in parts, which are loaded only
 * when needed. What several parts have in common is a part of its own, so that nothing is in two of them.
 * @param source Path of the source folder.
 * @param entry Path of the module in it.
 */
export async function bundle(source: string, entry: string): Promise<Bundle> {
  const lazy = new Set<string>();
  const parts = lazyParts(source, lazy);
  const main = await build({
    ...options(source),
    entryPoints: [entry],
    format: "cjs",
    plugins: [rulesAsAsked, ...plugins, parts],
  });
  const inParts = () =>
    build({
      ...options(source),
      entryPoints: [...lazy].sort(),
      outbase: source,
      outdir: source,
      format: "esm",
      splitting: true,
      plugins: [rulesAsDescribed, ...plugins, parts],
    });
  let rest = await inParts();
  // A part may name parts that were not known yet.
  for (let known = 0; known < lazy.size; rest = await inParts()) known = lazy.size;
  const texts = rest.outputFiles.map(({ path, text }) => {
    const name = relative(source, path);
    return [partName(name), commonJs(name, text)] as const;
  });
  return {
    text: textOf(main.outputFiles),
    parts: new Map(texts.sort(([one], [other]) => (one < other ? -1 : 1))),
    modules: modulesOf(source, main.metafile, rest.metafile),
  };
}

/** The same without parts: what is imported dynamically is inside, too. */
export async function bundleWhole(source: string, entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...options(source),
    entryPoints: [entry],
    format: "cjs",
    plugins: [rulesAsAsked, ...plugins],
  });
  return { text: textOf(outputFiles), parts: new Map(), modules: modulesOf(source, metafile) };
}

const options = (source: string) =>
  ({
    absWorkingDir: source,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    supported: { "dynamic-import": false },
  }) as const satisfies BuildOptions;

const textOf = (files: ReadonlyArray<{ readonly text: string }>) => files.map(({ text }) => text).join("");

const modulesOf = (source: string, ...metafiles: ReadonlyArray<{ readonly inputs: object }>) =>
  new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs).map((input) => resolve(source, input))));

const rulesWithout = (left: ReadonlySet<string>): Plugin => ({
  name: "rules-without",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/checks\/rules\/[^/]+\.ts$/ }, ({ path }) => ({
      contents: generatorsAsLists(ruleWithout(left, readFileSync(path, "utf8"))),
      loader: "ts",
    }));
  },
});

const rulesAsDescribed = rulesWithout(examples);
const rulesAsAsked = rulesWithout(new Set([...examples, ...descriptions]));

/** Puts the texts that the program shows in the place of the module that reads them. */
const textsInside: Plugin = {
  name: "texts-inside",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/cli\/published-texts\.ts$/ }, () => ({
      contents: `const texts = ${JSON.stringify(publishedTexts())};\nexport const publishedTexts = () => texts;\n`,
      loader: "js",
    }));
  },
};

/**
 * Lets the parts of the Kubernetes client be left out that nothing uses: its package does not say that they do nothing when they are loaded, and
 * its classes for all kinds of objects are more than half of it.
 */
const kubernetesClientInParts: Plugin = {
  name: "kubernetes-client-in-parts",
  setup(build) {
    build.onResolve({ filter: /^\.|^@kubernetes\/client-node\// }, async ({ path, pluginData, ...importing }) => {
      const isOfClient = path.startsWith("@") || importing.importer.includes("/@kubernetes/client-node/dist/");
      if (!isOfClient || pluginData === "resolved") return undefined;
      const resolved = await build.resolve(path, { ...importing, pluginData: "resolved" });
      return { ...resolved, sideEffects: false };
    });
  },
};

const plugins: Plugin[] = [textsInside, kubernetesClientInParts];

/** Leaves a dynamic import of a module of the source folder as a call of `require` with the part's name, and adds the module to a set. */
function lazyParts(source: string, found: Set<string>): Plugin {
  return {
    name: "lazy-parts",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
        const module = relative(source, resolve(resolveDir, path));
        // A library that loads parts of itself is bundled with all of them.
        if (kind !== "dynamic-import" || module.startsWith("..")) return undefined;
        found.add(module);
        return { path: partName(module), external: true };
      });
    },
  };
}
