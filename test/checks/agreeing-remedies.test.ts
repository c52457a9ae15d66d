import { expect } from "chai";
import { exampleFindings } from "../../scripts/rule-example.ts";
import { placeText } from "../../src/findings/finding-text.ts";

/* One line may break several rules. Whoever does what one of them says must not be told the opposite by another. */

const storages = {
  s3: { fields: "endpoint: s3.example.com, region: eu", global: "" },
  "s3 with temporary credentials": {
    fields: "endpoint: s3.example.com, region: eu",
    global: "repo1-s3-key-type: auto, ",
  },
  "gcs with a file": { fields: "key: gcs.json, keyType: service", global: "" },
  "gcs with a token": { fields: "key: gcs.json, keyType: token", global: "" },
  "azure with a key in the CR": { fields: "endpoint: blob.core.windows.net, account: demo, key: eA==", global: "" },
  "azure without a key": { fields: "endpoint: blob.core.windows.net, account: demo", global: "" },
  "azure with a signature": {
    fields: "endpoint: blob.core.windows.net, account: demo",
    global: "repo1-azure-key-type: sas, ",
  },
  "azure with an identity": {
    fields: "endpoint: blob.core.windows.net, account: demo, key: none",
    global: "repo1-azure-key-type: auto, ",
  },
};

/** What pgBackRest counts among secrets, and what the operator writes from a field of a repository. */
const options = [
  "azure-account",
  "azure-container",
  "azure-endpoint",
  "azure-key",
  "gcs-bucket",
  "gcs-key",
  "s3-bucket",
  "s3-key",
  "s3-key-secret",
  "s3-token",
].map((name) => `repo1-${name}`);

const places = {
  "`global`": (option: string) => ({ global: `${option}: eA==, `, conf: "" }),
  "`[global]` of the Secret": (option: string) => ({ global: "", conf: `[global]\n${option} = eA==` }),
  both: (option: string) => ({ global: `${option}: eA==, `, conf: `[global]\n${option} = eA==` }),
};

/** Where a finding wants the line, as its fix says; `undefined` where it is about its value. */
function destination(fix: string): string | undefined {
  if (/^(Move|Set) .*under `\[db\]`/.test(fix)) return "the stanza's section";
  if (/^Move .*`\[global\]`/.test(fix)) return "the section for all";
  return /^Remove|^Write its value as|, or remove the lines?\.$/.test(fix) ? "nowhere" : undefined;
}

describe("remedies for one line", () => {
  for (const [kind, { fields, global }] of Object.entries(storages))
    it(`agree: ${kind}`, async () => {
      const [storage = ""] = kind.split(" ");
      const wrong: string[] = [];
      for (const option of options)
        for (const [where, linesOf] of Object.entries(places)) {
          const lines = linesOf(option);
          const found = await exampleFindings({
            postgresql: `spec: {backup: {pgbackrest: {global: {${global}${lines.global}process-max: "2"}, repos: [{name: repo1, storage: ${storage}, resource: backups, schedule: {full: 30 2 * * *}, ${fields}}]}}}`,
            ...(lines.conf !== "" && { "a.conf": lines.conf }),
          });
          const byPlace = new Map<string, Set<string>>();
          for (const { at, fix } of found) {
            const wanted = destination(fix);
            if (!("object" in at) || wanted === undefined) continue;
            byPlace.set(placeText(at), (byPlace.get(placeText(at)) ?? new Set()).add(wanted));
            // Nobody is sent to the CR with the key of an account.
            if (/^Add `key`|`key: </.test(fix)) wrong.push(`${option} in ${where}: ${fix}`);
          }
          for (const [place, wanted] of byPlace)
            if (wanted.size > 1) wrong.push(`${option} in ${where}, ${place}: ${[...wanted].join(", or ")}`);
        }
      expect(wrong).to.deep.equal([]);
    });

  it("lead a newcomer with Azure's key in the wrong section to a configuration without findings", async () => {
    const repository =
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: azure, resource: demo-backups, endpoint: blob.core.windows.net, account: salesbackups, schedule: {full: 30 2 * * *}}]}}}";
    const given = (section: string) =>
      exampleFindings({ postgresql: repository, "s3.conf": `[${section}]\nrepo1-azure-key = eA==` });
    expect((await given("global")).map(({ rule, fix }) => [rule, destination(fix)])).to.deep.equal([
      ["repository-field-missing", "the stanza's section"],
      ["option-twice", "the stanza's section"],
    ]);
    expect(await given("db")).to.deep.equal([]);
  });
});
