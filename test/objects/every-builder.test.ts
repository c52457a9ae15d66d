import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { builders } from "../../src/objects/index.ts";

describe("every builder", () => {
  for (const {
    build: { name },
  } of builders)
    it(`${name}: a test of its whole objects, in a file of its name`, () => {
      const file = `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.test.ts`;
      expect(existsSync(join(import.meta.dirname, file)), `test/objects/${file}`).to.equal(true);
    });
});
