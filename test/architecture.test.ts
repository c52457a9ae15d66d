import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { withoutShortcuts } from "../scripts/architecture-picture.ts";
import { importsOf } from "../scripts/imports.ts";
import { entries, imports, knowledge, roomOf, rooms, type Wall, walls } from "../scripts/rooms.ts";
import { root, run } from "./tools.ts";

/** What a pattern of a wall lets through, in src/: a room, a file of a room, or a file directly in src/. */
const letThrough = (pattern: string) =>
  /^!\.\.\/\*\*\/((?:[a-z-]+\/)?[a-z-]+\.ts|[a-z-]+(?=\/\*\*$))/.exec(pattern)?.[1] ?? pattern;

const isIn = (path: string, target: string) => path === `src/${target}` || path.startsWith(`src/${target}/`);

/** Lets files in a folder of a room import those beside the folder. */
const oneFolderUp = "!../*.ts";

const wallOf = (room: string): Wall | undefined => walls.find(({ includes }) => includes.includes(`src/${room}/**`));

/** All that a wall lets through. */
const doorsOf = (room: string): readonly string[] =>
  (wallOf(room)?.group ?? []).filter((pattern) => pattern.startsWith("!") && pattern !== oneFolderUp).map(letThrough);

describe("the rooms of src/", function () {
  this.timeout(240_000);

  it("have one wall each, which says what the room may know", () => {
    expect(walls.map(({ includes }) => includes)).to.have.deep.members(rooms.map((room) => [`src/${room}/**`]));
    for (const { message } of walls) expect(message).to.match(/^src\/[a-z-]+ [a-z].*\.$/);
    for (const room of rooms) expect(knowledge(room)).to.match(/^[a-z].*\.$/);
  });

  for (const room of rooms) {
    it(`have walls that let through what is imported, and nothing more: ${room}`, () => {
      const group = wallOf(room)?.group ?? [];
      expect(group[0]).to.equal("../**");
      const inside = imports.filter(({ from, to }) => roomOf(from) === room && roomOf(to) === room);
      const upward = inside.some(({ from, to }) => dirname(dirname(from)) === dirname(to));
      expect(group.includes(oneFolderUp), `${oneFolderUp} is used`).to.equal(upward);
      const outside = imports.filter(({ from, to }) => roomOf(from) === room && roomOf(to) !== room);
      const doors = doorsOf(room);
      expect(outside.filter(({ to }) => !doors.some((door) => isIn(to, door)))).to.deep.equal([]);
      expect(doors.filter((door) => !outside.some(({ to }) => isIn(to, door)))).to.deep.equal([]);
      const within = (door: string) => doors.some((wider) => wider !== door && isIn(`src/${door}`, wider));
      expect(doors.filter(within), "doors within wider ones").to.deep.equal([]);
    });
  }

  it("are imported by the two entry points and by rooms, from nowhere outside of src/", () => {
    expect(entries).to.deep.equal(["kpt.ts"]);
    expect(imports.filter(({ to }) => !to.startsWith("src/"))).to.deep.equal([]);
  });

  it("ask neither for the time nor for chance, but where something is waited for", () => {
    const asking = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) =>
        /\bnew Date\(\)|\bDate\.now\b|\bperformance\.(?:now|timeOrigin|mark|measure)\b|\bMath\.random\b/.test(
          readFileSync(join(root, "src", file), "utf8"),
        ),
      );
    expect(asking).to.have.members(["cli/api/asking.ts", "cli/clock.ts", "cli/folder-lock.ts"]);
  });

  it("are really closed: the linter stops each import that a wall does not let through, and no other", () => {
    const project = mkdtempSync(join(tmpdir(), "walls-"));
    const top = readdirSync(join(root, "src")).filter((name) => name.endsWith(".ts"));
    const doors = rooms.flatMap(doorsOf).filter((door) => /\/.*\.ts$/.test(door));
    const targets = [...new Set([...rooms.map((room) => `${room}/planted.ts`), ...top, ...doors])];
    const expected: string[] = [];
    for (const room of rooms) {
      const others = targets.filter((target) => !target.startsWith(`${room}/`));
      for (const [folder, up] of [
        [room, ".."],
        [`${room}/rules`, "../.."],
      ] as const) {
        const lines = [...others.map((target) => `import "${up}/${target}";`), 'import "node:fs";', ""];
        mkdirSync(join(project, "src", folder), { recursive: true });
        writeFileSync(join(project, "src", folder, "planted.ts"), lines.join("\n"));
        // What lets a folder import the files beside it lets the room import the two files directly in src/: the test above stops that.
        const besideRoom = up === ".." && wallOf(room)?.group.includes(oneFolderUp) === true ? top : [];
        const open = [...doorsOf(room), ...besideRoom];
        const stopped = others.flatMap((target, index) =>
          open.some((door) => isIn(`src/${target}`, door)) ? [] : [index + 1],
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
