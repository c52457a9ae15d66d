import { expect } from "chai";
import fc from "fast-check";
import { decoded } from "../../src/secret/decoded.ts";
import { entriesOf, type SecretData, secretOf } from "../../src/secret/secret.ts";

const object = { apiVersion: "v1", kind: "Secret", name: "demo-s3", namespace: "pg" };
const read = ({ data = {}, stringData = {} }: Partial<SecretData>) =>
  secretOf(object, entriesOf({ data, stringData }), false);
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A Secret's files by name with what they hold. */
const texts = (data: Partial<SecretData>) => read(data).files.map(({ name, text }) => [name, text?.reveal()]);

describe("the files of a Secret", () => {
  it("are data, decoded, with stringData over it, in the order of the manifest", () => {
    const data = { "s3.conf": base64("[global]"), "ca.crt": base64("old") };
    expect(texts({ data, stringData: { "ca.crt": "new", "b.conf": "" } })).to.deep.equal([
      ["s3.conf", "[global]"],
      ["ca.crt", "new"],
      ["b.conf", ""],
    ]);
  });

  it("have no text where a value is not base64, or not text", () => {
    const data = { "a.conf": "[global]", "b.conf": 1, "c.conf": null };
    expect(texts({ data, stringData: { "d.conf": true } })).to.deep.equal([
      ["a.conf", undefined],
      ["b.conf", undefined],
      ["c.conf", undefined],
      ["d.conf", undefined],
    ]);
  });

  it("do not show their text, however they are printed", () => {
    const [file] = read({ stringData: { "key.json": "hush" } }).files;
    expect([`${file?.text}`, JSON.stringify(file), String(file?.text)].join()).to.not.include("hush");
    expect(`${file?.text}`).to.equal("(hidden)");
  });
});

describe("base64", () => {
  it("gives every text back, also with line breaks in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        // The mark of what could not be decoded is taken for just that.
        fc.pre(!text.includes("\uFFFD"));
        expect(decoded(base64(text).replace(/(.{7})/g, "$1\n"))).to.equal(text);
      }),
    );
  });

  it("gives bytes that are not UTF-8 as Latin-1", () => expect(decoded("/w==")).to.equal("\u00FF"));

  for (const [what, value] of [
    ["other characters", "a_b-"],
    ["a missing filler", "YQ"],
    ["a filler in the middle", "YQ==YQ=="],
  ] as const)
    it(`is refused with ${what}`, () => expect(decoded(value)).to.equal(undefined));
});

describe("the lines of a Secret", () => {
  it("are those of all files that pgBackRest reads, each with its place", () => {
    const { lines, unread, isReadable } = read({
      stringData: {
        "a.conf": "[global]\nrepo1-s3-key = x\n[main]\nrepo1-s3-key = y\n",
        "b.crt": "[global]\nprocess = no option",
        "c.conf": "# nothing\n[db:backup]\nnonsense = 1",
      },
    });
    const shown = [...lines, ...unread].map(({ meaning, place, read: section, ...line }) => ({
      ...line,
      is: meaning.is,
      section: section ?? line.section,
      place: place.in === "conf" && `${place.file}:${place.line}`,
    }));
    expect(shown).to.deep.equal([
      { section: { stanza: false }, key: "repo1-s3-key", value: "x", from: "secret", is: "option", place: "a.conf:2" },
      {
        section: { stanza: true, command: "backup" },
        key: "nonsense",
        value: "1",
        from: "secret",
        is: "unknown",
        place: "c.conf:3",
      },
      { section: "main", key: "repo1-s3-key", value: "y", from: "secret", is: "option", place: "a.conf:4" },
    ]);
    expect(isReadable).to.equal(true);
  });

  for (const [when, data] of [
    ["a line of a file is no option", { stringData: { "s3.conf": "[global]\noops" } }],
    ["a file that pgBackRest reads is not base64", { data: { "s3.conf": "?" } }],
    ["a file with options has another name", { stringData: { "s3.cfg": "[global]\nrepo1-path = /x" } }],
  ] as const)
    it(`are not all that was meant where ${when}`, () => expect(read(data).isReadable).to.equal(false));

  for (const [when, data] of [
    ["there are none", {}],
    ["a file for something else is not base64", { data: { "ca.crt": "?" } }],
    ["a file for something else has lines like options", { stringData: { "app.ini": "[global]\nport = 1" } }],
  ] as const)
    it(`are all that was meant where ${when}`, () => expect(read(data).isReadable).to.equal(true));
});
