import { expect } from "chai";
import fc from "fast-check";
import { type AboutLines, aboutLine, isAbout, type LineContent } from "../../src/checks/line-subjects.ts";
import { meaningOf } from "../../src/pgbackrest/option-names.ts";

const subjects: readonly AboutLines[] = [
  { appliesToLine: { ofKey: ({ from }) => from === "secret" } },
  { appliesToLine: { ofKey: () => true, ofValue: (value, { key }) => value.startsWith(key.slice(0, 1)) } },
  { appliesToLine: { ofKey: ({ meaning }) => meaning.is === "option", ofValue: (value) => value.length > 1 } },
  { appliesToOptions: ["process-max", "repo-path"] },
  { appliesToOptions: ["spool-path"], appliesToLine: { ofKey: ({ key }) => key === "path" } },
];

const line = fc
  .record({
    from: fc.constantFrom<LineContent["from"]>("operator", "global", "repository", "secret"),
    key: fc.constantFrom("repo1-path", "process-max", "path", "x", ""),
    // More values than are remembered of a key, and some of them again and again.
    value: fc.oneof(fc.constantFrom("", "r", "p", "pr"), fc.string({ maxLength: 3 })),
  })
  .map((given): LineContent => ({ ...given, meaning: meaningOf(given.key) }));

/** True for a line of which a subject says that it is about it. */
const isMeant = (given: LineContent, { appliesToOptions = [], appliesToLine }: AboutLines) =>
  (given.meaning.is === "option" && appliesToOptions.includes(given.meaning.name)) ||
  (appliesToLine !== undefined && isAbout(given, appliesToLine));

describe("what is about a line", () => {
  it("is the same for every line that says the same, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const about = aboutLine(subjects);
        for (const each of lines)
          expect(about(each)).to.have.members(subjects.filter((subject) => isMeant(each, subject)));
      }),
    );
  });
});
