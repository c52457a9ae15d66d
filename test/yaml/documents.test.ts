import { expect } from "chai";
import { decodeInput, sentence } from "../../src/yaml/documents.ts";
import { UnreadableInput } from "../../src/yaml/unreadable-input.ts";

describe("the input as text", () => {
  for (const [what, bytes, message] of [
    ["bytes that are not UTF-8", Buffer.from([0x61, 0xff]), /^The input is not text in UTF-8\. /],
    ["a zero byte", Buffer.from("a\0"), /^The input is not text: byte 1 is zero\. /],
    [
      "more than a text can hold",
      Buffer.alloc(520 * 2 ** 20, " "),
      /^The input has 520 MiB, and at most 511 MiB of it can be read as documents or JSON\. Split it, /,
    ],
  ] as const)
    it(`${what}: a sentence that says so`, () => expect(() => decodeInput(bytes)).to.throw(UnreadableInput, message));
});

describe("what the YAML library says of a text", () => {
  for (const [message, said] of [
    ["Invalid escape sequence \\UAAAAAAAA", "Invalid escape sequence \\U"],
    ["Invalid escape sequence \\q at line 1", "Invalid escape sequence \\q"],
  ] as const)
    it(`is shown without what it quotes: ${message}`, () => expect(sentence(message)).to.equal(said));
});
