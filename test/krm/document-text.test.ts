import { expect } from "chai";
import { documentOf } from "../../src/krm/document-text.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";

/** The documents of a stream, each with the comments around it. */
function documentsOf(text: string): readonly string[] {
  const list = splitWithLibrary(Buffer.from(text));
  if ("unreadable" in list) throw new Error(list.unreadable);
  return Array.from({ length: list.itemCount }, (_, index) => {
    const { before, text, after } = documentOf(list, index);
    return before + text + after;
  });
}

describe("a document of a stream", () => {
  for (const document of [
    "kind: A\n",
    "kind: A\n\n\n",
    "kind: A # behind\n",
    "# head\n\nkind: A\n# tail\n\n",
    "kind: A\na:\n",
    "kind: A\na:\n  b:\n\n\n",
    "kind: A\na:\n# tail\n",
    "kind: A\na: |+\n  b\n\n\n",
    '{"kind": "A"}\n',
    '{"kind": "A"}\n\n',
    '{"kind": "A"} # behind\n# tail\n',
    'kind: A\na: "b"\n\n',
  ])
    it(`is what stands between the markers: ${JSON.stringify(document)}`, () => {
      expect(documentsOf(`---\n${document}---\nkind: B\n`)).to.deep.equal([document, "kind: B\n"]);
      expect(documentsOf(`kind: B\n---\n${document}`)).to.deep.equal(["kind: B\n", document]);
      expect(documentsOf(document.trimEnd())).to.deep.equal([`${document.trimEnd()}\n`]);
    });

  it("does not begin with a marker that stands in its line, or with what stands before that", () => {
    expect(documentsOf('--- {"kind": "A"}\n# tail\n--- {"kind": "B"}\n')).to.deep.equal([
      '{"kind": "A"}\n# tail\n',
      '{"kind": "B"}\n',
    ]);
  });
});
