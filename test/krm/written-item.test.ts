import { expect } from "chai";
import { fleetItems } from "../../bench/fleet.ts";
import { listOf } from "../../bench/lists.ts";
import { asKptGivesBack, itemsOf } from "../../bench/second-run.ts";
import { filter } from "../../src/function/filter.ts";
import { beginItem } from "../../src/krm/begun-item.ts";
import type { ManagedKeys } from "../../src/krm/ownership.ts";
import { splitList } from "../../src/krm/split-list.ts";
import { writtenItems } from "../../src/krm/written-item.ts";

const ownerLabel = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";
const nothing: ManagedKeys = { label: () => false, annotation: () => false };

/** The objects that the function makes for the clusters of some items. */
async function objectsFor(items: readonly string[]): Promise<readonly string[]> {
  const { parts } = await filter(Buffer.from(listOf(items)));
  const text = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
  return itemsOf(text).filter((item) => item.includes(`      ${ownerLabel}: `));
}

const withoutFile = (item: string) => item.replace(/^ {6}(?:internal\.)?config\.kubernetes\.io\/.*\n/gm, "");

function isWritten(item: string, object: string, managed = nothing): boolean {
  const list = splitList(Buffer.from(listOf([item])));
  const begun = list && beginItem(list, 0);
  return list !== undefined && begun !== undefined && writtenItems(list, managed)(begun, object);
}

describe("the text of an object in an item", () => {
  for (const seed of [1, 2, 3])
    it(`is found in every item of a fleet that kpt gives back, seed ${seed}`, async () => {
      const items = fleetItems(300, { seed });
      const nameIn = (item: string) => /^ {4}name: (\S+)$/m.exec(item)?.[1];
      const objects = new Map((await objectsFor(items.map(withoutFile))).map((object) => [nameIn(object), object]));
      const back = asKptGivesBack(await objectsFor(items));
      expect(back).to.have.length(objects.size);
      expect(back.filter((item) => !isWritten(item, objects.get(nameIn(item)) ?? ""))).to.deep.equal([]);
    });

  const object = `- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: demo
    namespace: pg
    labels:
      app: x
    annotations:
      note: |
        a
  data:
    b: |
      c
`;
  const host = "      config.kubernetes.io/path: 'a/b.yaml'\n";
  for (const [what, item, is] of [
    ["as it is", object, true],
    ["with an annotation of the host before its own", object.replace("      note:", `${host}$&`), true],
    ["with one behind its own", object.replace("  data:", `${host}$&`), true],
    ["with a label of others", object.replace("    annotations:", "      tier: 'gold'\n$&"), true],
    ["with a label that is a number", object.replace("    annotations:", "      tier: 1\n$&"), false],
    ["with a label that readers disagree on", object.replace("    annotations:", "      tier: on\n$&"), false],
    ["with a label twice", object.replace("    annotations:", "      app: x\n$&"), false],
    ["with an annotation twice", object.replace("  data:", `${host}${host}$&`), false],
    ["with an annotation of many lines", object.replace("  data:", "      more: |\n        a\n$&"), false],
    ["with an annotation in the middle of another", object.replace("        a\n", `${host}$&`), false],
    ["with another annotation", object.replace("        a\n", "        b\n"), false],
    ["without its annotation", object.replace(/ {4}annotations:\n.*\n.*\n/, ""), false],
    ["with a comment at its end", `${object}# c\n`, false],
    ["with a comment in it", object.replace("  data:", "  # c\n$&"), false],
    ["with another field", object.replace("  data:", "  immutable: true\n$&"), false],
    ["with its text on one line", object.replace("|\n      c\n", '"c\\n"\n'), true],
    ["with another text on one line", object.replace("|\n      c\n", '"c\\nd\\n"\n'), false],
    ["in another namespace", object.replace("namespace: pg", "namespace: pg2"), false],
  ] as const)
    it(`is ${is ? "" : "not "}found in an item ${what}`, () => expect(isWritten(item, object)).to.equal(is));

  it("is compared letter by letter, however many bytes a letter has", () => {
    const written = (text: string) => object.replace("      c\n", `      ${text}\n`);
    const texts = ["A", "\u0141", "\u00e9", "\u00c3\u00a9", "\ufffd", "\u{1f600}"];
    for (const item of texts)
      for (const other of texts)
        expect(isWritten(written(item), written(other)), `${item}, ${other}`).to.equal(item === other);
  });

  it("is not found in an item with a label that the settings govern, and that is no longer asked for", () => {
    const item = object.replace("    annotations:", "      tier: gold\n$&");
    expect(isWritten(item, object, { ...nothing, label: (key) => key === "tier" })).to.equal(false);
  });

  describe("with what kpt adds to one that has no annotations", () => {
    const plain = object.replace(/ {4}annotations:\n.*\n.*\n/, "");
    const lines = ["", "internal."].flatMap((prefix) =>
      ["index: '0'", "path: 'a/b.yaml'"].map((entry) => `      ${prefix}config.kubernetes.io/${entry}\n`),
    );
    const added = `    annotations:\n${lines.join("")}      internal.config.kubernetes.io/seqindent: 'compact'\n`;
    const withAdded = (item: string) => item.replace("  data:", `${added}$&`);

    it("is found", () => expect(isWritten(withAdded(plain), plain)).to.equal(true));
    it("is not found where the settings govern one of these annotations", () =>
      expect(
        isWritten(withAdded(plain), plain, { ...nothing, annotation: (key) => key === "config.kubernetes.io/path" }),
      ).to.equal(false));
    it("is not found where it has annotations, and the item would have them twice", () =>
      expect(isWritten(withAdded(object), object)).to.equal(false));
  });

  it("is not found where the annotations of an item are empty", () => {
    const plain = object.replace(/ {4}annotations:\n.*\n.*\n/, "");
    expect(isWritten(plain.replace("  data:", "    annotations:\n$&"), plain)).to.equal(false);
  });
});
