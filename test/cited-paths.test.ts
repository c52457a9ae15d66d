import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parseSync } from "oxc-parser";
import { root, run } from "./tools.ts";

/** Every file that is committed or could be, and every folder above one. */
const files = run("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .stdout.trim()
  .split("\n")
  .filter((file) => existsSync(join(root, file)));
const folders = files.flatMap((file) => file.split("/").map((_, depth, names) => names.slice(0, depth).join("/")));
const known = [...new Set([...files, ...folders])];

const roots = "src|test|scripts|docs|bench|tutorials|fn-config|\\.ci|\\.github";
const paths = [
  new RegExp(`^(?:${roots})(?:/[\\w.-]+)*/?$`), // from the project's folder
  /^(?:\.\.?\/)*(?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ts|mjs|cjs|md)$/, // the end of a path, as long as the writer found clear
];

/** The paths of this project that a text cites. A path of another project is written with its revision, `project@revision:path`. */
const citedIn = (text: string): readonly string[] =>
  [...text.matchAll(/[^\s`'"()[\]|,;]+/g)]
    .map(([word]) => word.replace(/[.:!?]+$/, ""))
    .filter((word) => paths.some((path) => path.test(word)) && !/^(?:\.\/)?dist\//.test(word));

const isThere = (path: string) => {
  const end = path.replace(/^(?:\.\.?\/)+|\/$/g, "");
  return known.some((file) => file === end || file.endsWith(`/${end}`));
};

const missingIn = (text: string) => citedIn(text).filter((path) => !isThere(path));

/** Documents about this project. Those in docs/reference are about others, whose paths they cite. */
const documents = files.filter((file) => /^(?:docs\/(?:decisions\/)?)?[\w-]+\.md$/.test(file));

const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("every path of the project that is cited exists", () => {
  for (const document of documents) {
    it(document, () => {
      expect(missingIn(read(document))).to.deep.equal([]);
      const links = [...read(document).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => path);
      expect(links.filter((path) => !existsSync(join(root, dirname(document), path)))).to.deep.equal([]);
    });
  }

  it("in comments of src, scripts, bench and test", () => {
    const missing = files
      .filter((file) => /^(?:src|scripts|bench|test)\/.*\.(?:ts|mjs|cjs)$/.test(file))
      .flatMap((file) =>
        parseSync(file, read(file)).comments.flatMap(({ value }) =>
          missingIn(value).map((path) => `${file} cites ${path}`),
        ),
      );
    expect(missing).to.deep.equal([]);
  });

  it("and a path that does not is found, however it is written", () => {
    const text =
      "`src/nowhere.ts`, (nowhere.md) and ../nowhere/launcher.cjs: src/checks/nowhere. Not src/checks/rules, rooms.ts, a/b.go, go@1.26:src/parse.ts or <id>.ts.";
    expect(missingIn(text)).to.deep.equal([
      "src/nowhere.ts",
      "nowhere.md",
      "../nowhere/launcher.cjs",
      "src/checks/nowhere",
    ]);
  });
});

describe("every command of npm that a document names exists", () => {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(read("package.json"));
  for (const document of documents) {
    it(document, () => {
      const named = [...read(document).matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(
        ([, name = ""]) => name,
      );
      expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
    });
  }
});
