import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { withoutShortcuts } from "../scripts/architecture-picture.ts";
import { importsOf } from "../scripts/imports.ts";
import { entries, importedBy, imports, knowledge, roomOf, rooms, type Wall, walls } from "../scripts/rooms.ts";
import { root, run } from "./tools.ts";

/** What a pattern of a wall lets through: the name of a room, or of a file directly in src/. */
const letThrough = (pattern: string) => /^!\.\.\/\*\*\/([a-z-]+(?:\.ts)?)(?:\/\*\*)?$/.exec(pattern)?.[1];

/** Lets files in a folder of a room import those beside the folder. */
const oneFolderUp = "!../*.ts";

const wallOf = (room: string): Wall | undefined => walls.find(({ includes }) => includes.includes(`src/${room}/**`));

describe("the rooms of src/", function () {
  this.timeout(60_000);

  it("have one wall each, which says what the room may know", () => {
    expect(walls.map(({ includes }) => includes)).to.have.deep.members(rooms.map((room) => [`src/${room}/**`]));
    for (const { message } of walls) expect(message).to.match(/^src\/[a-z]+ [a-z].*\.$/);
    for (const room of rooms) expect(knowledge(room)).to.match(/^[a-z].*\.$/);
  });

  for (const room of rooms) {
    it(`have walls that let through what is imported, and nothing more: ${room}`, () => {
      const [first, ...patterns] = wallOf(room)?.group ?? [];
      expect(first).to.equal("../**");
      const upward = imports.some(
        ({ from, to }) => roomOf(from) === room && roomOf(to) === room && dirname(dirname(from)) === dirname(to),
      );
      expect(patterns.includes(oneFolderUp), `${oneFolderUp} is used`).to.equal(upward);
      const allowed = patterns.filter((pattern) => pattern !== oneFolderUp).map(letThrough);
      expect(allowed).to.deep.equal([...importedBy(room)]);
    });
  }

  it("are imported by the two entry points and by rooms, from nowhere outside of src/", () => {
    expect(entries).to.deep.equal(["kpt.ts"]);
    expect(imports.filter(({ to }) => !to.startsWith("src/"))).to.deep.equal([]);
  });

  it("ask neither for the time nor for chance", () => {
    const asking = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) =>
        /\bnew Date\(\)|\bDate\.now\b|\bperformance\b|\bMath\.random\b/.test(
          readFileSync(join(root, "src", file), "utf8"),
        ),
      );
    expect(asking).to.deep.equal([]);
  });

  it("are really closed: the linter stops each import that a wall does not let through, and no other", () => {
    const project = mkdtempSync(join(tmpdir(), "walls-"));
    const names = [...rooms, ...readdirSync(join(root, "src")).filter((name) => name.endsWith(".ts"))];
    const pathTo = (name: string) => (name.endsWith(".ts") ? name : `${name}/planted.ts`);
    const expected: string[] = [];
    for (const room of rooms) {
      for (const [folder, up] of [
        [room, ".."],
        [`${room}/rules`, "../.."],
      ] as const) {
        const others = names.filter((name) => name !== room);
        const lines = others.map((name) => `import "${up}/${pathTo(name)}";`);
        mkdirSync(join(project, "src", folder), { recursive: true });
        writeFileSync(join(project, "src", folder, "planted.ts"), [...lines, 'import "node:fs";', ""].join("\n"));
        // What lets a folder import the files beside it lets the room import the two files directly in src/: the test above stops that.
        const besideRoom = (name: string) =>
          up === ".." && name.endsWith(".ts") && wallOf(room)?.group.includes(oneFolderUp) === true;
        const stopped = others.flatMap((name, index) =>
          importedBy(room).includes(name) || besideRoom(name) ? [] : [index + 1],
        );
        const reaching = room === "cli" ? [] : [others.length + 1];
        expected.push(...[...stopped, ...reaching].map((line) => `src/${folder}/planted.ts:${line}`));
      }
    }
    cpSync(join(root, "biome.json"), join(project, "biome.json"));
    const { stdout } = run(
      join(root, "node_modules/.bin/biome"),
      [
        "lint",
        "--vcs-enabled=false",
        "--max-diagnostics=none",
        "--reporter=github",
        "--only=style/noRestrictedImports",
        "--only=correctness/noNodejsModules",
      ],
      { cwd: project },
    );
    rmSync(project, { recursive: true });
    const found = [...stdout.matchAll(/^::error .*file=.*?(src\/[^,]+),line=(\d+)/gm)].map(
      ([, file, line]) => `${file}:${line}`,
    );
    expect(found.filter((place) => !expected.includes(place))).to.deep.equal([]);
    expect(found).to.have.members(expected);
  });
});

describe("what reads the imports", () => {
  it("sees every way to name a module, types included", () => {
    const text = `
      import { a } from "./a.ts";
      import type { B } from "./b.ts";
      import "./c.ts";
      export { d } from "./d.ts";
      export type { E } from "./e.ts";
      export * from "./f.ts";
      type G = import("./g.ts").G;
      type H = typeof import("./h.ts");
      export const i = async () => import("./i.ts");
      export const j = 'import "./k.ts"'; // import "./l.ts"
    `;
    expect(importsOf("x.ts", text)).to.have.members([..."abcdefghi"].map((name) => `./${name}.ts`));
  });

  it("refuses what it cannot read", () => {
    expect(() => importsOf("x.ts", "const x = (name: string) => import(name);")).to.throw("x.ts: import()");
    expect(() => importsOf("x.ts", "import {")).to.throw("x.ts: ");
  });
});

describe("the picture", () => {
  it("leaves out an arrow that a longer way stands for", () => {
    const graph = new Map([
      ["a", ["b", "c", "d"]],
      ["b", ["c"]],
      ["c", ["d"]],
      ["d", []],
    ]);
    expect([...withoutShortcuts(graph)]).to.deep.equal([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["d"]],
      ["d", []],
    ]);
  });
});
