import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { cluster as clusterItem } from "./cluster-item.ts";

/*
 * Lists that are valid but odd, in all the places where an item can be. Whatever they are, the output is the input with the new objects
 * in one place, and a second run changes nothing.
 */

const cluster = clusterItem("demo");
const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n";
const config = "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: f\n";

/** Items that must not be touched. */
const odd: Readonly<Record<string, string>> = {
  "keys that YAML 1.1 takes for the same boolean":
    "- kind: ConfigMap\n  data:\n    yes: a\n    on: b\n    y: c\n    no: d\n    off: e\n",
  "keys that are the same number, or null":
    "- kind: ConfigMap\n  data:\n    1: a\n    0x1: b\n    01: c\n    ~: d\n    null: e\n",
  "numbers, dates and times as they are":
    "- kind: X\n  a: [0644, 1_000, 12:30:45, 2020-01-01, 9007199254740993, 1e3, .5, 0o17, 0b1, +1, .inf, .NaN, 1.10]\n",
  "a long text of numbers": `- kind: X\n  a: ${"9".repeat(400)}\n`,
  "tags of others":
    "- kind: X\n  a: !Ref b\n  c: !!binary aGVsbG8=\n  d: !!set {a, b}\n  e: !<tag:x.y,2000:z> f\n  g: !!timestamp 2020-01-01\n",
  "keys that are not scalars": "- kind: X\n  ? [a, b]\n  : c\n  ? {d: e}\n  : f\n  ? |\n    g\n  : h\n",
  "anchors and aliases within": "- kind: X\n  a: &a {b: c}\n  d: *a\n  e:\n    <<: *a\n    f: g\n",
  "a text whose lines look like items":
    "- kind: ConfigMap\n  data:\n    x: |\n      - apiVersion: cpo.opensource.cybertec.at/v1\n        kind: postgresql\n      items:\n      functionConfig: {}\n    y: >\n      folded\n       - more\n\n      kind: postgresql\n",
  "a quoted text over several lines": '- kind: X\n  a: "first\n   - second\n\n   third \\\n   fourth"\n',
  "a plain text over several lines": "- kind: X\n  a: first\n    second\n    - third\n",
  "text that keeps all line breaks at its end": "- kind: X\n  a: |+\n    b\n\n\n\n",
  "text with an indentation of its own": "- kind: X\n  a: |2\n      b\n    c\n",
  "blanks at line ends": "- kind: X   \n  a:  \n  - b \t\n  -   \n",
  "blank lines and comments everywhere":
    "# zero\n- # one\n\n  # two\n  kind: X # three\n\n  a: # four\n  # five\n  - b\n  # six\n\n",
  "a comment deeper than what follows": "- kind: X\n  a:\n    - b\n        # deep\n  # less\n# none\n",
  "other letters": '- kind: X\n  ключ: значение\n  emoji: 🐘\n  nel: "\\u0085\u00a0\u2028"\n',
  "control characters": '- kind: X\n  a: "\\x00\\e\u007f"\n',
  tabs: '- kind:\tX\n  a:\t[1,\t2]\t# tab\n  b: "\tc\t"\n  d: |\n    \te\n',
  "a flow item": "- {kind: X, a: [b, {c: d}], 'e': \"f\"}\n",
  "a flow item over lines": "- {\n    kind: X,\n    a: [\n  b\n    ]\n  }\n",
  "an item that is not a mapping": "- text\n- 5\n- [a, b]\n- null\n- ~\n-\n- ''\n",
  "an empty mapping, an empty list": "- {}\n- []\n",
  "the same item twice":
    "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: a\n",
  "no name, no kind": "- resources: [a]\n- apiVersion: kustomize.config.k8s.io/v1beta1\n  kind: Kustomization\n",
  "a List":
    "- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: Service\n    metadata: {name: a}\n",
  "a cluster of another operator":
    "- apiVersion: acid.zalan.do/v1\n  kind: postgresql\n  metadata: {name: demo}\n  spec: {teamId: x}\n",
  "a cluster without backups":
    "- apiVersion: cpo.opensource.cybertec.at/v1\n  kind: postgresql\n  metadata: {name: other, namespace: pg}\n  spec: {teamId: x, numberOfInstances: 1, postgresql: {version: '17'}, volume: {size: 1Gi}}\n",
  "a Secret with everything":
    "- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n  data:\n    a: aGVsbG8=\n    b: !!binary |\n      aGVs\n      bG8=\n  stringData:\n    yes: no\n",
  "a wider item": "-    kind: X\n     a: b\n",
  "an item in the line below its dash": "-\n  kind: X\n  a: b\n",
  "a sequence in a sequence": "- - a\n  - - b\n    - c\n- - kind: X\n",
  "a key twice": "- kind: X\n  a: 1\n  a: 2\n",
  "a large mapping": `- kind: ConfigMap\n  data:\n${Array.from({ length: 3_000 }, (_, index) => `    k${index}: v\n`).join("")}`,
  "a long line": `- kind: X\n  a: ${"x".repeat(100_000)}\n  b: "${"y".repeat(100_000)}"\n`,
};

/** Ways to lay out a list with an item before and behind the cluster. */
const layouts: Readonly<Record<string, (item: string) => string>> = {
  "before the cluster": (item) => `${head}items:\n${item}${cluster}`,
  "behind the cluster": (item) => `${head}items:\n${cluster}${item}`,
  "behind the cluster, a functionConfig behind it": (item) => `${head}items:\n${cluster}${item}${config}`,
  "on both sides, a functionConfig before": (item) => `${head}${config}items:\n${item}${cluster}${item}`,
  "with items first": (item) => `items:\n${item}${cluster}${item}${head}`,
  "with other keys and results": (item) =>
    `${head}x: {a: b}\nitems:\n${cluster}${item}results:\n- message: m\ny:\n- z\n`,
  "with CRLF": (item) => `${head}items:\n${cluster}${item}${config}`.replaceAll("\n", "\r\n"),
  "with a mark, a directive and an end": (item) => `\ufeff%YAML 1.1\n---\n${head}items:\n${item}${cluster}${item}...\n`,
  "without the last line break": (item) => `${head}items:\n${item}${cluster}`.trimEnd(),
};

async function run(text: string) {
  const { parts, exitCode, findings } = await filter(Buffer.from(text));
  expect(findings.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  expect(exitCode).to.equal(0);
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
}

/** What was put into a text, where it was put in one place; else `undefined`. */
function insertion(before: string, after: string): string | undefined {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  const rest = before.slice(start);
  return after.endsWith(rest) ? after.slice(start, after.length - rest.length) : undefined;
}

describe("odd lists", () => {
  for (const [what, item] of Object.entries(odd)) {
    it(what, async () => {
      for (const [where, layout] of Object.entries(layouts)) {
        const input = layout(item);
        const output = await run(input);
        const added = insertion(input, output);
        expect(added?.match(/kind: (ConfigMap|StatefulSet|CronJob)\b/g)?.length, `${where}\n${output}`).to.equal(4);
        expect(
          parseAllDocuments(output, { version: "1.1", uniqueKeys: false }).flatMap(({ errors }) => errors),
          where,
        ).to.deep.equal([]);
        expect(await run(output), where).to.equal(output);
      }
    });
  }
});
