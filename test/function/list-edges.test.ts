import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";
import { UnreadableInput } from "../../src/yaml/unreadable-input.ts";
import { cluster } from "./cluster-item.ts";

/*
 * What an edit of the text must not do to its neighbors: each row has an object of an earlier run whose cluster is gone (it is removed), or
 * a cluster (objects are added), in a text that is easily broken there. The fuzzer found them; here the complete output is shown.
 */

const label = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: gone";
const ours = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone, labels: {${label}}}\n`;
const ourItem = `{apiVersion: v1, kind: ConfigMap, metadata: {name: gone, labels: {${label}}}}`;
const theirs = (name: string) => `kind: X\nmetadata: {name: ${name}}\n`;
const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";

interface Row {
  readonly when: string;
  readonly input: string;
  readonly output: string;
}

const removals: readonly Row[] = [
  {
    when: "the first document, with an end marker",
    input: `${ours}...\n---\n${theirs("a")}`,
    output: `---\n${theirs("a")}`,
  },
  {
    when: "a document between end markers",
    input: `${theirs("a")}...\n---\n${ours}...\n---\n${theirs("b")}...\n`,
    output: `${theirs("a")}...\n...\n---\n${theirs("b")}...\n`,
  },
  {
    when: "a document with a comment of its own and an end marker",
    input: `---\n# comment\n${ours}...\n---\n${theirs("a")}`,
    output: `---\n# comment\n---\n${theirs("a")}`,
  },
  {
    when: "a document with a directive",
    input: `%YAML 1.1\n---\n${ours}...\n%YAML 1.1\n---\n${theirs("a")}`,
    output: `---\n${theirs("a")}`,
  },
  {
    when: "a document with a tag",
    input: `${theirs("a")}--- !!map\n${ours}---\n${theirs("b")}`,
    output: `${theirs("a")}---\n${theirs("b")}`,
  },
  {
    when: "a document whose indented comment could become text of the one before",
    input: `${theirs("a")}b: |\n  c\n---\n${ourItem}\n  # comment\n---\n${theirs("b")}`,
    output: `${theirs("a")}b: |\n  c\n---\n  # comment\n---\n${theirs("b")}`,
  },
  {
    when: "the last document, whose blank lines could become text of the one before",
    input: `${theirs("a")}b: |+\n  c\n---\n${ours}\n\n`,
    output: `${theirs("a")}b: |+\n  c\n`,
  },
  {
    when: "the first document, before two markers and an end marker",
    input: `${ours}---\n\n---\n# comment\n...\n...\n---\n${theirs("a")}`,
    output: `\n---\n# comment\n...\n...\n---\n${theirs("a")}`,
  },
  {
    when: "a document between nulls with anchors",
    input: `${theirs("a")}---\n&n null\n---\n${ours}...\n&n null\n`,
    output: `${theirs("a")}---\n&n null\n...\n&n null\n`,
  },
  {
    when: "a document between nulls with anchors, behind another that goes",
    input: `${ours}...\n&n null\n---\n${ours}...\n# comment\n&n null\n---\n${theirs("a")}`,
    output: `&n null\n...\n# comment\n&n null\n---\n${theirs("a")}`,
  },
  {
    when: "two documents in the middle, before two markers and an end marker",
    input: `${theirs("a")}---\n# comment\n${ours}---\n${ours}---\n---\n\n...\n---\n${theirs("b")}`,
    output: `${theirs("a")}---\n# comment\n---\n---\n\n...\n---\n${theirs("b")}`,
  },
  {
    when: "all items of a flow sequence with a comma behind the last",
    input: `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${ourItem},]}\n`,
    output: "{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}\n",
  },
  {
    when: "an item of a flow sequence that is a pair without braces, merged from another mapping",
    input: `${head}items: [<<: ${ourItem}, {kind: X}]\n`,
    output: `${head}items: [{kind: X}]\n`,
  },
  {
    when: "an item of a flow sequence that is an explicit pair",
    input: `${head}items: [{kind: X}, ? << : ${ourItem}, {kind: Y}]\n`,
    output: `${head}items: [{kind: X}, {kind: Y}]\n`,
  },
  {
    when: "an item whose kind is merged from another mapping",
    input: `${head}items:\n- <<: ${ourItem}\n- kind: X\n`,
    output: `${head}items:\n- kind: X\n`,
  },
  {
    when: "an item whose kind is behind a quoted merge key",
    input: `${head}items:\n- "<<": ${ourItem}\n- kind: X\n`,
    output: `${head}items:\n- "<<": ${ourItem}\n- kind: X\n`,
  },
  {
    when: "an item whose kind is behind an alias",
    input: `${head}items:\n- {a: &k kind, b: &m metadata}\n- {apiVersion: v1, *k : ConfigMap, *m : {name: gone, labels: {${label}}}}\n`,
    output: `${head}items:\n- {a: &k kind, b: &m metadata}\n`,
  },
  {
    when: "the last item of a flow sequence below a block mapping, with a comment",
    input: `${head}items: [\n {kind: X}, # comment, ]\n ${ourItem}, # comment\n ]\n`,
    output: `${head}items: [\n {kind: X}, # comment\n ]\n`,
  },
  {
    when: "an item with an anchor in a flow sequence",
    input: `${head}items: [&a ${ourItem}, {kind: X}]\n`,
    output: `${head}items: [{kind: X}]\n`,
  },
  {
    when: "an item beside an alias",
    input: `${head}items: [&a {kind: X}, *a , ${ourItem}]\n`,
    output: `${head}items: [&a {kind: X}, *a]\n`,
  },
  {
    when: "the first item of a list in an explicit value",
    input: `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n? items\n: - ${ourItem}\n  - kind: X\n`,
    output: "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n? items\n: \n  - kind: X\n",
  },
  {
    when: "all items below keys that are indented",
    input: `  apiVersion: config.kubernetes.io/v1\n  kind: ResourceList\n  items:\n  - ${ourItem}\n`,
    output: "  apiVersion: config.kubernetes.io/v1\n  kind: ResourceList\n  items:\n   []\n",
  },
  {
    when: "an anchor that is defined again, and used after that only",
    input: `${head}items:\n- &a ${ourItem}\n- &a {kind: X}\n- *a\n`,
    output: `${head}items:\n- &a {kind: X}\n- *a\n`,
  },
  {
    when: "a result of an earlier run, with an anchor and blank lines behind all of them",
    input: `${head}items: []\nresults: &a\n- message: m\n  tags: {function: expand-pgbackrest}\n- message: theirs\n\n\n`,
    output: `${head}items: []\nresults:\n- message: theirs\n`,
  },
  {
    when: "results of an earlier run, whose blank lines could become text of the last item",
    input: `${head}items:\n- kind: X\n  a: |+\n    b\nresults:\n- {message: m, tags: {function: expand-pgbackrest}}\n\n\n`,
    output: `${head}items:\n- kind: X\n  a: |+\n    b\n`,
  },
];

/** The objects of a cluster are added; `added` stands for them in the output. */
const additions: readonly Row[] = [
  ...["|", "|+", "|-", ">", ">+", "|2"].map((header) => ({
    when: `the last item ends inside a block scalar (${header})`,
    input: `${head}items:\n${cluster("demo")}- kind: X\n  a: ${header}\n    b`,
    output: `${head}items:\n${cluster("demo")}added- kind: X\n  a: ${header}\n    b`,
  })),
  {
    when: "the last item ends inside a block scalar, with blanks",
    input: `${head}items:\n${cluster("demo")}- kind: X\n  a: |+\n    b\n  `,
    output: `${head}items:\n${cluster("demo")}added- kind: X\n  a: |+\n    b\n  `,
  },
  {
    when: "the text ends in a plain scalar",
    input: `${head}items:\n${cluster("demo")}- kind: X\n  a: b`,
    output: `${head}items:\n${cluster("demo")}- kind: X\n  a: b\nadded`,
  },
  {
    when: "a line with a tab ends the list",
    input: `${head}items:\n${cluster("demo")}\t\n`,
    output: `${head}items:\n${cluster("demo")}\t\nadded`,
  },
  {
    when: "what an earlier run left is removed at an end without a line break",
    input: `${head}items:\n${cluster("demo")}- kind: X\n  a: |+\n    b\n- ${ourItem}`,
    output: `${head}items:\n${cluster("demo")}- kind: X\n  a: |+\n    b\nadded`,
  },
];

const refused: ReadonlyArray<readonly [when: string, input: string, message: string]> = [
  [
    "an anchor of an object that goes",
    `${head}items:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: gone\n    labels: &l\n      ${label}\n- kind: X\n  data: *l\n`,
    "The anchor `&l` at line 8 is in text that the function created and now replaces or removes, but `*l` at line 11 refers to it. Write the value out at line 11.",
  ],
  [
    "an anchor of an object that goes, in a merge key",
    `${head}items:\n- &a ${ourItem}\n- kind: X\n  <<: *a\n`,
    "The anchor `&a` at line 4 is in text that the function created and now replaces or removes, but `*a` at line 6 refers to it. Write the value out at line 6.",
  ],
  [
    "an anchor that hides an earlier one of the same name",
    `${head}items:\n- &a {kind: X}\n- &a ${ourItem}\n- {kind: Y, a: *a }\n`,
    "The anchor `&a` at line 5 is in text that the function created and now replaces or removes, but `*a` at line 6 refers to it. Write the value out at line 6.",
  ],
  [
    "an anchor of a document that goes, and an alias in another, which Go reads",
    `---\n&a\n${ours}--- {kind: X, a: *a }\n`,
    "The anchor `&a` at line 2 is in text that the function created and now replaces or removes, but `*a` at line 6 refers to it. Write the value out at line 6.",
  ],
  [
    "an anchor in results of an earlier run",
    `${head}results:\n- {message: &m m, tags: {function: expand-pgbackrest}}\nitems:\n- kind: X\n  a: *m\n`,
    "The anchor `&m` at line 4 is in text that the function created and now replaces or removes, but `*m` at line 7 refers to it. Write the value out at line 7.",
  ],
  [
    "a document behind `...` without `---`",
    `${theirs("a")}...\n${theirs("b")}`,
    "Document 2 of the input begins behind `...` without `---`, so that kubectl and kustomize do not read it. Write `---` in the line before it.",
  ],
  [
    "lines that end in CR",
    `${head}items:\r- kind: X\r`,
    'Line 3 of the input has a carriage return without a line feed behind it, which some readers of YAML take for a line break. End lines with LF or CRLF, and write `"\\r"` in quotes where a text needs one.',
  ],
  [
    "a byte order mark where a later document begins",
    `${theirs("a")}---\r\n\ufeff${theirs("b")}`,
    "Line 4 of the input begins with a byte order mark, which is allowed only where a file begins; some readers take it for a part of the first key. Remove it, for example with `sed 's/^\\xEF\\xBB\\xBF//'`.",
  ],
  [
    "a directive that gives tags a name",
    `%TAG !e! tag:example.com,2026:\n---\n${theirs("a")}`,
    "The input has a `%TAG` directive, which kustomize does not read either. Write its tags out, as in `!<tag:example.com,2026:x>`.",
  ],
  [
    "items below a key that has a value",
    `${head}items:\n- kind: X\nx: y\n- kind: Y\n`,
    "The input is not valid YAML at line 6, column 1: Implicit keys need to be on a single line.",
  ],
  [
    "a character in results that only some readers take for a line break",
    `${head}items: []\nresults:\n- {message: "a\u2028b"}\n- {message:\u0085 b, tags: {function: expand-pgbackrest}}\n`,
    "Line 6 of the input, in `results`, has the character U+0085, which some readers of YAML take for a line break. Remove it, or write it as an escape in double quotes.",
  ],
  [
    "blanks without a line break at the end of results",
    `${head}items: []\nresults:\n- message: m\n  tags: {function: expand-pgbackrest}\n- message: |+\n  `,
    "The input ends in a text of `results`, with blanks and without a line break, which readers of YAML do not read alike. Write a line break there, or remove the blanks.",
  ],
  [
    "an anchor that is a key of the list itself",
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${ourItem}], &a }\n`,
    "The ResourceList has a key that is not plain text, such as `<<`. Write its keys out.",
  ],
  [
    "a merge key in the list itself",
    `${head}<<: {items: [{kind: X}]}\n`,
    "The ResourceList has a key that is not plain text, such as `<<`. Write its keys out.",
  ],
];

async function run(text: string): Promise<string> {
  const { parts, exitCode } = await filter(Buffer.from(text));
  expect(exitCode).to.equal(0);
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
}

describe("edits of a list that is easily broken", () => {
  for (const comments of ["", "  # comment\n", "# comment\n  # comment\n", "\n  # comment\n# comment\n\n"]) {
    it(`results go behind indented comments: ${JSON.stringify(comments)}`, async () => {
      const name = "\n  metadata:\n    name: a";
      const item = `- kind: postgresql\n  apiVersion: cpo.opensource.cybertec.at/v1${name}\n  spec: {backup: []}`;
      const items = item.replace(/^/gm, "   ");
      const input = `${head}items:\n${items}\n${comments}`;
      const output = async (text: string) => {
        const { parts, exitCode } = await filter(Buffer.from(text));
        expect(exitCode).to.equal(1);
        return Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
      };
      const first = await output(input);
      expect(first.replace(/^results:\n(?:[ -].*\n)*/m, "")).to.equal(input);
      expect(first.indexOf("results:")).to.be.above(first.lastIndexOf("  # comment"));
      expect(await output(first)).to.equal(first);
    });
  }

  for (const { when, input, output } of removals) {
    it(`removed: ${when}`, async () => {
      expect(await run(input)).to.equal(output);
      expect(await run(output)).to.equal(output);
    });
  }

  for (const { when, input, output } of additions) {
    it(`added: ${when}`, async () => {
      const plain = `${head}items:\n${cluster("demo")}`;
      const added = (await run(plain)).slice(plain.length);
      const first = await run(input);
      expect(first).to.equal(output.replace("added", added));
      expect(await run(first)).to.equal(first);
    });
  }

  for (const [when, input, message] of refused) {
    it(`refused: ${when}`, async () => {
      const failure = await run(input).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(UnreadableInput);
      expect(String(failure)).to.equal(`UnreadableInput: ${message}`);
    });
  }

  for (const item of ["- &n null\n- *n\n", "- kind: X\n  a: &n null\n- *n\n", "- &n\n- *n\n- a: *n\n"]) {
    it(`an alias of a null passes through: ${JSON.stringify(item)}`, async () => {
      expect(await run(`${head}items:\n${item}`)).to.equal(`${head}items:\n${item}`);
    });
  }

  it("an anchor whose name has control characters is shown escaped", async () => {
    const failure = await run(`${head}items:\n- &a\u2028b ${ourItem}\n- *a\u2028b\n`).catch((error: unknown) => error);
    expect(String(failure)).not.to.match(/\u2028/);
  });
});
