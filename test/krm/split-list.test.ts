import { expect } from "chai";
import fc from "fast-check";
import { splitList } from "../../src/krm/split-list.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";
import { foreign, head } from "./foreign-items.ts";

const kinds = [
  "postgresql",
  "Secret",
  "StatefulSet",
  "Service",
  "Kustomization",
  "FooList",
  "List",
  "other",
  "unclear",
];
const items = fc.array(
  fc.oneof(
    fc.constantFrom(...foreign),
    fc.constantFrom(...kinds).map((kind) => `- apiVersion: v1\n  kind: ${kind}\n  metadata:\n    name: x\n`),
  ),
  { minLength: 1, maxLength: 8 },
);

describe("the fast splitter", () => {
  it("agrees with the library on items, their kinds and entries", () => {
    fc.assert(
      fc.property(items, (list) => {
        const bytes = Buffer.from(`${head}${list.join("")}functionConfig:\n  kind: X\n`);
        const [fast, slow] = [splitList(bytes), splitWithLibrary(bytes)];
        if (fast === undefined || "unreadable" in slow) throw new Error("both must read it");
        const spans = (split: typeof fast) =>
          Array.from({ length: split.itemCount }, (_, index) => [split.item(index).start, split.item(index).end]);
        expect(spans(fast)).to.deep.equal(spans(slow));
        expect([...fast.entries]).to.deep.equal([...slow.entries]);
        expect(fast.itemsEnd).to.equal(slow.itemsEnd);
        for (let index = 0; index < fast.itemCount; index += 1) {
          const { kind } = fast.item(index);
          // It may not see a kind that the library sees, but it never sees another one.
          if (kind !== undefined) expect(kind).to.equal(slow.item(index).kind);
          expect(fast.ofKind((seen) => seen === kind)).to.include(index);
        }
        for (const kind of kinds)
          expect(fast.ofKind((seen) => seen === kind)).to.deep.equal(slow.ofKind((seen) => seen === kind));
      }),
      { numRuns: 200 },
    );
  });

  it("leaves a list to the library where another line may belong to its kind or version", () => {
    const item = "- kind: X\n";
    const version = "apiVersion: config.kubernetes.io/v1\n";
    for (const [text, isRead] of [
      [`${version}items:\n${item}kind: ResourceList\n`, true],
      [`${version}items:\n${item}kind: ResourceList\n\n# the end\n`, true],
      [`${version}items:\n${item}kind: ResourceList\n  text\n`, false],
      [`apiVersion: config.kubernetes.io/v1\n\n  b\nkind: ResourceList\nitems:\n${item}`, false],
    ] as const)
      expect(splitList(Buffer.from(text)) !== undefined, text).to.equal(isRead);
  });

  it("sees as many kinds as there are", () => {
    const names = Array.from({ length: 70_000 }, (_, index) => `Kind${index}`);
    const list = splitList(Buffer.from(head + names.map((kind) => `- kind: ${kind}\n`).join("")));
    expect(names.map((_, index) => list?.item(index).kind)).to.deep.equal(names);
    expect(list?.ofKind((kind) => kind === "Kind69999" || kind === "Kind3")).to.deep.equal([3, 69_999]);
  });
});
