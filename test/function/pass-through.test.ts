import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { UnreadableInput } from "../../src/yaml/unreadable-input.ts";
import { foreign, head } from "../krm/foreign-items.ts";
import { cluster } from "./cluster-item.ts";

const dump = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), "utf8");
const run = async (text: string | Buffer) => {
  const { parts, exitCode, findings } = await filter(Buffer.from(text));
  return { text: Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"), exitCode, findings };
};

const shapes: Readonly<Record<string, string>> = {
  "kustomize's": dump("kustomize.yaml"),
  "kustomize's, with our own output in it": dump("kustomize-overlay.yaml").replace(
    "apiVersion: x/v1\n  kind: F",
    "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\n  kind: ExpandPgBackRest",
  ),
  "functionConfig before the items": `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: f}\n  data: {cluster_domain: a.b}\nitems:\n${cluster("demo")}`,
  "an unknown key and results of others": `${head}${cluster("demo")}results:\n- message: hello\n  severity: info\nother: {a: b}\n`,
  "indented items": `${head}${cluster("demo").replace(/^(?=.)/gm, "  ")}`,
  CRLF: `${head}${cluster("demo")}${foreign[0]}`.replaceAll("\n", "\r\n"),
  "a byte order mark": `\ufeff${head}${cluster("demo")}`,
  "document markers": `---\n${head}${cluster("demo")}...\n`,
  "no line break at the end": `${head}${cluster("demo")}`.trimEnd(),
  v1alpha1: `${head}${cluster("demo")}`.replace("io/v1\n", "io/v1alpha1\n"),
  "comments everywhere": `# first\n${head}# second\n${cluster("demo")}# third\n\n# fourth\nfunctionConfig: # fifth\n  apiVersion: v1\n  kind: ConfigMap\n# last\n`,
  "anchors across items": `${head}- apiVersion: v1\n  kind: ConfigMap\n  metadata: &meta\n    name: demo\n    namespace: pg\n  data: {}\n${cluster("demo").replace("  metadata:\n    name: demo\n    namespace: pg\n", "  metadata: *meta\n")}`,
  "flow items": JSON.stringify({
    apiVersion: "config.kubernetes.io/v1",
    kind: "ResourceList",
    items: parseAllDocuments(cluster("demo"))[0]?.toJS(),
  }),
  "JSON with blanks": JSON.stringify(
    {
      apiVersion: "config.kubernetes.io/v1",
      kind: "ResourceList",
      items: parseAllDocuments(cluster("demo"))[0]?.toJS(),
      functionConfig: null,
    },
    null,
    2,
  ),
  "a List as an item": `${head}- apiVersion: v1\n  kind: List\n  items:\n${cluster("demo").replace(/^(?=.)/gm, "  ")}`,
  documents: `${cluster("demo").replace(/^..(?=.)/gm, "")}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n`,
  "a quoted kind": `${head}${cluster("demo").replace("kind: postgresql", '"kind": "postgresq\\x6c"')}`,
};

/** The items of a list or the documents of a stream, as values. */
function values(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true, logLevel: "error" }).flatMap((document) => {
    expect(document.errors, text).to.deep.equal([]);
    return document.toJS() === null ? [] : [document.toJS()];
  });
  return documents[0]?.kind === "ResourceList" ? (documents[0].items ?? []) : documents;
}

const kinds = (items: readonly unknown[]) =>
  items.map((item) => (typeof item === "object" && item !== null && "kind" in item ? item.kind : item));

describe("whatever the list looks like", () => {
  for (const [shape, text] of Object.entries(shapes)) {
    it(`${shape}: the objects are added, the rest stays, and a second run changes nothing`, async () => {
      const before = values(text);
      const first = await run(text);
      expect(first.findings.filter(({ severity }) => severity === "error")).to.deep.equal([]);
      const after = values(first.text);
      expect(after.slice(0, before.length)).to.deep.equal(before);
      expect(after.length === before.length || kinds(after.slice(before.length)).includes("CronJob")).to.equal(true);
      const second = await run(first.text);
      expect(second.text).to.equal(first.text);
    });
  }

  for (const [shape, text] of Object.entries(shapes)) {
    it(`${shape}: refused where a cluster has bytes that are not UTF-8, of which no reader makes the same text`, async () => {
      const [before = "", ...behind] = text.split("acid");
      expect(behind, "places with a team").not.to.deep.equal([]);
      const written = [Buffer.from(`${before}ac`), Buffer.from([0xff]), Buffer.from(`d${behind.join("acid")}`)];
      const failure = await run(Buffer.concat(written)).catch((error: unknown) => error);
      expect(String(failure)).to.include("The input is not text in UTF-8.");
      // The letter that readers put in their place is a letter as others are.
      expect(await run(text.replace("acid", "ac\ufffdd"))).to.have.property("text");
    });
  }

  for (const [what, text, items] of [
    ["no items", `${head.replace("items:\n", "items: []\n")}`, 0],
    ["items null", `${head.replace("items:\n", "items: null\n")}`, 0],
    ["items with nothing", head, 0],
    ["items missing", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n", 0],
  ] as const) {
    it(`${what}: passed through`, async () => {
      const { text: output, exitCode } = await run(text);
      expect({ output, exitCode, items: values(output).length }).to.deep.equal({ output: text, exitCode: 0, items });
    });
  }

  for (const [what, text, message] of [
    ["nothing", "", "The input is empty"],
    ["blanks", " \n\n", "The input is empty"],
    [
      "a list that was cut off",
      `${head}${cluster("demo").slice(0, cluster("demo").indexOf("schedule") + 4)}`,
      "not valid YAML at line",
    ],
    [
      "a list that was cut off in a foreign item",
      `${head}${cluster("demo")}- apiVersion: v1\n  kind: "Conf`,
      "not valid YAML",
    ],
    ["binary data", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), "is not text"],
    ["bytes that are not UTF-8", Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]), "not text in UTF-8"],
    ["a list of numbers", "[1, 2]", "neither a ResourceList nor a Kubernetes resource"],
    ["text", "hello\n", "neither a ResourceList nor a Kubernetes resource"],
    ["another version", head.replace("io/v1", "io/v2"), "apiVersion `config.kubernetes.io/v2`"],
    ["items that are not a list", `${head.trimEnd()} x\n`, "`items` of the ResourceList is not a list"],
    ["two lists", `${head}- {}\n---\n${head}- {}\n`, "other documents beside it"],
    [
      "aliases that blow up",
      `${head}- kind: postgresql\n  a: &a [x,x,x,x,x,x,x,x,x]\n  b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n  c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n  d: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      "alias",
    ],
  ] as const) {
    it(`${what}: refused with a sentence`, async () => {
      const failure = await run(text).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(UnreadableInput);
      expect(String(failure)).to.include(message);
    });
  }

  const items = fc
    .array(
      fc.oneof(
        fc.constantFrom(...foreign),
        fc.constantFrom("demo", "other", "third").map((name) => cluster(name)),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((list) =>
      // The same cluster twice would make the same objects twice.
      list.filter((item, index) => foreign.includes(item) || list.indexOf(item) === index),
    );

  it("output minus our objects is the input, byte for byte; run twice = run once", async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.boolean(), async (list, withConfig) => {
        const tail = withConfig
          ? "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n"
          : "";
        const text = head + list.join("") + tail;
        const first = await run(text);
        expect(first.exitCode).to.equal(0);
        const body = first.text.slice(0, first.text.length - tail.length);
        expect(first.text.endsWith(tail)).to.equal(true);
        // Comments that end the items belong to what follows, so the new objects come before them.
        const comment = /(?:(?<=\n)#[^\n]*\n)*$/.exec(head + list.join(""))?.[0] ?? "";
        const before = (head + list.join("")).slice(0, (head + list.join("")).length - comment.length);
        expect(body.startsWith(before), body).to.equal(true);
        expect(body.endsWith(comment)).to.equal(true);
        expect((await run(first.text)).text).to.equal(first.text);
      }),
      { numRuns: 150 },
    );
  });

  it("the order of unrelated items does not matter", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...foreign], { minLength: foreign.length }), async (list) => {
        const added = (await run(head + list.join("") + cluster("demo"))).text.slice(
          (head + list.join("") + cluster("demo")).length,
        );
        expect(added).to.equal((await run(head + cluster("demo"))).text.slice((head + cluster("demo")).length));
      }),
      { numRuns: 30 },
    );
  });
});
