import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { dump } from "js-yaml";
import { parseAllDocuments, stringify } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { keyed } from "./compare.ts";
import { configFor } from "./exceptions.ts";

const cases = new URL("cases/", import.meta.url);

/** The resources of a text as kubectl reads them. */
const resources = (text: string) =>
  parseAllDocuments(text, {
    version: "1.1",
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":timestamp")),
  })
    .map((document) => document.toJS())
    .filter((value) => value !== null)
    .flatMap((value) => (value.kind === "ResourceList" ? value.items : [value]));

const list = (items: readonly unknown[]) => ({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items });
const documents = (items: readonly unknown[], write: (item: unknown) => string) =>
  items.map((item) => `---\n${write(item)}`).join("");
const indented = (text: string) => text.replace(/^(?=.)/gm, "  ");

/** The same object wherever the same value is, so that writers make anchors of it. */
function shared(value: unknown, known = new Map<string, unknown>()): unknown {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return value;
  const key = JSON.stringify(value);
  if (known.has(key)) return known.get(key);
  const copy: unknown = Array.isArray(value)
    ? value.map((item) => shared(item, known))
    : Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shared(field, known)]));
  known.set(key, copy);
  return copy;
}

/** Ways to write the same resources; what they mean to kubectl is the same. */
const spellings: Readonly<Record<string, (items: readonly unknown[]) => string>> = {
  "JSON in one line": (items) => JSON.stringify(list(items)),
  "JSON with blanks and CRLF": (items) => JSON.stringify(list(items), null, 3).replaceAll("\n", "\r\n"),
  "JSON documents": (items) => documents(items, (item) => `${JSON.stringify(item, null, "\t")}\n`),
  "a list in block style": (items) => stringify(list(items), { version: "1.1", lineWidth: 0 }),
  "a list with its items indented, long lines folded": (items) => dump(list(items), { lineWidth: 30 }),
  "a list with anchors across items": (items) => dump(shared(list(items)), { seqNoIndent: true }),
  "everything in double quotes": (items) =>
    documents(items, (item) => stringify(item, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE" })),
  "everything in single quotes, indented by four": (items) =>
    documents(items, (item) => stringify(item, { defaultStringType: "QUOTE_SINGLE", version: "1.1", indent: 4 })),
  "folded blocks": (items) =>
    documents(items, (item) => stringify(item, { blockQuote: "folded", lineWidth: 0, version: "1.1" })),
  "flow style": (items) =>
    documents(items, (item) => stringify(item, { collectionStyle: "flow", lineWidth: 40, version: "1.1" })),
  "flow style in js-yaml's way": (items) => documents(items, (item) => dump(item, { flowLevel: 2 })),
  "a byte order mark, a directive, markers, comments": (items) =>
    `\ufeff%YAML 1.1\n--- # first\n${items.map((item) => `# of the resource\n${stringify(item, { version: "1.1" })}# behind it\n`).join("...\n---\n")}`,
  CRLF: (items) => documents(items, (item) => stringify(item, { version: "1.1" })).replaceAll("\n", "\r\n"),
  "keys in reverse order": (items) =>
    documents(items, (item) => {
      const reversed = (value: unknown, path: readonly string[]): unknown => {
        if (Array.isArray(value)) return value.map((field) => reversed(field, [...path, "*"]));
        if (typeof value !== "object" || value === null || path.at(-1) === "global") return value;
        return Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, field]) => [key, reversed(field, [...path, key])]),
        );
      };
      return stringify(reversed(item, []), { version: "1.1" });
    }),
  "a List of kubectl": (items) =>
    stringify(list([{ apiVersion: "v1", kind: "List", metadata: {}, items }]), { version: "1.1" }),
  "tags and explicit keys": (items) =>
    documents(items, (item) =>
      stringify(item, { version: "1.1" })
        .replace(/^apiVersion: /m, "? apiVersion\n: !!str ")
        .replace(/^spec:$/m, "!!str spec: !!map")
        .replace(/^( *)metadata:$/m, "$1metadata: &m"),
    ),
  "merge keys": (items) =>
    documents(items, (item) =>
      Reflect.get(Object(item), "kind") === "postgresql"
        ? `x: &base\n${indented(stringify(Reflect.get(Object(item), "spec"), { version: "1.1" }))}${stringify({ ...Object(item), spec: undefined }, { version: "1.1" })}spec:\n  <<: *base\n`
        : stringify(item, { version: "1.1" }),
    ),
};

describe("parity, however the manifests are written", function () {
  this.timeout(240_000);
  for (const [what, write] of Object.entries(spellings)) {
    it(what, async () => {
      for (const name of readdirSync(cases).sort()) {
        const items = resources(readFileSync(new URL(`${name}/input.yaml`, cases), "utf8"));
        const input = write(items);
        const { parts, exitCode } = await filter(Buffer.from(input), configFor(name));
        expect(exitCode, name).to.equal(0);
        const after = resources(Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"));
        const before = resources(input);
        expect(after.slice(0, before.length), name).to.deep.equal(before);
        const expected = resources(readFileSync(new URL(`${name}/expected.yaml`, cases), "utf8"));
        expect(keyed(after.slice(before.length)), name).to.deep.equal(keyed(expected));
      }
    });
  }
});
