import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  documentPaths,
  publishedTags,
  referencedVersions,
  type Versioned,
  versionProblems,
} from "../../scripts/release/version-problems.ts";
import { root, run } from "../tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const { version } = JSON.parse(read("package.json"));

const ready: Versioned = {
  tag: "v1.2.3",
  version: "1.2.3",
  program: "1.2.3",
  changelog: "# Changelog\n\n## 1.2.3 (2026-11-28)\n\n- News.\n\n## 1.2.2\n\n- Older.\n",
  documents: { "docs/ci.md": "uses: cybertec-postgresql/expand-pgbackrest@v1.2.3\n" },
};

describe("what a tag must agree with", () => {
  const cases: readonly (readonly [string, Partial<Versioned>, readonly string[]])[] = [
    ["nothing is wrong", {}, []],
    ["the date is left out", { changelog: "## 1.2.3\n\n- News.\n" }, []],
    [
      "the tag is that of another version",
      { tag: "v1.2.4" },
      ["The tag is v1.2.4, and package.json says 1.2.3. Tag the commit whose package.json has the version."],
    ],
    [
      "the tag has no v",
      { tag: "1.2.3" },
      ["The tag is 1.2.3, and package.json says 1.2.3. Tag the commit whose package.json has the version."],
    ],
    ["the program says another version", { program: "1.2.2" }, ["src/version.ts says 1.2.2, and package.json 1.2.3."]],
    [
      "the changelog has no section",
      { changelog: "## Unreleased\n\n- News.\n" },
      ["CHANGELOG.md has no section `## 1.2.3` that says something. Rename `## Unreleased`."],
    ],
    [
      "its section is empty",
      { changelog: "## 1.2.3\n\n## 1.2.2\n\n- Older.\n" },
      ["CHANGELOG.md has no section `## 1.2.3` that says something. Rename `## Unreleased`."],
    ],
    [
      "a version that begins alike is not it",
      { changelog: "## 1.2.30\n\n- News.\n" },
      ["CHANGELOG.md has no section `## 1.2.3` that says something. Rename `## Unreleased`."],
    ],
    [
      "a newer version is above it",
      { changelog: "## 1.3.0\n\n- Newer.\n\n## 1.2.3\n\n- News.\n" },
      ["CHANGELOG.md has a newer version than 1.2.3 above it: 1.3.0."],
    ],
    [
      "users would copy another version",
      { documents: { a: "rev: v1.2.2", b: "image: x/expand-pgbackrest:1.2.3", c: "no version" } },
      ["a names 1.2.2, not 1.2.3.", "c names no version."],
    ],
    ["the README names none, which it need not", { documents: { "README.md": "" } }, []],
    [
      "each way to name one is found",
      {
        documents: {
          a: 'uses: o/expand-pgbackrest@v1.0.0\nnpx expand-pgbackrest@1.0.1\ni/expand-pgbackrest:1.0.2\no/expand-pgbackrest/v1.0.3/a\nrev: v1.0.4\ndefault: "1.0.5"\n',
        },
      },
      [0, 1, 2, 3, 4, 5].map((patch) => `a names 1.0.${patch}, not 1.2.3.`),
    ],
  ];
  for (const [title, changed, problems] of cases)
    it(title, () => expect(versionProblems({ ...ready, ...changed })).to.deep.equal(problems));

  it("is published as the newest, but for a pre-release", () => {
    expect(publishedTags("1.2.3")).to.deep.equal({ image: ["1.2.3", "latest"], npm: "latest" });
    expect(publishedTags("1.2.3-rc.1")).to.deep.equal({ image: ["1.2.3-rc.1"], npm: "next" });
  });

  it("is refused by the script with sentences, and a non-zero exit code", () => {
    const { status, stdout, stderr } = run(
      join(root, "node_modules/.bin/tsx"),
      [join(root, "scripts/release/version.ts"), "v9.9.9"],
      { cwd: "/" },
    );
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.include(`The tag is v9.9.9, and package.json says ${version}.`);
  });
});

describe("the version that users copy", () => {
  for (const path of documentPaths)
    it(`is that of package.json in ${path}`, () => {
      expect(existsSync(join(root, path))).to.equal(true);
      const found = referencedVersions(read(path));
      if (path !== "README.md") expect(found).not.to.deep.equal([]);
      expect(found.filter((other) => other !== version)).to.deep.equal([]);
    });
});
