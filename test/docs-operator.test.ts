import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../src/checks/rules/index.ts";
import { type Workspace, workspace } from "./hosts/example.ts";
import { program, root, run } from "./tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const text = read("docs/operator.md");

/** Every number of `row 1`, `rows 2, 3` and `rows 4 to 6`. */
const citedRows = (page: string): readonly number[] =>
  [...page.matchAll(/\brows? (\d+(?:(?:, | and | to )\d+)*)/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/\d+/g)].map(([number]) => Number(number)),
  );

/** The tables of a page, each with its lines. */
const tablesOf = (page: string): ReadonlyArray<readonly string[]> =>
  [...page.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trimEnd().split("\n"));

describe("docs/operator.md", function () {
  this.timeout(240_000);
  let work: Workspace;
  before(() => {
    work = workspace("tutorials");
    mkdirSync(work.path("bin"));
    symlinkSync(program, work.path("bin", "expand-pgbackrest"));
  });
  after(() => work.remove());

  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)];

  it("has commands, each with what it prints", () =>
    expect(blocks)
      .to.have.lengthOf([...text.matchAll(/^```sh$/gm)].length)
      .and.not.deep.equal([]));

  for (const [, script = "", prints = ""] of blocks)
    it(`has commands that print what it shows: ${script.trim().split("\n").join("; ")}`, () => {
      const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\n${script}`], {
        cwd: work.path(),
        env: { PATH: `${work.path("bin")}:${process.env.PATH}` },
      });
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
    });

  it("says of every row about the operator how we know", () => {
    const tables = tablesOf(text).filter(([head]) => head?.includes("known from"));
    expect(tables).to.have.lengthOf(4);
    for (const row of tables.flatMap(([, , ...rows]) => rows))
      expect(row.split("|").at(-2)?.trim(), row).to.match(/^(?:test; )?(?:rows? \d|contract 4\.\d)/);
  });

  it("says `test` of rows that a test of test/cluster names, and so does docs/reference/control-plane.md", () => {
    const files = readdirSync(join(root, "test/cluster"))
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => read(join("test/cluster", name)));
    const titles = files.flatMap((file) => [...file.matchAll(/\bit\(\s*(?:"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`),/g)]);
    const tested = new Set(titles.flatMap(([title]) => citedRows(title)));
    const marked = [...text.matchAll(/\btest\b(; rows? [\d, toand]*\d)?(?=[);]| \|)/g)].map(([mark]) => mark);
    expect(marked.length).to.be.greaterThan(8);
    for (const mark of marked) {
      expect(citedRows(mark), mark).not.to.deep.equal([]);
      expect(
        citedRows(mark).filter((row) => !tested.has(row)),
        mark,
      ).to.deep.equal([]);
    }
    const seen = [...read("docs/reference/control-plane.md").matchAll(/^\| (\d+) \|.*\| (?:both|server) \|$/gm)];
    const byServer = seen.map(([, row]) => Number(row));
    expect([...tested].sort((left, right) => left - right)).to.deep.equal(byServer);
  });

  it("cites rows that docs/reference/control-plane.md has, and so do decisions and rules", () => {
    const numbers = [...read("docs/reference/control-plane.md").matchAll(/^\| (\d+) \|/gm)].map(([, row]) =>
      Number(row),
    );
    expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
    const sources = rules.map(({ source }) => source).filter((source) => source.includes("control-plane.md"));
    expect(sources).not.to.deep.equal([]);
    for (const page of [text, read("docs/decisions/0012-who-makes-the-repo-host.md"), ...sources]) {
      expect(citedRows(page)).not.to.deep.equal([]);
      expect(citedRows(page).filter((row) => !numbers.includes(row))).to.deep.equal([]);
    }
  });
});
