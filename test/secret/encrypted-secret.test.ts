import { readFileSync } from "node:fs";
import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";

const cluster = readFileSync(new URL("../../tutorials/s3/postgresql.yaml", import.meta.url), "utf8");
const secret = (content: string) =>
  `---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: demo-s3\n  namespace: pg\n${content}`;
const rulesOf = async (text: string) => (await filter(Buffer.from(text))).findings.map(({ rule }) => rule);

describe("a Secret that SOPS encrypted", () => {
  for (const field of ["data", "stringData"]) {
    const encrypted = `${field}:\n  s3.conf: ENC[AES256_GCM,data:aGVsbG8=,iv:aXY=,tag:dGFn,type:str]\n`;

    it(`${field}: is not judged by what it looks like`, async () => {
      const sops = "sops:\n  age: []\n  mac: ENC[AES256_GCM,data:aGVsbG8=,iv:aXY=,tag:dGFn,type:str]\n";
      expect(await rulesOf(cluster + secret(encrypted + sops))).to.deep.equal([]);
    });

    it(`${field}: without SOPS' own section the same text is a mistake`, async () => {
      expect(await rulesOf(cluster + secret(encrypted))).to.include("conf-file-syntax");
    });
  }
});
