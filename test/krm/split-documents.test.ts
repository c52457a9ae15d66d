import { expect } from "chai";
import fc from "fast-check";
import type { ListText } from "../../src/krm/list-text.ts";
import { documentText, splitDocuments } from "../../src/krm/split-documents.ts";
import { withValues } from "../../src/krm/split-stream.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";
import { UnreadableInput } from "../../src/yaml/unreadable-input.ts";

/** Lines and pairs of lines that documents are made of, each odd in its own way or quite usual. */
const pieces: readonly string[] = [
  "apiVersion: v1\n",
  "metadata:\n  name: a\n",
  "data:\n  a: b\n",
  "data:\n  kind: x\n",
  "spec: {}\n",
  "rules:\n- a: b\n  c: d\n",
  "rules:\n  - a\n",
  "text: |\n  kind: x\n  ---\n",
  "text: |\n\n  # a\n\n",
  "text: |+\n  a\n\n",
  "text: |-\n  a\n",
  "text: >2-\n   a\n",
  "text:\n  deep: |\n    a\n",
  'quoted: "a\n\n  b"\n',
  "plain: a\n  b\n",
  "flow: [a,\n  b]\n",
  "no:\n",
  "none:\n  none:\n",
  "dash:\n-\n",
  "anchor: &a b\n",
  "anchor: &a\n",
  "alias: *a\n",
  "tag: !!str\n",
  "accents: é\n",
  "next: \u0085a\n",
  "line: a\u2028b\n",
  "comment: a # b\n",
  "comment: # b\n",
  "comment:\n  deep: # b\n",
  "list:\n- - # b\n",
  "list:\n- a:\n",
  "list:\n- - a\n  -\n",
  "data:\n  a: |\n    -----END\n    -----\n",
  "text: |\n  a:\n",
  "text: |\n  -\n",
  "text: |\n  a # b\n",
  "text: >\n\n  a\n\n   b\n",
  "url: http://a#b\n",
  "colons: a::\n",
  "ends: a  \n",
  "ends:  \n",
  "\n",
  "  \n",
  "      \n",
  "# comment\n",
  " # comment\n",
  "  # comment\n",
  "      # comment\n",
];

/** Rarer ones. Most of these are for the library, or for nobody. */
const odd: readonly string[] = [
  "kind: true\n",
  "kind: 7\n",
  "kind: 'Secret'\n",
  "kind: Secret # it is\n",
  "kind: Secret\n  and more\n",
  "kind: Secret\n\n  and more\n",
  "kind:\n",
  "kind:\n  a: b\n",
  "kind: ResourceList\n",
  "kind : Secret\n",
  "kind:\tSecret\n",
  '"kind": Secret\n',
  "? kind\n: Secret\n",
  "<<: {kind: Secret}\n",
  " kind: Secret\n",
  "- a\n",
  "- kind: Secret\n",
  '{"kind": "Secret"}\n',
  "[a,\n b]\n",
  "flow: {a: b\n}\n",
  "flow: [\n---\n]\n",
  'quoted: "a\n---\nkind: Secret\n"\n',
  "quoted: 'a\nkind: Secret\n'\n",
  "key: value: value\n",
  "spec: ]\n",
  "text\n",
  "tab:\ta\n",
  "\t\n",
  "a:\n\tb: c\n",
  "--- \n",
  "---\t\n",
  "--- # comment\n",
  "--- a\n",
  "--- kind: Secret\n",
  "--- |\n  kind: Secret\n",
  "--- !tag\n",
  "--- &a\n",
  "----\n",
  "---a: b\n",
  " ---\n",
  "  ---\n",
  "...\n",
  "... # comment\n",
  "%YAML 1.1\n",
  "%TAG ! tag:x,2000:\n",
  "*a : b\n",
  "!!map\n",
  "a: b\n",
  "a:\n    b: c\n  d: e\n",
  "\ufeff",
  "\r\n",
  "\r",
  "\0",
  "{{- if .Values.x }}\n",
  "name: {{ .Release.Name }}\n",
];

const usual = fc.constantFrom(...pieces);
const resource = fc
  .tuple(
    fc.array(usual, { maxLength: 4 }),
    fc.constantFrom("Service", "ConfigMap", "postgresql"),
    fc.array(usual, { maxLength: 4 }),
    fc.constantFrom("---\n", "---\n", "---\n", "---\n", "---\n---\n", ""),
  )
  .map(([before, kind, behind, end]) => `${before.join("")}kind: ${kind}\n${behind.join("")}${end}`);
const stream = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 30, arbitrary: resource },
        { weight: 1, arbitrary: usual },
        { weight: 1, arbitrary: fc.constantFrom(...odd) },
      ),
      { minLength: 1, maxLength: 5 },
    ),
    fc.constantFrom("", "", "", "", "", "kind: Last", "  ", "..."),
  )
  .map(([parts, end]) => parts.join("") + end);

/** All that a list tells of its documents, but for their values. */
const told = (list: ListText) => ({
  items: Array.from({ length: list.itemCount }, (_, index) => list.item(index)),
  kinds: ["Service", "ConfigMap", ""].map((wanted) => list.ofKind((kind) => kind === wanted)),
  rest: [list.form, list.newline, list.itemsEnd, list.itemsComma, list.endsOpen, [...list.entries], list.root],
});

/** A value, or why there is none. */
function valueAt(list: ListText, index: number): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: list.value?.(index) };
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return { problem: error.message };
  }
}

describe("the fast splitter of documents", () => {
  it("agrees with the library on every stream that both read", () => {
    let both = 0;
    fc.assert(
      fc.property(stream, (text) => {
        const bytes = Buffer.from(text);
        const fast = splitDocuments(bytes);
        if (fast === undefined) return;
        for (const lenient of [false, true]) {
          const slow = splitWithLibrary(bytes, { lenient });
          // What is not YAML in a document is for those to see who read it.
          if ("unreadable" in slow) {
            const read = withValues(fast);
            for (let index = 0; index < fast.itemCount; index += 1) {
              const value = valueAt(read, index);
              if ("problem" in value) expect(value).to.deep.equal({ problem: slow.unreadable });
            }
            return;
          }
          both += 1;
          expect(told(fast)).to.deep.equal(told(slow));
          const read = withValues(fast);
          for (let index = 0; index < fast.itemCount; index += 1)
            expect(valueAt(read, index)).to.deep.equal(valueAt(slow, index));
        }
      }),
      { numRuns: 2000 },
    );
    expect(both, "streams that both read").to.be.greaterThan(200);
  });

  it("gives the text of each document with its last line break, without which it would not be plain", () => {
    const texts = ["kind: A\na:\n", "kind: B\na:\n-\n", "kind: C\na: b\n"];
    const bytes = Buffer.from(texts.join("---\n"));
    const list = splitDocuments(bytes);
    expect(texts.map((_, index) => list && documentText(list, list.item(index)))).to.deep.equal(texts);
  });

  for (const [what, text, count] of [
    ["one document", "kind: A\n", 1],
    ["markers before and behind, and documents with nothing in them", "---\n---\nkind: A\n---\n# none\n---\n", 1],
    ["comments and empty lines", "# a\n\n---\n# b\nkind: A\n\n# c\n\n---\nkind: B\na: b\n  # d\n", 2],
    ["lists at their key's column", "rules:\n- a: b\nkind: A\n", 1],
    ["texts that look like documents", "kind: A\na: |\n  ---\n  kind: B\n---\nkind: C\n", 2],
    ["a key without a value at the end", "kind: A\na:\n---\nkind: C\n", 2],
    ["what is not YAML", "kind: A\na: ]\n---\nkind: C\n", 2],
    ["a marker in a text in quotes, which it ends", 'kind: A\na: "b\n---\nkind: C\n', 2],
    ["a marker with a comment", "--- # a\nkind: A\n", undefined],
    ["a marker with more in its line", "--- {kind: A}\n", undefined],
    ["an end marker", "kind: A\n...\n", undefined],
    ["a directive", "%YAML 1.1\n---\nkind: A\n", undefined],
    ["no kind", "kind: A\n---\na: b\n", undefined],
    ["a kind twice", "kind: A\na: b\nkind: B\n", undefined],
    ["a kind in quotes", 'kind: "A"\n', undefined],
    ["a kind that is not text", "kind: Yes\n", undefined],
    ["a kind on two lines", "kind: A\n\n  b\n", undefined],
    ["a key in quotes", 'kind: A\n"kind": B\n', undefined],
    ["a blank before the colon", "kind: A\nkind : B\n", undefined],
    ["an indented document", " kind: A\n", undefined],
    ["flow style", "{kind: A}\n", undefined],
    ["a list", "- kind: A\n", undefined],
    ["a list behind a value", "kind: A\n- b\n", undefined],
    ["a merge key", "kind: A\n<<: {kind: B}\n", undefined],
    ["a ResourceList", "kind: ResourceList\nitems: []\n", undefined],
    ["a tab", "kind: A\n\ta: b\n", undefined],
    ["a carriage return", "kind: A\r\n", undefined],
    ["a byte order mark", "\ufeffkind: A\n", undefined],
    ["a byte of zero", "kind: A\na: \0\n", undefined],
    ["a last line without its end", "kind: A", undefined],
    ["no document", "---\n# nothing\n", undefined],
    ["nothing", "", undefined],
  ] as const)
    it(`${count === undefined ? "leaves to the library" : "reads"}: ${what}`, () =>
      expect(splitDocuments(Buffer.from(text))?.itemCount).to.equal(count));

  it("leaves to the library what is not UTF-8", () =>
    expect(splitDocuments(Buffer.from("kind: A\na: \xe9\n", "latin1"))).to.equal(undefined));
});
