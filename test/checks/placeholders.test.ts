import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { exampleFindings, exampleInput } from "../../scripts/rule-example.ts";
import type { Example } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { filter } from "../../src/function/filter.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { allOptions, optionNamed } from "../../src/pgbackrest/option-table.ts";
import { isValueFilledInLater } from "../../src/secret/placeholder.ts";
import { keyOf } from "../pgbackrest/option-examples.ts";

/* A value that a later step fills in is never wrong: what is said of any option is about its name alone. */

/** Rules that look at names of options, and at what stands beside them. */
const aboutNames = [
  "option-placement",
  "option-twice",
  "option-release",
  "option-refused",
  "option-warned",
  "option-without-effect",
  "host-option",
  "restore-option-in-global",
  "cipher-pass-without-type",
  "retention-unused",
];

const newest = "2.59.1";

/** The keys of the options that an option depends on, in files. */
function conditionsOf(option: Option): readonly string[] {
  const depends = optionIn(option, newest)?.depends;
  const condition = depends === undefined || depends === null ? undefined : optionNamed(depends.option);
  if (depends === undefined || depends === null || condition === undefined) return [];
  if (depends.option === "repo-type" || condition.section === "command-line") return [];
  return [...conditionsOf(condition), keyOf(depends.option, condition)];
}

describe("a placeholder", () => {
  const files = [...allOptions()].filter(([, { section }]) => section !== "command-line");
  const fill = (keys: readonly string[], value: string) => {
    const lines = new Map([["repo1-s3-key", "x"], ["repo1-s3-key-secret", "x"], ...keys.map((key) => [key, value])] as [
      string,
      string,
    ][]);
    return { "s3.conf": `[global]\n${[...lines].map(([key, text]) => `${key} = ${text}\n`).join("")}` };
  };

  for (const value of [`\${X}`, "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"])
    it(`is never a wrong value of an option: ${value}`, async function () {
      this.timeout(240_000);
      const wrong: string[] = [];
      for (const [name, option] of files)
        for (const { rule } of await exampleFindings(fill([keyOf(name, option)], value)))
          if (!aboutNames.includes(rule)) wrong.push(`${name}: ${rule}`);
      expect(wrong).to.deep.equal([]);
    });

  it("may be what another option needs", async () => {
    const without: string[] = [];
    for (const [name, option] of files) {
      const conditions = conditionsOf(option);
      if (conditions.length === 0 || !/^repo-(s3|cipher|bundle|block)/.test(name)) continue;
      const found = await exampleFindings(fill([...conditions, keyOf(name, option)], `\${X}`));
      if (found.some(({ rule }) => rule === "option-without-effect")) without.push(name);
    }
    expect(without).to.deep.equal([]);
  });

  for (const value of [`/pg/\${CLUSTER}/repo1`, "a{{ .b }}c", "<path:a/b#c>/x", "vault:a#b", "<key>", "$KEY"])
    it(`is seen in ${value}`, () => expect(isValueFilledInLater(value)).to.equal(true));

  describe("in a field of a cluster", () => {
    for (const rule of rules)
      it(`is never a wrong value for ${rule.id}, or the rule is about something else`, async () => {
        for (const { at } of (await exampleFindings(rule.bad)).filter((finding) => finding.rule === rule.id)) {
          if (at.in !== "field" || at.object.kind !== "postgresql" || "holdsWhateverIsFilledIn" in rule) continue;
          const { manifests, functionConfig } = exampleInput(rule.bad);
          const documents = parseAllDocuments(manifests);
          const written = documents.find((each) => each.getIn(["metadata", "name"]) === at.object.name);
          if (at.path.length === 0 || typeof written?.getIn(at.path) !== "string") continue;
          written.setIn(at.path, `\${X}`);
          const config = JSON.parse(JSON.stringify(functionConfig ?? null));
          const { findings } = await filter(Buffer.from(documents.map(String).join("---\n")), config, {
            everyCluster: true,
          });
          expect(findings.filter((finding) => finding.rule === rule.id)).to.deep.equal([]);
        }
      });

    const backup = (fields: string) => ({ postgresql: `spec: {backup: {pgbackrest: ${fields}}}` });
    const parameter = (name: string, value: string) => ({
      postgresql: `spec: {postgresql: {parameters: {${name}: '${value}'}}}`,
    });
    const keys = ["repo1", "repo2"].map((name) => `${name}-s3-key = x\n${name}-s3-key-secret = x\n`).join("");
    const repos = (...repositories: readonly string[]) => ({
      "s3.conf": `[global]\n${keys}`,
      ...backup(
        `{global: {repo1-path: '/\${X}', repo2-path: '/\${X}', repo1-retention-full: "4", repo2-retention-full: "4"}, repos: [${repositories.map((bucket, at) => `{name: repo${at + 1}, storage: s3, resource: ${bucket}, endpoint: s3.example.com, region: eu, schedule: {full: "${at * 9} 2 * * *"}}`).join(", ")}]}`,
      ),
    });
    const jobs = (text: string) => ({
      postgresql: `metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: '${text}'}}`,
    });
    const errors = async (example: Example) =>
      (await exampleFindings(example)).filter(({ severity }) => severity === "error").map(({ rule }) => rule);

    for (const example of [
      backup(`{image: '\${REGISTRY}/pgbackrest:18'}`),
      backup(`{image: '{{ .registry }}/pgbackrest:18'}`),
      backup(`{configuration: {secret: '\${SECRET:=demo-s3}'}}`),
      jobs(`timeZone=\${TZ}`),
      jobs(`suspend=false; timeZone=\${TZ:=Europe/Vienna}`),
      parameter("archive_mode", `\${MODE}`),
      parameter("archive_mode", `o\${MODE}`),
      parameter("archive_command", `\${COMMAND}`),
      parameter("archive_command", `sh -c "\${COMMAND} %p"`),
      parameter("archive_command", `\${COMMAND} %p`),
      parameter("archive_command", `\${BIN}/pgbackrest --stanza=db archive-push %p`),
      parameter("archive_command", `pgbackrest --stanza=\${STANZA} archive-push %p`),
      { postgresql: `spec: {env: [{name: '\${NAME}', value: x}], teamId: '\${TEAM}'}` },
      { postgresql: `spec: {labels: {a: '\${LABEL}'}, podAnnotations: {'\${PREFIX}/a': b}}` },
      repos("one", "two"),
    ])
      it(`is unknown: ${example.postgresql}`, async () => expect(await errors(example)).to.deep.equal([]));

    for (const [rule, example] of [
      ["unknown-option", backup(`{global: {repo1-retension-full: '\${X}'}}`)],
      ["repository-unknown", backup(`{global: {repo3-retention-full: '\${X}'}}`)],
      ["pod-labels-refused", backup(`{labels: {job-name: '\${X}'}}`)],
      ["job-settings-refused", jobs(`timeZone=\${TZ}; suspend=perhaps`)],
      ["archiving-off", parameter("archive_command", `cp %p \${FOLDER}/%f`)],
      ["shared-repository", repos("one", "one")],
      [
        "shared-repository",
        { ...backup(`{global: {repo1-path: '/pg/\${NAME}/repo1'}}`), other: "metadata: {name: other}" },
      ],
    ] as const)
      it(`does not hide what is wrong whatever is filled in: ${rule}, ${example.postgresql}`, async () =>
        expect(await errors(example)).to.include(rule));
  });

  // Nobody fills these in where a Secret is made.
  for (const value of ["$(KEY)", "%KEY%", "a<b>c", "p$ss", "ENC[", "vault: a b", "{}", "a vault:b"])
    it(`is not seen in ${value}`, () => expect(isValueFilledInLater(value)).to.equal(false));
});
