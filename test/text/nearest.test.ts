import { expect } from "chai";
import fc from "fast-check";
import { isSpelledLike, nearest, nearestAmong, nearestOf } from "../../src/text/nearest.ts";

describe("the nearest name", () => {
  for (const [text, candidates, meant] of [
    ["repo1-retension-full", ["repo1-retention-full", "repo1-retention-diff"], "repo1-retention-full"],
    ["Repos", ["repo", "repos"], "repos"],
    ["storage_class", ["storageClass"], "storageClass"],
    ["repo1-s3-secret-key", ["repo1-s3-service", "repo1-s3-key-secret"], "repo1-s3-key-secret"],
    ["nameSecret", ["secretName"], "secretName"],
    ["sceret", ["secret"], "secret"],
    ["id", ["ip", "key"], "ip"],
    ["numberInstances", ["numberOfInstances"], "numberOfInstances"],
    // Far from all of them.
    ["repo1-encryption", ["recovery-option", "repo1-retention-diff"], undefined],
    ["repo1-s3-secret-key", ["repo1-s3-service"], undefined],
    ["differential", ["diff", "full", "incr"], undefined],
    ["foo", ["tde", "env", "tls"], undefined],
    ["x", ["ab", "abc"], undefined],
    ["schedxxx", ["schedule"], undefined],
    ["volxxxxxxxxxxxx", ["volclaimtemplate"], undefined],
    ["secret", ["secret"], undefined],
  ] as const) {
    it(`to ${text} among ${candidates} is ${meant}`, () => expect(nearest(text, candidates)).to.equal(meant));
  }

  it("may be several, in their order", () => {
    expect(nearestOf("xull", ["full", "null", "pull", "fall"])).to.deep.equal(["full", "null", "pull"]);
  });

  it("among many that are compared with many is the same, where one edit leads to it", () => {
    // Up to seven letters, one edit is all that is allowed among few, too.
    const name = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "-"), minLength: 1, maxLength: 7 });
    const fillers = Array.from({ length: 101 }, (_, index) => `zzzzzzzz${index}`);
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 12 }), (text, candidates) => {
        expect(nearestAmong([...candidates, ...fillers])(text)).to.equal(nearest(text, candidates));
      }),
      { numRuns: 300 },
    );
  });

  it("among many is not one that two edits lead to", () => {
    const fillers = Array.from({ length: 101 }, (_, index) => `zzzzzzzz${index}`);
    const near = nearestAmong(["archive-timeout", ...fillers]);
    expect([near("archive-timeot"), near("archive-timot"), near("timeout-archive")]).to.deep.equal([
      "archive-timeout",
      undefined,
      "archive-timeout",
    ]);
  });

  it("is spelled like another one where only case and punctuation differ", () => {
    expect(isSpelledLike("storage_Class", "storageClass")).to.equal(true);
    expect(isSpelledLike("storageClas", "storageClass")).to.equal(false);
  });
});
