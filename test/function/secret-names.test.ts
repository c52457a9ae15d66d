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
  "with a name that goes on in the next line":
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: "demo-\\\n    s3"\n  namespace: pg\n',
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

describe("a Secret that is called as the cluster says", () => {
  for (const [spelling, secret] of Object.entries(spellings))
    it(`is found, ${spelling}`, async () => {
      const { findings } = await filter(Buffer.from(list(cluster.replace("demo-S3", "demo-s3"), secret)));
      expect(findings.filter(({ rule }) => rule === "secret-missing")).to.deep.equal([]);
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

describe("a Secret with options that no cluster names, beside a cluster whose Secret is missing", () => {
  const wrong = (name = "demo", secret = "demo-bucket") =>
    cluster.replace("name: demo\n", `name: ${name}\n`).replace("demo-S3", secret).replaceAll("/demo", `/${name}`);
  const conf = "[global]\nrepo1-s3-key = a\nrepo1-s3-key-secret = b\n";
  const secret = (name: string, files: Readonly<Record<string, string>> = { "s3.conf": conf }, namespace = "pg") =>
    `${JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData: files })}\n`;
  const sealed = (key: string) =>
    `${JSON.stringify({ apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "credentials", namespace: "pg" }, spec: { encryptedData: { [key]: "AgB" } } })}\n`;
  const missing = async (...documents: readonly string[]) =>
    (await filter(Buffer.from(documents.join("---\n")))).findings
      .filter(({ rule }) => rule === "secret-missing")
      .map(({ severity, problem, fix }) => `${severity}: ${problem} ${fix}`);

  const none = "error: There is no Secret `demo-bucket` in the input";
  const only = (file = "s3.conf") => [
    `${none}; \`credentials\`, which has \`${file}\`, is named by no cluster. Write \`secret: credentials\` if you mean that one.`,
  ];
  const [one, two, three] = ["one", "two", "three"].map((name) => `\`${name}\`, which has \`s3.conf\`,`);
  const several = "Write the name of the one that you mean, for example `secret: one`.";
  for (const [what, documents, expected] of [
    ["one", [secret("credentials")], only()],
    ["one with a hash", [secret("credentials-7mbk96g6t2")], only()],
    ["one without a namespace", [secret("credentials", { "x.conf": conf }, "")], only("x.conf")],
    ["one that is sealed", [sealed("s3.conf")], only()],
    ["one that a later step fills in", [secret("credentials", { "s3.conf": `\${CONF}` })], only()],
    [
      "one beside others",
      [secret("other", { a: conf }), secret("credentials"), secret("tls", { "x.conf": "a" })],
      only(),
    ],
    [
      "one of two, the other with a similar name",
      [secret("credentials"), secret("demo-bukcet")],
      [`${none}, but there is \`demo-bukcet\`. Write \`secret: demo-bukcet\` if you mean that one.`],
    ],
    ["two", [secret("one"), secret("two")], [`${none}; ${one} and ${two} are named by no cluster. ${several}`]],
    [
      "five",
      ["one", "two", "three", "four", "five"].map((name) => secret(name)),
      [`${none}; ${one} and ${two} and ${three} and 2 more are named by no cluster. ${several}`],
    ],
    ["one in another namespace", [secret("credentials", { "s3.conf": conf }, "other")], []],
    ["one that another cluster names", [secret("credentials"), wrong("other", "credentials")], []],
    ["one without options", [secret("credentials", { "s3.conf": "[client]\nuser = a\n" })], []],
    ["one whose file is not read", [secret("credentials", { "s3.cfg": conf })], []],
    ["one that is sealed, without such a file", [sealed("password")], []],
  ] as const)
    it(`${expected.length === 0 ? "does not prove" : "proves"} that a name is wrong: ${what}`, async () => {
      expect(await missing(wrong(), ...documents)).to.deep.equal(expected);
    });

  it("is another cluster's where that calls it as it was called before kustomize renamed it", async () => {
    const renamed = JSON.parse(secret("acme-credentials"));
    renamed.metadata.annotations = { "internal.config.kubernetes.io/previousNames": "credentials" };
    const found = await missing(wrong(), wrong("other", "credentials"), `${JSON.stringify(renamed)}\n`);
    expect(found.join()).not.to.include("error");
  });

  it("is another cluster's where the selector leaves that out", async () => {
    const labeled = wrong().replace("name: demo\n", "name: demo\n  labels: {backup: mine}\n");
    const config = {
      apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
      kind: "ExpandPgBackRest",
      spec: { selector: { matchLabels: { backup: "mine" } } },
    };
    const input = [labeled, wrong("other", "credentials"), secret("credentials")].join("---\n");
    expect((await filter(Buffer.from(input), config)).findings).to.deep.equal([]);
    const alone = [labeled, secret("credentials")].join("---\n");
    expect((await filter(Buffer.from(alone), config)).findings.map(({ rule }) => rule)).to.deep.equal([
      "secret-missing",
    ]);
  });
});

describe("a Secret that is not there, and that nothing there makes", () => {
  const elsewhere = cluster.replace("demo-S3", "made-elsewhere");
  const found = async (input: string, isBuilt?: boolean) =>
    (await filter(Buffer.from(input), undefined, isBuilt === undefined ? {} : { isBuilt })).findings.map(
      ({ severity, problem }) => `${severity}: ${problem}`,
    );
  const sealed =
    "---\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: made-elsewhere, namespace: pg}\nspec: {encryptedData: {s3.conf: AgB}}\n";

  it("is mentioned where a kustomization was built, not where some files are read", async () => {
    expect(await found(elsewhere)).to.deep.equal([]);
    expect(await found(elsewhere, true)).to.deep.equal([
      "info: Secret `made-elsewhere` is not in what was built, so nothing in it could be checked.",
    ]);
    expect(await found(elsewhere + sealed, true)).to.deep.equal([]);
  });
});
