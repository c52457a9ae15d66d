import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { version as program } from "../../src/version.ts";
import { documentPaths, publishedTags, versionProblems } from "./version-problems.ts";

/*
 * `tsx scripts/release/version.ts v1.2.3`: refuses a tag that is not the version of package.json, of the program, of the changelog and of what
 * users copy. Else it prints what the release workflow's other jobs must know.
 */
const root = resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const { version } = JSON.parse(read("package.json"));
const [tag = ""] = process.argv.slice(2);
const documents = Object.fromEntries(documentPaths.map((path) => [path, read(path)]));
const problems = versionProblems({ tag, version, program, changelog: read("CHANGELOG.md"), documents });
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
} else {
  const { image, npm } = publishedTags(version);
  process.stdout.write(`version=${version}\ntags=${image.join(" ")}\nnpm-tag=${npm}\n`);
}
