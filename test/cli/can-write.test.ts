import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkWritable } from "../../src/cli/can-write.ts";

describe("a file to be written at every look", () => {
  const folder = mkdtempSync(join(tmpdir(), "can-write-"));

  it("is refused by the name that was given, before the first look", () => {
    expect(() => checkWritable("/nonexist/x")).to.throw("/nonexist/x cannot be written: its folder is not there.");
    expect(() => checkWritable(folder)).to.throw(`${folder} cannot be written: it is a folder.`);
  });

  it("is taken where it can be written, whether it is there or not", () => {
    for (const file of [join(folder, "new"), "/dev/stdout"]) expect(() => checkWritable(file)).not.to.throw();
  });
});
