import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bundle, bundleWhole } from "./bundle.ts";
import { writeCodeCache } from "./code-cache.ts";
import { launched } from "./executable.ts";
import { bundledPackages, licenseNotices } from "./licenses.ts";
import { descriptions, examples, expectNone } from "./shorter-rule.ts";

/*
 * Builds dist/: the program as one CommonJS file (launcher.cjs says how it starts), in which is also what it loads only when needed; beside it
 * a file with the compiled code, from which it starts sooner, and a short script that starts from that file alone; and the entry point for the
 * kpt-functions SDK.
 */
const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const program = join(dist, "expand-pgbackrest.cjs");
const start = join(dist, "start.cjs");

function write(file: string, text: string | Buffer): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), text);
}

mkdirSync(dist, { recursive: true });
// Executables take long to make, and tests of this platform's come after a build.
for (const name of readdirSync(dist)) if (name !== "executables") rmSync(join(dist, name), { recursive: true });
const { text, parts, modules } = await bundle(join(root, "src"), "cli/main.ts");
const kpt = await bundleWhole(join(root, "src"), "kpt.ts");
for (const each of [text, ...parts.values(), kpt.text]) expectNone(examples, each);
for (const each of [text, kpt.text]) expectNone(descriptions, each);
const launcher = readFileSync(join(root, "scripts/launcher.cjs"), "utf8");
const { complete, short } = launched(launcher, text, parts);
for (const [file, script] of [
  [program, complete],
  [start, short],
] as const) {
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}
write("kpt.cjs", kpt.text);
write("THIRD-PARTY-LICENSES.txt", licenseNotices(bundledPackages(new Set([...modules, ...kpt.modules]))));
write(
  "types/kpt.d.ts",
  `import type { KptFunc } from "kpt-functions";\n/** The function for programs that are written with the kpt-functions SDK. */\nexport declare const expandPgBackRest: KptFunc;\n`,
);

writeCodeCache(process.execPath, program, join(dist, "expand-pgbackrest.cache"));
