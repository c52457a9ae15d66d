import { expect } from "chai";
import fc from "fast-check";
import { isValueFilledInLater, mayBeFilledIn, placeholderPatterns } from "../../src/secret/placeholder.ts";
import { sopsFormat } from "../../src/secret/sops-document.ts";

/* Most texts are looked at only once, for a mark that all placeholders have: it must be in each of them. */

const [placeholder, within, encrypted] = placeholderPatterns;

describe("the mark of what is filled in later, or encrypted", () => {
  for (const [what, pattern] of Object.entries({ placeholder, within, encrypted }))
    it(`is in every text that the pattern of a ${what} describes`, () => {
      if (pattern === undefined) throw new Error("There is no such pattern.");
      fc.assert(
        fc.property(fc.stringMatching(pattern), fc.constantFrom("", " ", "/a "), (text, before) => {
          expect(mayBeFilledIn(`${before}${text}`)).to.equal(true);
        }),
        { numRuns: 1000 },
      );
    });

  it("is in every file that SOPS encrypted", () => {
    const file = fc.constantFrom(
      "a = ENC[x]\n[sops]\n",
      '{"a":"ENC[x]","sops":{}}',
      "a=ENC[x]\nsops_mac=1\n",
      "a: ENC[x]\nsops:\n",
    );
    fc.assert(
      fc.property(file, (text) => {
        expect([sopsFormat(text) !== undefined, mayBeFilledIn(text)]).to.deep.equal([true, true]);
      }),
    );
  });

  for (const value of [
    "<bucket>",
    `\${NAME}`,
    "$NAME",
    "vault:secret/x#key",
    "ref+vault://x",
    "{{ .key }}",
    "/a/<path:kv/data/x#key>",
    `/a/\${NAME}/b`,
    "/a/{{ .key }}",
    "/a/ref+vault://x",
    "ENC[AES256_GCM,data:x]",
  ])
    it(`does not hide ${value}`, () => expect(isValueFilledInLater(value)).to.equal(true));

  for (const value of ["", "/var/lib/pgbackrest", "s3.eu-central-1.amazonaws.com:443", "7", "[a]", "{a}", "a+b"])
    it(`is not in ${value === "" ? "an empty text" : value}`, () => expect(mayBeFilledIn(value)).to.equal(false));
});
