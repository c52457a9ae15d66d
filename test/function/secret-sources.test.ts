import { expect } from "chai";
import { stringify } from "yaml";
import { exampleInput } from "../../scripts/rule-example.ts";
import { filter } from "../../src/function/filter.ts";

/* Secrets that are not plain yet: their content counts as absent, but what can be read of them is judged. */

const [cluster = ""] = exampleInput({}).manifests.split("---\n");
const [gcs = ""] = exampleInput({
  postgresql:
    "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: gcs, resource: backups, keyType: service, key: gcs.json, schedule: {full: 30 2 * * *}}]}}}",
}).manifests.split("---\n");
const encrypted = "ENC[AES256_GCM,data:aGVsbG8=,iv:aXY=,tag:dGFn,type:str]";
const resource = (apiVersion: string, kind: string, name: string, more: object) =>
  stringify({ apiVersion, kind, metadata: { name, namespace: "pg" }, ...more }, { lineWidth: 0 });
const external = (name: string, spec: object) => resource("external-secrets.io/v1", "ExternalSecret", name, { spec });
const fetched = (...keys: readonly string[]) => keys.map((secretKey) => ({ secretKey, remoteRef: { key: "a" } }));
const conf = (option: string) => `[global]\nrepo1-s3-key = {{ .key }}\n${option} = {{ .secret }}\n{{- .more }}\n`;

/** Ways in which a Secret `demo-s3` with one key comes into being. */
const sources: Readonly<Record<string, (key: string) => string>> = {
  "a SealedSecret": (key) =>
    resource("bitnami.com/v1alpha1", "SealedSecret", "demo-s3", { spec: { encryptedData: { [key]: "AgB" } } }),
  "an ExternalSecret of its own name": (key) => external("demo-s3", { data: fetched(key) }),
  "an ExternalSecret that names it": (key) => external("other", { target: { name: "demo-s3" }, data: fetched(key) }),
  "a SecretProviderClass": (key) =>
    resource("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass", "other", {
      spec: { secretObjects: [{ secretName: "demo-s3", data: [{ objectName: "a", key }] }] },
    }),
  "a SopsSecret": (key) =>
    resource("isindir.github.com/v1alpha3", "SopsSecret", "other", {
      spec: { secretTemplates: [{ name: "demo-s3", stringData: { [key]: encrypted } }] },
    }),
  "a Secret that SOPS encrypted": (key) =>
    resource("v1", "Secret", "demo-s3", { data: { [key]: encrypted }, sops: { mac: encrypted } }),
  "a Secret with a placeholder for Flux": (key) =>
    resource("v1", "Secret", "demo-s3", { stringData: { [key]: `\${S3_CONF}` } }),
  "a Secret with a placeholder of Argo CD Vault Plugin as base64": (key) =>
    resource("v1", "Secret", "demo-s3", { data: { [key]: "<path:kv/data/postgres#s3>" } }),
  "a Secret with a file that SOPS encrypted as a whole": (key) =>
    resource("v1", "Secret", "demo-s3", {
      stringData: { [key]: JSON.stringify({ data: encrypted, sops: { mac: encrypted } }) },
    }),
  "a Secret with a file that SOPS encrypted as dotenv": (key) =>
    resource("v1", "Secret", "demo-s3", { stringData: { [key]: `A=${encrypted}\nsops_mac=${encrypted}\n` } }),
};

const findings = async (...documents: readonly string[]) =>
  (await filter(Buffer.from([cluster, ...documents].join("---\n")))).findings.map(
    ({ rule, severity, problem }) => `${severity}: ${problem} [${rule}]`,
  );

describe("a Secret that is filled in later", () => {
  for (const [what, source] of Object.entries(sources)) {
    it(`is not missed, and may hold all that is needed: ${what}`, async () => {
      expect(await findings(source("s3.conf"))).to.deep.equal([]);
    });

    it(`has a key that is not read: ${what}`, async () => {
      expect(await findings(source("s3.configuration"))).to.deep.equal([
        "error: pgBackRest does not read `s3.configuration`, because its name does not end in `.conf`. [secret-file-unread]",
      ]);
      expect(await findings(source("repo1-s3-key"))).to.deep.equal([
        "error: pgBackRest reads nothing of `demo-s3`: none of its keys ends in `.conf` (`repo1-s3-key`). [secret-file-unread]",
      ]);
    });

    it(`has a key file, and nothing else: ${what}`, async () => {
      const ofGcs = async (text: string) => (await filter(Buffer.from(`${gcs}---\n${text}`))).findings;
      expect((await ofGcs(source("gcs.json"))).map(({ rule }) => rule)).to.deep.equal([]);
      expect((await ofGcs(source("gcs.key"))).map(({ rule }) => rule)).to.include("gcs-key-file");
    });
  }

  for (const [what, source] of [
    ["an ExternalSecret with dataFrom", external("demo-s3", { dataFrom: [{ extract: { key: "a" } }] })],
    [
      "an ExternalSecret with templateFrom",
      external("demo-s3", { data: fetched("a"), target: { template: { templateFrom: [{ configMap: {} }] } } }),
    ],
    [
      "an ExternalSecret that adds to another Secret",
      external("demo-s3", { data: fetched("a"), target: { creationPolicy: "Merge" } }),
    ],
    [
      "a VaultStaticSecret",
      resource("secrets.hashicorp.com/v1beta1", "VaultStaticSecret", "a", {
        spec: { destination: { name: "demo-s3", create: true } },
      }),
    ],
    ["a OnePasswordItem", resource("onepassword.com/v1", "OnePasswordItem", "demo-s3", { spec: {} })],
  ] as const)
    it(`has keys that nobody can read: ${what}`, async () => expect(await findings(source)).to.deep.equal([]));

  it("has what its template says, and only that", async () => {
    const of = (data: object, more: object = {}) =>
      external("demo-s3", { data: fetched("key", "secret"), target: { template: { data, ...more } } });
    expect(await findings(of({ "s3.conf": conf("repo1-s3-key-secret") }))).to.deep.equal([]);
    expect(await findings(of({ "s3.conf": conf("repo1-s3-key-sekret") }))).to.deep.equal([
      "error: This line does not name a pgBackRest option, so it has no effect. [unknown-option]",
    ]);
    expect(await findings(of({ "s3.cfg": conf("repo1-s3-key-secret") }))).to.deep.equal([
      "error: pgBackRest does not read `s3.cfg`, because its name does not end in `.conf`. [secret-file-unread]",
    ]);
    expect(await findings(of({ other: "x" }))).to.have.lengthOf(1);
    const merged = { data: fetched("s3.conf"), target: { template: { mergePolicy: "Merge", data: { a: "x" } } } };
    expect(await findings(external("demo-s3", merged))).to.deep.equal([]);
  });

  it("has the options that SOPS leaves readable in an ini file", async () => {
    const ini = (option: string) =>
      resource("v1", "Secret", "demo-s3", {
        stringData: {
          "s3.conf": `[global]\nrepo1-s3-key = ${encrypted}\n${option} = ${encrypted}\n\n[sops]\nmac = ${encrypted}\n`,
        },
      });
    expect(await findings(ini("repo1-s3-key-secret"))).to.deep.equal([]);
    expect(await findings(ini("repo1-s3-key-secret\nrepo1-retension-full"))).to.not.deep.equal([]);
    expect((await findings(ini("repo1-s3-key-sekret"))).join("\n")).to.include("[unknown-option]");
  });

  it("is completed by what is plain beside it", async () => {
    const plain = resource("v1", "Secret", "demo-s3", {
      stringData: { "path.conf": "[global]\nrepo1-retension-full = 4\n" },
    });
    const merge = external("demo-s3", { data: fetched("s3.conf"), target: { creationPolicy: "Merge" } });
    expect(await findings(plain, merge)).to.deep.equal([
      "error: This line does not name a pgBackRest option, so it has no effect. [unknown-option]",
    ]);
  });

  it("does not stand for one of another name or namespace", async () => {
    const sealed = sources["a SealedSecret"]?.("s3.conf") ?? "";
    expect(await findings(sealed.replace("name: demo-s3", "name: demo-s"))).to.deep.equal([
      "error: There is no Secret `demo-s3` in the input, but there is `demo-s`. [secret-missing]",
    ]);
    expect(await findings(sealed.replace("namespace: pg", "namespace: other"))).to.deep.equal([
      "warning: Secret `demo-s3` is in namespace `other`, where the cluster in `pg` cannot see it. [secret-missing]",
    ]);
  });

  it("passes through unread where it is not valid YAML, in a list", async () => {
    const sealed =
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: demo-s3\n  name: "demo-s3"\n';
    const asItem = (text: string) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`;
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${asItem(sealed)}${asItem(cluster)}`;
    expect((await filter(Buffer.from(list))).exitCode).to.equal(0);
  });
});
