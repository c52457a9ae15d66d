import { expect } from "chai";
import { cronJobName } from "../../src/cpo/names.ts";

/* Contract 2.6. */

describe("cronJobName", () => {
  const name = (length: number) => "abcdefghijkl".repeat(5).slice(0, length);
  for (const { when, is, expected } of [
    { when: "a short name", is: cronJobName("demo", "repo1", "full"), expected: "pgbackrest-demo-repo1-full" },
    {
      when: "the longest that is not cut",
      is: cronJobName(name(30), "repo4", "diff"),
      expected: `pgbackrest-${name(30)}-repo4-diff`,
    },
    {
      when: "one more: the type is cut",
      is: cronJobName(name(31), "repo4", "diff"),
      expected: `pgbackrest-${name(31)}-repo4-dif`,
    },
    {
      when: "a cut behind a hyphen: it goes too",
      is: cronJobName(name(34), "repo4", "diff"),
      expected: `pgbackrest-${name(34)}-repo4`,
    },
    {
      when: "a cut within the cluster's own hyphens: all of them go",
      is: cronJobName(`${name(38)}---a`, "repo4", "diff"),
      expected: `pgbackrest-${name(38)}`,
    },
  ])
    it(when, () => expect(is).to.equal(expected));
});
