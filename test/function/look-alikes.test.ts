import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";
import { cluster } from "./cluster-item.ts";

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";
const lookAlike = (apiVersion: string) =>
  `- ${apiVersion}\n  kind: postgresql\n  metadata:\n    name: a\n  spec:\n    teamId: acid\n`;

const isNamed = async (text: string) =>
  (await filter(Buffer.from(text))).findings.some(({ rule }) => rule === "cluster-not-read");

describe("a resource that looks like a cluster", () => {
  for (const [apiVersion, named] of [
    ["apiVersion: cpo.opensource.cybertec.at/v1", false],
    ['apiVersion: "cpo.opensource.cybertec.at/v1"  # comment', false],
    ["apiVersion:   'cpo.opensource.cybertec.at/v1'", false],
    ["apiVersion: cpo.opensource.cybertec.at/v1 # comment", false],
    ["apiVersion: cpo.opensource.cybertec.at/v1>", true],
    ["apiVersion: cpo.opensource.cybertec.at/v1/", true],
    ["apiVersion: cpo.opensource.cybertec.at/v1 v1", true],
    ["apiVersion: cpo.opensource.cybertec.at/v1#", true],
    ["apiVersion: 'cpo.opensource.cybertec.at/v1 '", true],
    ["apiVersion: cpo.opensource.cybertec.at/v2 # not cpo.opensource.cybertec.at/v1", true],
    ["apiVersion: cpo.opensouce.cybertec.at/v1 # apiVersion: cpo.opensource.cybertec.at/v1", true],
    ["labels: {a: cpo.opensource.cybertec.at/v1}", true],
  ] as const)
    it(`is ${named ? "" : "not "}named, whatever is beside it: ${apiVersion}`, async () => {
      expect(await isNamed(`${head}${lookAlike(apiVersion)}`)).to.equal(named);
      expect(await isNamed(`${head}${lookAlike(apiVersion)}${cluster("demo")}`)).to.equal(named);
    });
});
