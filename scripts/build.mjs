import { chmodSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/*
 * Builds dist/: the program as one small CommonJS file, which starts faster than a module, and beside it one file for everything that is
 * imported dynamically (`import()`), which loads only when needed. The kpt-functions entry point and its types come last.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dist = resolve(root, "dist");
const lazy = new Set();

/** Leaves dynamic imports of our own modules as calls of `require` on a file in dist/lazy, and remembers to build that file. */
const lazyModules = {
  name: "lazy-modules",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, importer, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === "entry") return undefined;
      const file = resolve(resolveDir, path);
      lazy.add(file);
      const from = importer === "" || !lazyOutput ? dist : resolve(dist, "lazy");
      return { path: `./${relative(from, resolve(dist, "lazy", `${basename(file, ".ts")}.cjs`))}`, external: true };
    });
  },
};
let lazyOutput = false;

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: false,
  legalComments: "none",
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: ["src/main.ts"],
  outfile: "dist/expand-pgbackrest.cjs",
  banner: { js: "#!/usr/bin/env node" },
  plugins: [lazyModules],
});
chmodSync(resolve(dist, "expand-pgbackrest.cjs"), 0o755);
lazyOutput = true;
for (const built = new Set(); built.size < lazy.size; ) {
  for (const file of lazy) {
    if (built.has(file)) continue;
    built.add(file);
    await build({
      ...common,
      entryPoints: [file],
      outfile: `dist/lazy/${basename(file, ".ts")}.cjs`,
      plugins: [lazyModules],
    });
  }
}
for (const file of readdirSync(resolve(dist, "lazy"))) chmodSync(resolve(dist, "lazy", file), 0o644);
