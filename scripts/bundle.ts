import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { publishedTexts } from "../src/cli/published-texts.ts";
import { ruleWithoutExamples } from "./rule-without-examples.ts";

/** What is built from a source folder. */
export type Bundle = {
  /** The text of each file, by its relative path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute paths of all modules that are in one of the files. */
  readonly modules: ReadonlySet<string>;
};

/**
 * Bundles modules of a source folder, each into one CommonJS file: what it imports is inside, minified. A module of the folder that is
 * imported dynamically becomes a file of its own, which loads only when needed, at the same path below `lazy/` as it has in the source: no
 * two modules can get one name.
 * @param source Path of the source folder.
 * @param entries The module to bundle, by the file that it becomes; both paths are relative.
 */
export async function bundle(source: string, entries: Readonly<Record<string, string>>): Promise<Bundle> {
  const parts = new Map(Object.entries(entries));
  const texts = new Map<string, string>();
  const modules = new Set<string>();
  // The loop comes to what is added to the map meanwhile.
  for (const [file, module] of parts) {
    const { outputFiles, metafile } = await build({
      absWorkingDir: source,
      entryPoints: [resolve(source, module)],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      minify: true,
      legalComments: "none",
      supported: { "dynamic-import": false },
      logLevel: "warning",
      plugins: [
        rulesWithoutExamples,
        textsInside,
        kubernetesClientInParts,
        lazyModules(source, dirname(file), (lazy) => {
          parts.set(lazy.file, lazy.module);
        }),
      ],
    });
    for (const { text } of outputFiles) texts.set(file, text);
    for (const input of Object.keys(metafile.inputs)) modules.add(resolve(source, input));
  }
  return { texts, modules };
}

const rulesWithoutExamples: Plugin = {
  name: "rules-without-examples",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/checks\/rules\/[^/]+\.ts$/ }, ({ path }) => ({
      contents: ruleWithoutExamples(readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
};

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

/** Leaves a dynamic import of a module of the source folder as a call of `require`, seen from `folder`, and tells of the module. */
function lazyModules(
  source: string,
  folder: string,
  found: (lazy: { readonly file: string; readonly module: string }) => void,
): Plugin {
  return {
    name: "lazy-modules",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
        const module = relative(source, resolve(resolveDir, path));
        // A library that loads parts of itself is bundled with all of them.
        if (kind !== "dynamic-import" || module.startsWith("..")) return undefined;
        const file = `lazy/${module.replace(/\.ts$/, ".cjs")}`;
        found({ file, module });
        const required = relative(folder, file);
        return { path: required.startsWith(".") ? required : `./${required}`, external: true };
      });
    },
  };
}
