import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bundle } from "./bundle.ts";
import { executable } from "./executable.ts";
import { bundledPackages, licenseNotices } from "./licenses.ts";
import { expectNoExamples } from "./rule-without-examples.ts";

/*
 * Builds dist/: the program as one CommonJS file (launcher.cjs says how it starts), and in dist/lazy one file for everything that is
 * imported dynamically, which loads only when needed; then the entry point for the kpt-functions SDK.
 */
const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const program = "expand-pgbackrest.cjs";

function write(file: string, text: string | Buffer): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), text);
}

rmSync(dist, { recursive: true, force: true });
const { texts, modules } = await bundle(join(root, "src"), { [program]: "cli/main.ts", "kpt.cjs": "kpt.ts" });
const launcher = readFileSync(join(root, "scripts/launcher.cjs"), "utf8");
for (const [file, text] of texts) {
  expectNoExamples(text);
  const inFunction = () => `(function(require,module,exports){${text}\n})`;
  write(file, file === program ? await executable(launcher, inFunction()) : text);
}
chmodSync(join(dist, program), 0o755);
write("THIRD-PARTY-LICENSES.txt", licenseNotices(bundledPackages(modules)));
write(
  "types/kpt.d.ts",
  `import type { KptFunc } from "kpt-functions";\n/** The function for programs that are written with the kpt-functions SDK. */\nexport declare const expandPgBackRest: KptFunc;\n`,
);

/*
 * The cache holds the functions that were called when it was made, so a usual run comes first: a list as kpt writes it, through pipes as
 * hosts run it. Such a list has comments and values in braces, which kustomize does not leave in; a list of kustomize calls nothing more. It
 * is a process of its own, without the options of this one: V8 rejects a cache that was made with other flags.
 */
const usualRun = `
  const { main, script } = require(${JSON.stringify(join(dist, program))});
  main([]).then(() => require("node:fs").writeFileSync(${JSON.stringify(join(dist, "lazy/program.cache"))}, script.createCachedData()));
`;
execFileSync(process.execPath, ["-e", usualRun], {
  input: readFileSync(join(root, "scripts/data/example-kpt-list.yaml")),
  stdio: ["pipe", "pipe", "inherit"],
  env: { ...process.env, NODE_OPTIONS: "" },
});
