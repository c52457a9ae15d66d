import { readFileSync } from "node:fs";
import { expect } from "chai";
import { load } from "js-yaml";
import { parse } from "yaml";
import { readWithLibrary } from "../../src/krm/split-with-library.ts";
import { readItem } from "../../src/yaml/reader.ts";
import { writeYaml } from "../../src/yaml/writer.ts";

interface Verdict {
  readonly text: string;
  /** The JSON that kubectl's reader makes of the value, as text, so that no digit is lost; null where it refuses. */
  readonly value: string | null;
  /** What it takes a key of this spelling for; null where it refuses, or sees no simple key. */
  readonly key: string | null;
}

const { madeBy, scalars }: { readonly madeBy: string; readonly scalars: readonly Verdict[] } = JSON.parse(
  readFileSync(new URL("testdata/scalars.json", import.meta.url), "utf8"),
);

/** Integers of 64 bits that a JavaScript number would round stay text; larger ones are rounded by kubectl, too. */
function isRounded(json: string): boolean {
  if (!/^-?\d+$/.test(json) || Number.isSafeInteger(Number(json))) return false;
  const value = BigInt(json);
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

describe(`scalars, held against ${madeBy}`, () => {
  it("the reader takes a value for what kubectl takes it for, or declines", () => {
    for (const { text, value } of scalars) {
      const read = readItem(`a: ${text}\n`, 0);
      if (read !== undefined) expect(value === null ? "refused" : { a: JSON.parse(value) }, text).to.deep.equal(read);
    }
  });

  it("the reader takes a value in a flow collection for what it takes it for elsewhere, or declines", () => {
    for (const { text } of scalars) {
      const [alone, listed] = [readItem(`a: ${text}\n`, 0), readItem(`a: [${text}, {b: ${text}}]\n`, 0)];
      if (listed === undefined || typeof alone !== "object" || alone === null || !("a" in alone)) continue;
      expect(listed, text).to.deep.equal({ a: [alone.a, { b: alone.a }] });
    }
  });

  it("the reader takes a key for what kubectl takes it for, or declines", () => {
    for (const { text, key } of scalars) {
      const read = readItem(`${text}: v\n`, 0);
      if (read !== undefined) expect(key === null ? "refused" : { [key]: "v" }, text).to.deep.equal(read);
    }
  });

  it("the reader needs no library for what manifests usually hold", () => {
    const usual = [
      ..."true off ~ 0 1 -5 30s 5Gi 0.5Ti 100m a,b a=b apps/v1 https://x:1 sha256:0123abcd --type=full postgres-pod {} []".split(
        " ",
      ),
      "cpo.opensource.cybertec.at/v1",
      "s3.eu-central-1.amazonaws.com",
      "registry.io:5000/a/b:v1.2@sha256:0123abcd",
      "30 2 * * *",
      "'*/30 * * * *'",
      "'a: b'",
      "'it''s'",
      '"a\\nb"',
      "",
    ];
    expect(usual.filter((text) => readItem(`a: ${text}\nb: c\n`, 0) === undefined)).to.deep.equal([]);
  });

  it("the library reads what kubectl reads, the same way; integers beyond 2^53 as text instead of rounded", () => {
    for (const { text, value } of scalars) {
      if (value === null) continue;
      const wanted: unknown = isRounded(value) ? text : JSON.parse(value);
      expect(readWithLibrary(`a: ${text}\n`), text).to.deep.equal({ value: { a: wanted } });
    }
  });

  it("the writer quotes what any reader would take for something else, as a value and as a key", () => {
    for (const { text } of scalars) {
      const value = { [text]: text, list: [text] };
      const written = writeYaml(value, 0);
      expect(parse(written), text).to.deep.equal(value);
      expect(parse(written, { version: "1.1" }), text).to.deep.equal(value);
      expect(load(written), text).to.deep.equal(value);
      expect(readWithLibrary(written), text).to.deep.equal({ value });
      expect([undefined, JSON.stringify(value)], text).to.include(JSON.stringify(readItem(written, 0)));
    }
  });
});
