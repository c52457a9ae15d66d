import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/*
 * Builds dist/: the program as one CommonJS file (launcher.cjs says how it starts), and in dist/lazy one file for everything that is
 * imported dynamically, which loads only when needed; then the entry point for the kpt-functions SDK.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dist = resolve(root, "dist");
const lazy = new Set();

/** Leaves dynamic imports of our own modules as calls of `require` on a file of dist/lazy, and remembers to build that file. */
const lazyModules = (folder) => ({
  name: "lazy-modules",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const file = resolve(resolveDir, path);
      lazy.add(file);
      return { path: `${folder}/${basename(file, ".ts")}.cjs`, external: true };
    });
  },
});

/** Leaves out the documentation of the rules, which only docs and reports show. Biome's layout tells where each property ends. */
const withoutRuleTexts = {
  name: "without-rule-texts",
  setup({ onLoad }) {
    onLoad({ filter: /src\/checks\/rules\/[a-z0-9-]+\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8");
      const rule = / as const satisfies \w+Rule;/.test(contents);
      return {
        loader: "ts",
        contents: rule
          ? contents
              .replace(/^ {2}(?:title|why|source|bad|good):.*\n(?: {3,}.*\n| {2}[}\]],?\n)*/gm, "")
              .replace(/\} as const satisfies \w+Rule;/, "};")
          : contents,
      };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  legalComments: "none",
  supported: { "dynamic-import": false },
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(resolve(dist, "lazy"), { recursive: true });

const { outputFiles } = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  write: false,
  plugins: [lazyModules("./lazy"), withoutRuleTexts],
});
const program = `(function(require,module,exports){${outputFiles[0].text}\n})`;
if (program.includes("*/"))
  throw new Error(
    'The program contains "*/", which would end the comment it stands in. If that is the end of a regular expression, put its last `x*` into a group: `(?:x*)`.',
  );
const launcher = readFileSync(resolve(root, "scripts/launcher.cjs"), "utf8");
const executable = resolve(dist, "expand-pgbackrest.cjs");
writeFileSync(
  executable,
  launcher.replace("/*PROGRAM*/", () => `/*${program}*/`),
);
chmodSync(executable, 0o755);

for (const built = new Set(); built.size < lazy.size; ) {
  for (const file of lazy) {
    if (built.has(file)) continue;
    built.add(file);
    await build({
      ...common,
      entryPoints: [file],
      outfile: `dist/lazy/${basename(file, ".ts")}.cjs`,
      plugins: [lazyModules(".")],
    });
  }
}

await build({ ...common, entryPoints: ["src/kpt.ts"], outfile: "dist/kpt.cjs", plugins: [lazyModules("./lazy")] });
mkdirSync(resolve(dist, "types"), { recursive: true });
writeFileSync(
  resolve(dist, "types/kpt.d.ts"),
  `import type { KptFunc } from "kpt-functions";\n/** The function for programs that are written with the kpt-functions SDK. */\nexport declare const expandPgBackRest: KptFunc;\n`,
);

// The cache holds what a usual run compiles, so a usual run comes first.
const { main, script } = createRequire(import.meta.url)(executable);
const example = readFileSync(resolve(root, "scripts/data/example-list.yaml"));
await main([], { stdin: () => example, stdout() {}, stderr() {}, terminal: false, env: {} });
writeFileSync(resolve(dist, "lazy/program.cache"), script.createCachedData());
