import { expect } from "chai";
import fc from "fast-check";
import { type LineContent, type LineTest, passedBy } from "../../src/checks/line-subjects.ts";
import { meaningOf } from "../../src/pgbackrest/option-names.ts";

const tests: readonly LineTest[] = [
  ({ from }) => from === "secret",
  ({ key, value }) => value.startsWith(key.slice(0, 1)),
  ({ meaning }) => meaning.is === "option",
  ({ value }) => value.length > 1,
];

const line = fc
  .record({
    from: fc.constantFrom<LineContent["from"]>("operator", "global", "repository", "secret"),
    key: fc.constantFrom("repo1-path", "process-max", "path", "x", ""),
    // More values than are remembered of a key, and some of them again and again.
    value: fc.oneof(fc.constantFrom("", "r", "p", "pr"), fc.string({ maxLength: 3 })),
  })
  .map((given): LineContent => ({ ...given, meaning: meaningOf(given.key) }));

describe("the tests that a line passes", () => {
  it("are the same for every line that says the same, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const passed = passedBy(tests);
        for (const each of lines) expect(passed(each)).to.deep.equal(tests.filter((test) => test(each)));
      }),
    );
  });
});
