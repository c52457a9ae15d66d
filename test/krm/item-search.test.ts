import { expect } from "chai";
import fc from "fast-check";
import { filter } from "../../src/function/filter.ts";
import { itemsWith } from "../../src/krm/item-search.ts";
import { splitList } from "../../src/krm/split-list.ts";
import { cluster } from "../function/cluster-item.ts";

const word = "pgbackrest";

describe("the items that hold a word", () => {
  it("are found wherever else the word stands: before the items, behind them, in a comment", () => {
    const item = fc.constantFrom("- a: x\n", `- a: ${word}\n`, `- a: ${word} ${word}\n`, `- b: |\n    ${word}\n`);
    const entry = fc.constantFrom("", `functionConfig:\n  a: ${word}\n`, `# ${word}\n`, "functionConfig:\n  a: x\n");
    fc.assert(
      fc.property(entry, fc.array(item, { minLength: 1, maxLength: 5 }), entry, (before, items, after) => {
        const text = `apiVersion: config.kubernetes.io/v1\n${before}items:\n${items.join("")}kind: ResourceList\n${before === "" ? after : ""}`;
        const list = splitList(Buffer.from(text));
        if (list === undefined) throw new Error(`The generator made a list of another shape:\n${text}`);
        const expected = items.flatMap((each, index) => (each.includes(word) ? [index] : []));
        expect(itemsWith(list, word)).to.deep.equal(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a key with a blank before its colon", () => {
  const list = (item: string) => `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${item}`;
  const run = async (text: string) =>
    Buffer.concat((await filter(Buffer.from(text))).parts.map((part) => Buffer.from(part))).toString("utf8");

  it("is the same key: the cluster is expanded, once", async () => {
    const odd = cluster("demo").replace("kind: postgresql", "kind : postgresql");
    const expanded = await run(list(odd));
    expect(expanded).to.equal((await run(list(cluster("demo")))).replace("kind: postgresql", "kind : postgresql"));
    expect(await run(expanded)).to.equal(expanded);
  });
});
