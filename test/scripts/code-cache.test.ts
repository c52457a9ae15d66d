import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeCodeCache } from "../../scripts/code-cache.ts";
import { launched } from "../../scripts/executable.ts";
import { program, root, run, start } from "../tools.ts";

const built = readFileSync(program.replace(/\.cjs$/, ".cache"));
/** Three lengths, and 32 letters that name the build. */
const headLength = 44;
/** Where the program's compiled code begins. */
const codeStart = headLength + built.readUInt32LE(0);
/** The same file with zeros in one place. */
const withZeros = (start: number, end: number) => Buffer.from(built).fill(0, start, end);
const list = join(root, "scripts/data/example-list.yaml");

describe("the compiled code", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Names of the program ("") and the parts that a command loads, and whether V8 took their compiled code; undefined where there was none. */
  function taken(args: readonly string[]): ReadonlyMap<string, boolean | undefined> {
    const script = `
      const { main, scripts } = require(${JSON.stringify(program)});
      main(${JSON.stringify(args)}).then(() => {
        const taken = [...scripts].map(([name, { cachedDataRejected }]) => [name, cachedDataRejected === false]);
        require("node:fs").writeFileSync(${JSON.stringify(join(folder, "taken.json"))}, JSON.stringify(taken));
      });
    `;
    expect(run("node", ["-e", script], { cwd: folder }).status).to.equal(0);
    return new Map<string, boolean>(JSON.parse(readFileSync(join(folder, "taken.json"), "utf8")));
  }

  for (const [args, mostOthers] of [
    [["-i", list], 0],
    // What they load when V8's flags are those of long runs.
    [["check", list], 3],
    [["render", list], 2],
    [["plan", list], 0],
    [["restore-patch", "demo", "--latest", "-f", list], 0],
  ] as const)
    it(`is there for what this loads: ${args[0]}`, () => {
      const found = taken(args);
      expect(found.get("program")).to.equal(true);
      const others = [...found].filter(([, isTaken]) => isTaken !== true).map(([name]) => name);
      expect(others, others.join()).to.have.length.at.most(mostOthers);
    });

  for (const [what, bytes] of [
    ["is empty", Buffer.alloc(0)],
    ["ends in its head", built.subarray(0, 5)],
    ["ends in the text of the program", built.subarray(0, 1000)],
    ["ends in the code of the program", built.subarray(0, codeStart + 1000)],
    ["ends before its index", built.subarray(0, codeStart + built.readUInt32LE(4))],
    ["ends in the code of a part", built.subarray(0, -100_000)],
    ["says nothing but zeros", Buffer.alloc(built.length)],
    ["says anything", Buffer.alloc(built.length, 0xff)],
    ["is of another release of Node", withZeros(codeStart, codeStart + 64)],
  ] as const)
    it(`is not needed: a file that ${what}`, () => {
      mkdirSync(join(folder, what));
      const [copy, short] = [join(folder, what, "expand-pgbackrest.cjs"), join(folder, what, "start.cjs")];
      copyFileSync(program, copy);
      copyFileSync(start, short);
      writeFileSync(copy.replace(/\.cjs$/, ".cache"), bytes);
      for (const args of [
        ["check", list],
        ["-i", list],
      ])
        for (const script of [copy, short])
          expect(run("node", [script, ...args]), script).to.deep.equal(run("node", [program, ...args]));
    });

  it("is not taken for another program of the same length, beside which somebody left it", () => {
    const launcher = readFileSync(join(root, "scripts/launcher.cjs"), "utf8");
    const build = (says: string) => {
      const text = `exports.main = async () => console.log("${says}");`;
      const { complete, short } = launched(launcher, text, new Map());
      const [file, start] = [join(folder, `${says}.cjs`), join(folder, `start-${says}.cjs`)];
      writeFileSync(file, complete);
      writeFileSync(start, short);
      return { file, start };
    };
    const [old, other] = [build("old"), build("new")];
    writeCodeCache(process.execPath, old.file, join(folder, "expand-pgbackrest.cache"));
    for (const file of [old.file, old.start]) expect(run("node", [file]).stdout).to.equal("old\n");
    expect(run("node", [other.file]).stdout).to.equal("new\n");
    const { status, stdout, stderr } = run("node", [other.start]);
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: `${other.start} needs expand-pgbackrest.cache or expand-pgbackrest.cjs of the same build beside it, and finds neither. Install the package again.\n`,
    });
  });

  it("is all that the short file needs, also where V8 rejects the code", () => {
    mkdirSync(join(folder, "short"));
    const copy = join(folder, "short", "any-name.cjs");
    copyFileSync(start, copy);
    for (const bytes of [built, withZeros(codeStart, codeStart + 64)]) {
      writeFileSync(join(folder, "short", "expand-pgbackrest.cache"), bytes);
      for (const args of [
        ["check", list],
        ["-i", list],
      ])
        expect(run("node", [copy, ...args])).to.deep.equal(run("node", [program, ...args]));
    }
  });
});
