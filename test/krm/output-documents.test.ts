import { expect } from "chai";
import fc from "fast-check";
import { documentOf } from "../../src/krm/document-text.ts";
import type { Edits } from "../../src/krm/edits.ts";
import { itemText, newItem } from "../../src/krm/item-text.ts";
import { NewItemTexts } from "../../src/krm/new-items.ts";
import { outputDocuments } from "../../src/krm/output-documents.ts";
import { headOf } from "../../src/krm/resource.ts";
import { splice } from "../../src/krm/splice.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";

const object = (name: string, text = "x") => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "pg" },
  data: { "a.conf": text },
});

const comment = fc.constantFrom("", "", "# one\n", "\n", "# one\n\n# two\n");
/** A document with its marker and the comments around it, in every place where somebody may write them. */
const document = fc
  .record({
    before: comment,
    marker: fc.constantFrom("---\n", "--- # marker\n", "---  \n", "...\n---\n"),
    inside: comment,
    body: fc.constantFrom(
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: a # behind\n",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\ndata:\n  x: |+\n    # text\n\n\n",
      '{"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "c", "namespace": "é"}}\n',
      "kind: Kustomization\nresources:\n- a\n",
      "kind: Kustomization\nx: |\n  a\n",
    ),
    after: comment,
  })
  .map(({ before, marker, inside, body, after }) => before + marker + inside + body + after);
const inLineOfMarker = '--- {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "d"}} # behind\n';

const stream = fc.record({
  documents: fc.array(fc.oneof({ weight: 4, arbitrary: document }, fc.constant(inLineOfMarker)), {
    minLength: 1,
    maxLength: 6,
  }),
  mark: fc.constantFrom("", "\ufeff"),
  end: fc.constantFrom("", "", "...\n", "---\n# nothing\n"),
  newline: fc.constantFrom("\n", "\r\n"),
  /** What happens to each document. */
  fates: fc.array(fc.constantFrom("stays", "is replaced", "is removed"), { minLength: 6, maxLength: 6 }),
  added: fc.array(fc.constantFrom("new", "second é"), { maxLength: 3 }),
  isCutOff: fc.boolean(),
});

describe("the documents of the output", () => {
  it("are those that the library finds when it reads the output", () => {
    fc.assert(
      fc.property(stream, ({ documents, mark, end, newline, fates, added, isCutOff }) => {
        const text = mark + documents.join("") + end;
        const list = splitWithLibrary(
          Buffer.from((isCutOff ? text.replace(/\n+$/, "") : text).replaceAll("\n", newline)),
        );
        if ("unreadable" in list) throw new Error(list.unreadable);
        const indexes = documents.map((_, index) => index);
        const texts = new NewItemTexts(list);
        for (const name of added) texts.add(newItem(list, object(name, "y\nz\n")));
        const renewed = (index: number) => {
          const { name, namespace, apiVersion, kind } = headOf(list.value?.(index) ?? null);
          return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) }, spec: { new: "# text" } };
        };
        const edits: Edits = {
          replace: new Map(
            indexes.flatMap((at) => (fates[at] === "is replaced" ? [[at, itemText(list, renewed(at))]] : [])),
          ),
          remove: new Set(indexes.filter((at) => fates[at] === "is removed")),
          add: texts.items(),
        };
        const output = Buffer.concat(splice(list, edits).map((part) => Buffer.from(part)));
        const again = splitWithLibrary(output, { lenient: true });
        if ("unreadable" in again) throw new Error(again.unreadable);
        const expected = Array.from({ length: again.itemCount }, (_, index) => {
          const { apiVersion, kind, namespace, name } = headOf(again.value?.(index) ?? null);
          const { before, text, after } = documentOf(again, index);
          return { apiVersion, kind, namespace, name, text: before + text + after };
        });
        const found = outputDocuments(list, edits).map(({ name: { apiVersion, kind, namespace, name }, text }) => ({
          apiVersion,
          kind,
          namespace,
          name,
          text,
        }));
        expect(found).to.deep.equal(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
