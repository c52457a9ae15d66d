import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import { filter } from "../../src/function/filter.ts";

const [cluster = ""] = exampleInput({
  postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: demo-S3}}}}",
}).manifests.split("---\n");
const asItem = (text: string) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`;
const list = (...items: readonly string[]) =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.map(asItem).join("")}`;

/** One Secret `demo-s3` in namespace `pg`, as people and programs write it. */
const spellings: Readonly<Record<string, string>> = {
  "in block style": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: demo-s3\n  namespace: pg\n",
  "with quotes": 'apiVersion: v1\nkind: Secret\nmetadata:\n  "name": \'demo-s3\'\n  namespace: "pg"\n',
  "in flow style": "apiVersion: v1\nkind: Secret\nmetadata: {namespace: pg, name: demo-s3}\n",
  "as JSON": '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"demo-s3","namespace":"pg"}}\n',
  "with a label called name":
    "apiVersion: v1\nkind: Secret\nmetadata:\n  labels:\n    name: other\n    namespace: other\n  name: demo-s3\n  namespace: pg\n",
  "with data before its name":
    "apiVersion: v1\nkind: Secret\nstringData:\n  x.conf: |\n    [global]\n  name: other\nmetadata:\n  namespace: pg\n  name: demo-s3\n",
};

describe("a Secret that is called almost as the cluster says", () => {
  for (const [spelling, secret] of Object.entries(spellings))
    for (const [where, input] of [
      ["in a list", list(cluster, secret)],
      ["among documents", `${cluster}---\n${secret}`],
    ] as const)
      it(`is named, ${spelling}, ${where}`, async () => {
        const { findings } = await filter(Buffer.from(input));
        const missing = findings.filter(({ rule }) => rule === "secret-missing");
        expect(missing.map(({ severity, problem }) => [severity, problem])).to.deep.equal([
          ["error", "There is no Secret `demo-S3` in the input, but there is `demo-s3`."],
        ]);
      });
});

describe("a Secret with a hash in its name that the cluster does not have", () => {
  const secret = (name: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: pg}\n`;
  const clusterOf = (name: string) => cluster.replace("demo-S3", name);

  for (const [names, present, problem] of [
    ["demo-s3", "demo-s3-7mbk96g6t2", "demo-s3"],
    ["demo-s3-2g4hkmt569", "demo-s3-7mbk96g6t2", "demo-s3-2g4hkmt569"],
  ] as const)
    it(`is an error that names the cure: ${names}, and there is ${present}`, async () => {
      const { findings } = await filter(Buffer.from(`${clusterOf(names)}---\n${secret(present)}`));
      const missing = findings.filter(({ rule }) => rule === "secret-missing");
      expect(missing.map(({ severity, problem: told, fix }) => [severity, told, fix])).to.deep.equal([
        [
          "error",
          `There is no Secret \`${problem}\` in the input, but there is \`${present}\`: the two differ in the hash that kustomize adds to a generated name, and the pods start without what is in it.`,
          "Write `secret: demo-s3` and list the Component fn-config/component or fn-config/namereference, by which kustomize knows that the resource refers to the Secret; or set `generatorOptions: {disableNameSuffixHash: true}`.",
        ],
      ]);
    });

  for (const other of ["demo-s3-backup-key", "other-7mbk96g6t2", "demo-s3-7mbk96g6t"])
    it(`is another Secret where it is called ${other}`, async () => {
      const { findings } = await filter(Buffer.from(`${clusterOf("demo-s3")}---\n${secret(other)}`));
      expect(findings.filter(({ problem }) => problem.includes("hash"))).to.deep.equal([]);
    });
});

describe("Secrets of a fleet", () => {
  it("are found to be near where only capitals differ, however many there are", async () => {
    const numbers = Array.from({ length: 400 }, (_, index) => index);
    const clusters = numbers.map((number) =>
      cluster
        .replace("name: demo\n", `name: demo-${number}\n`)
        .replace("demo-S3", `x${number}-S3`)
        .replace("/demo", `/demo-${number}`),
    );
    const secrets = numbers.map(
      (number) => `apiVersion: v1\nkind: Secret\nmetadata: {name: x${number}-s3, namespace: pg}\n`,
    );
    const { findings } = await filter(Buffer.from([...clusters, ...secrets].join("---\n")));
    const missing = findings.filter(({ rule }) => rule === "secret-missing");
    expect(missing.map(({ problem }) => problem)).to.deep.equal(
      numbers.map((number) => `There is no Secret \`x${number}-S3\` in the input, but there is \`x${number}-s3\`.`),
    );
  });
});
