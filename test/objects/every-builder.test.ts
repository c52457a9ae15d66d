import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { builders } from "../../src/objects/index.ts";

const folder = join(import.meta.dirname, "../../src/objects");

describe("every builder", () => {
  for (const {
    build: { name },
  } of builders)
    it(`${name}: a test of its whole objects, in a file of its name`, () => {
      const file = `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.test.ts`;
      expect(existsSync(join(import.meta.dirname, file)), `write test/objects/${file}`).to.equal(true);
    });

  it("is in the list: every exported function that takes a cluster and settings and gives objects of a kind", () => {
    const written = readdirSync(folder).flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const kinds = [...text.matchAll(/^type (\w+) = OfKind</gm)].map(([, kind = ""]) => kind);
      return [...text.matchAll(/^export function (\w+)\([^)]*\): readonly (\w+)\[\]/gm)].flatMap(
        ([, name = "", kind = ""]) => (kinds.includes(kind) ? [name] : []),
      );
    });
    const listed = builders.map(({ build }) => build.name);
    expect(written.length).to.be.greaterThan(0);
    expect(
      written.filter((name) => !listed.includes(name)),
      "add these to src/objects/index.ts",
    ).to.deep.equal([]);
    expect(
      listed.filter((name) => !written.includes(name)),
      "write these as `export function name(...): readonly Kind[]`",
    ).to.deep.equal([]);
  });
});
