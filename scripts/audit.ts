import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle, bundleWhole } from "./bundle.ts";
import { bundledPackages } from "./licenses.ts";

/*
 * Asks the npm registry for known vulnerabilities of the libraries whose code stands in the program, and of no others: what only builds or
 * tests it never reaches a user. Exit codes: 0 none is known, 1 some are known, 2 the registry did not answer.
 */
const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");
const bundles = await Promise.all([bundle(source, "cli/main.ts"), bundleWhole(source, "kpt.ts")]);
const packages = bundledPackages(bundles.flatMap(({ modules }) => [...modules]));
const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;

/** `npm audit` in a project that depends on the bundled packages alone, as they are locked here. */
function npmAudit(): { readonly error: Error | undefined; readonly stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-audit-"));
  try {
    const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
    const project = { name: "bundled", version: "0.0.0", dependencies };
    // Without their own dependencies: what of these is bundled is in the list itself.
    const entries = packages.map(({ name, folder: path }) => {
      const { version, resolved, integrity } = locked[path];
      return [`node_modules/${name}`, { version, resolved, integrity }];
    });
    const lock = { ...project, lockfileVersion: 3, packages: { "": project, ...Object.fromEntries(entries) } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(project));
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
    const { error, stdout } = spawnSync("npm", ["audit", "--json"], { cwd: folder, encoding: "utf8", timeout: 60_000 });
    return { error, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { error, stdout } = npmAudit();
const report = stdout === "" ? { message: error?.message ?? "npm printed nothing" } : JSON.parse(stdout);
const names = packages.map(({ name, version }) => `${name} ${version}`).join(", ");
if (report.auditReportVersion === undefined) {
  console.log(`${names}: not audited, because the registry did not answer: ${report.message}`);
  process.exitCode = 2;
} else if (Object.keys(report.vulnerabilities).length === 0) {
  console.log(`${names}: no known vulnerabilities.`);
} else {
  console.log(JSON.stringify(report.vulnerabilities, undefined, 2));
  process.exitCode = 1;
}
