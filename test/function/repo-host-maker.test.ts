import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { root } from "../tools.ts";

const cluster = readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8");
const annotated = (maker: string) =>
  cluster.replace(
    "metadata:\n",
    `metadata:\n  annotations:\n    expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host: ${maker}\n`,
  );

const config = (spec: string): JsonValue =>
  parse(`{apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1, kind: ExpandPgBackRest, spec: ${spec}}`);
const configMap = (data: string): JsonValue =>
  parse(`{apiVersion: v1, kind: ConfigMap, metadata: {name: fn}, data: ${data}}`);

async function run(text: string, functionConfig?: JsonValue) {
  const { parts, findings, exitCode, stale } = await filter(Buffer.from(text), functionConfig);
  return {
    text: Buffer.concat(parts.map((part) => Buffer.from(part))).toString(),
    said: findingsText(findings),
    exitCode,
    stale,
  };
}

/** The documents of a text, without the StatefulSet. */
const withoutHost = (text: string) =>
  text
    .split("---\n")
    .filter((document) => !document.includes("\nkind: StatefulSet\n"))
    .join("---\n");

const kinds = (text: string) => [...text.matchAll(/^ {0,2}kind: (\w+)$/gm)].map(([, kind]) => kind);

describe("who makes the repo host", () => {
  it("is whoever applies the manifests, if nothing else is said: the StatefulSet is there", async () => {
    const { text, said } = await run(cluster);
    expect(said).to.equal("");
    expect(kinds(text)).to.deep.equal(["postgresql", "ConfigMap", "ConfigMap", "StatefulSet", "CronJob", "CronJob"]);
  });

  for (const [how, given, functionConfig, isThere] of [
    ["the functionConfig: operator", cluster, config("{repoHost: operator}"), false],
    ["the functionConfig: apply", cluster, config("{repoHost: apply}"), true],
    ["a ConfigMap: operator", cluster, configMap("{repoHost: operator}"), false],
    ["a ConfigMap: apply", cluster, configMap("{repoHost: apply}"), true],
    ["an annotation: operator", annotated("operator"), undefined, false],
    ["an annotation: apply", annotated("apply"), undefined, true],
    ["an annotation before the functionConfig: operator", annotated("operator"), config("{repoHost: apply}"), false],
    ["an annotation before the functionConfig: apply", annotated("apply"), config("{repoHost: operator}"), true],
  ] as const)
    it(`is said by ${how}: all else is the same text`, async () => {
      const before = await run(cluster);
      const { text, said, exitCode } = await run(given, functionConfig);
      expect({ said, exitCode }).to.deep.equal({ said: "", exitCode: 0 });
      const added = text.slice(given.length);
      const all = before.text.slice(cluster.length);
      expect(added).to.equal(isThere ? all : withoutHost(all));
      expect(all).to.not.equal(withoutHost(all));
    });

  it("is said for one cluster by its annotation, and for the others by the functionConfig", async () => {
    const two = `${annotated("apply")}---\n${cluster.replace("name: demo\n", "name: other\n")}`;
    const { text } = await run(two, config("{repoHost: operator}"));
    expect(text).to.include("name: demo-pgbackrest-repo-host\n");
    expect(text).to.not.include("name: other-pgbackrest-repo-host\n");
    expect(text).to.include("name: other-pgbackrest-repohost-config\n");
  });

  it("does not matter to a cluster without a volume", async () => {
    const s3 = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
    expect(await run(s3, config("{repoHost: operator}"))).to.deep.equal(await run(s3));
  });

  it("is an error where it is misspelled, for either guess may lose backups", async () => {
    const wrong = annotated("Operator");
    const { text, said, exitCode } = await run(wrong);
    expect({ text: text.startsWith(wrong), kinds: kinds(text), exitCode }).to.deep.equal({
      text: true,
      kinds: ["postgresql"],
      exitCode: 1,
    });
    expect(said).to.equal(
      'postgresql pg/demo metadata.annotations["expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host"]: error: `expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host` is `Operator`, which says neither that the operator makes the repo host nor that you apply it. [annotation-unknown]\n  Write `operator` or `apply`.\n',
    );
    for (const bad of [config("{repoHost: operators}"), configMap("{repoHost: 'true'}")])
      expect((await run(cluster, bad)).exitCode).to.equal(3);
  });

  it("can be seen nevertheless", async () => {
    const all = await run(cluster);
    for (const [given, functionConfig] of [
      [cluster, config("{repoHost: operator}")],
      [annotated("operator"), undefined],
    ] as const) {
      const { parts } = await filter(Buffer.from(given), functionConfig, { includesRepoHost: true });
      const text = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
      expect(text.slice(given.length)).to.equal(all.text.slice(cluster.length));
    }
  });

  describe("refuses one that others wrote", () => {
    const exported = `${cluster}---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: demo-pgbackrest-repo-host, namespace: pg}
spec: {}
`;

    for (const [how, given, functionConfig] of [
      ["the functionConfig", exported, config("{repoHost: operator}")],
      ["an annotation", exported.replace(cluster, annotated("operator")), undefined],
    ] as const)
      it(`by ${how}`, async () => {
        const { text, said, exitCode } = await run(given, functionConfig);
        expect({ text, said, exitCode }).to.deep.equal({
          text: given,
          exitCode: 1,
          said: `StatefulSet pg/demo-pgbackrest-repo-host metadata.name: error: StatefulSet \`demo-pgbackrest-repo-host\` is in the input and was not created by this function, but the repo host of postgresql \`demo\` is left to the operator. If it is applied before the operator has made the certificates, the operator never makes them, and no backup is taken. [name-taken]
  Remove it from the manifests, or set \`spec.adopt: true\` in the functionConfig to let the function do it. If it was applied, read docs/operator.md first ("Who makes the repo host").
  with postgresql pg/demo metadata.name
`,
        });
      });

    it("or removes it with adopt, and warns of what prunes", async () => {
      const adopted = await run(exported, config("{repoHost: operator, adopt: true}"));
      expect(kinds(adopted.text)).to.not.include("StatefulSet");
      expect(adopted.said).to.match(
        /^StatefulSet pg\/demo-pgbackrest-repo-host metadata\.name: warning: .*\[repo-host-removed\]\n/,
      );
      expect(adopted.stale.map(({ is, object: { kind } }) => [is, kind])).to.deep.equal([["unwanted", "StatefulSet"]]);
    });

    it("which the cluster itself can silence", async () => {
      const off = 'expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: "repo-host-removed=off: handed over"';
      const accepted = exported.replace(
        cluster,
        cluster.replace("metadata:\n", `metadata:\n  annotations:\n    ${off}\n`),
      );
      expect((await run(accepted, config("{repoHost: operator, adopt: true}"))).said).to.equal("");
    });

    it("but not that of another namespace, or of a cluster without a volume", async () => {
      const other = exported.replace("repo-host, namespace: pg", "repo-host, namespace: other");
      expect((await run(other, config("{repoHost: operator}"))).said).to.equal("");
    });
  });

  describe("when it changes", () => {
    const operator = config("{repoHost: operator}");

    it("back and forth, the manifests have the same objects as before, and each way twice is once", async () => {
      const applied = (await run(cluster)).text;
      const left = await run(applied, operator);
      expect(left.text).to.equal(withoutHost(applied));
      expect((await run(left.text, operator)).text).to.equal(left.text);
      const back = (await run(left.text)).text;
      expect(back.split("---\n").sort()).to.deep.equal(applied.split("---\n").sort());
      expect((await run(back)).text).to.equal(back);
    });

    it("what the operator keeps in CronJobs, and labels of others, stay", async () => {
      const applied = (await run(cluster)).text
        .replace(/(\nkind: CronJob[\s\S]*?\nspec:\n)/, "$1  suspend: false\n")
        .replace(/(\nkind: ConfigMap\nmetadata:[\s\S]*? {2}labels:\n)/, "$1    example.com/by: me\n");
      expect(applied.match(/suspend: false|example\.com\/by: me/g)).to.have.lengthOf(2);
      const left = (await run(applied, operator)).text;
      expect(left).to.equal(withoutHost(applied));
    });

    it("check says why a StatefulSet of an earlier run is not wanted", async () => {
      const { stale } = await run((await run(cluster)).text, operator);
      expect(stale.map(({ is, object: { kind, name } }) => [is, kind, name])).to.deep.equal([
        ["unwanted", "StatefulSet", "demo-pgbackrest-repo-host"],
      ]);
      expect(stale.map((each) => each.is === "unwanted" && each.because?.problem)).to.deep.equal([
        "StatefulSet `demo-pgbackrest-repo-host` is among the manifests, but `operator` is set for the repo host of its cluster, which leaves the StatefulSet to the operator.",
      ]);
    });

    it("one that nobody asks for any more is unwanted for that reason", async () => {
      const applied = (await run(cluster)).text;
      const gone = applied.slice(applied.indexOf("---\n"));
      const { stale } = await run(gone, operator);
      expect(stale).to.have.lengthOf(5);
      for (const each of stale) expect(each.is === "unwanted" && each.because).to.equal(undefined);
    });
  });
});
