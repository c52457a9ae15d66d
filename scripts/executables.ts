import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeCodeCache, writeTexts } from "./code-cache.ts";
import { isPlatform, nodeBinary, nodeLicense, type Platform, platforms, thisPlatform } from "./node-binaries.ts";

/*
 * `npm run executables [-- PLATFORM...]`: makes dist/executables/expand-pgbackrest-PLATFORM of the built program and Node's binary for each
 * platform (`this` is that of this machine). Compiled code is only for the platform that made it, so only the executable of this machine
 * has it; the others compile when they start. On macOS, the executables for macOS are signed ad hoc, without which macOS starts none. NODE-LICENSE.txt is what has to go with them, beside the licences of the program.
 */
const root = resolve(import.meta.dirname, "..");
const program = join(root, "dist", "expand-pgbackrest.cjs");
const here = thisPlatform();
if (here === undefined) throw new Error(`This machine is none of ${Object.keys(platforms).join(", ")}.`);
const asked = process.argv.slice(2).map((name) => (name === "this" ? here : name));
const wanted = asked.length > 0 ? asked : Object.keys(platforms);

/** The launcher finds the file with the compiled code inside of the executable, and never one that happens to be beside it. */
function mainScript(): string {
  const text = readFileSync(program, "utf8").replace(/^#!.*\n/, "");
  const fromFile = /^function stored\(at, length\) \{$.*?^\}$/ms;
  if (!fromFile.test(text)) throw new Error("The launcher has no function `stored` that reads the file beside it.");
  const fromAsset = `function stored(at, length) {
  return Buffer.from(require("node:sea").getRawAsset("cache"), at, length);
}`;
  return text.replace(fromFile, () => fromAsset);
}

function makeExecutable(platform: Platform, folder: string): void {
  const file = join(
    root,
    "dist",
    "executables",
    `expand-pgbackrest-${platform}${platform === "win-x64" ? ".exe" : ""}`,
  );
  const cache = join(folder, "cache");
  if (platform === here) writeCodeCache(nodeBinary(platform), program, cache);
  else writeTexts(process.execPath, program, cache);
  const config = {
    main: join(folder, "main.cjs"),
    executable: nodeBinary(platform),
    output: file,
    disableExperimentalSEAWarning: true,
    assets: { cache },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  // Only the release that will run the script can prepare it.
  execFileSync(nodeBinary(here ?? platform), ["--build-sea", join(folder, "config.json")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  chmodSync(file, 0o755);
  if (process.platform === "darwin" && platform.startsWith("darwin-"))
    execFileSync("codesign", ["--force", "--sign", "-", file], { stdio: "inherit" });
  console.log(file);
}

mkdirSync(join(root, "dist", "executables"), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-executables-"));
try {
  writeFileSync(join(folder, "main.cjs"), mainScript());
  writeFileSync(join(root, "dist", "executables", "NODE-LICENSE.txt"), nodeLicense());
  for (const platform of wanted) {
    if (!isPlatform(platform)) throw new Error(`${platform} is none of ${Object.keys(platforms).join(", ")}, this.`);
    makeExecutable(platform, folder);
  }
} finally {
  rmSync(folder, { recursive: true });
}
