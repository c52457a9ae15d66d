import { expect } from "chai";
import { exampleText } from "../../scripts/rule-example.ts";
import { checksAnnotation } from "../../src/checks/overrides.ts";

const annotated = (text: string) => `metadata: {annotations: {${checksAnnotation}: "${text}"}}`;
const config = (checks: string) => `spec: {checks: {${checks}}}`;
const unknownLine = { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\nproces-max = 2\n" };
const brokenLine = { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\noops\n" };
const forever = "spec: {backup: {pgbackrest: {global: {repo1-retention-full: null}}}}";
const second = "spec: {backup: {pgbackrest: {global: {repo1-path: /two}}}}";

const found = (severity: string, more = "") =>
  `Secret pg/demo-s3 s3.conf:4: ${severity}: This line does not name a pgBackRest option, so it has no effect.${more} [unknown-option]\n  Write \`process-max\` if that is what you mean.\n`;

/** What is said beside the question for a reason, which has a test of its own. */
const besideReasons = (text: string) =>
  text.replace(/^[^\n]* is switched off, and nothing says why[^\n]*\n[^\n]*\n\n?/gm, "");

describe("what users make of a rule", () => {
  it("asks for a reason where a rule is switched off without one, once for all clusters or for one", async () => {
    const asks =
      "`no-retention` is switched off, and nothing says why: whoever reads this later cannot tell whether it still may be. [override]\n  Write the reason";
    const functionConfig = config('no-retention: {severity: "off"}');
    const postgresql = `{${forever}, ${annotated("no-retention=off")}}`;
    expect(await exampleText({ postgresql, functionConfig })).to.equal(
      `ExpandPgBackRest spec.checks.no-retention: warning: ${asks} beside it: \`no-retention: { severity: "off", reason: ... }\`.\n`,
    );
    const [first, fix] = (await exampleText({ postgresql })).split("\n");
    expect(`${first}\n${fix}`).to.equal(
      `postgresql pg/demo metadata.annotations["${checksAnnotation}"]: warning: ${asks} after a colon: \`no-retention=off: ...\`.`,
    );
  });

  it("counts for one cluster by its annotation, also for what is found in its Secret", async () => {
    expect(await exampleText({ ...unknownLine, postgresql: annotated("unknown-option=warning") })).to.equal(
      found("warning"),
    );
    expect(await exampleText({ ...unknownLine, postgresql: annotated("unknown-option=off: it is ours") })).to.equal(
      found("info", " This error was silenced because: it is ours."),
    );
  });

  it("does not count for another cluster with the same Secret", async () => {
    const other = `{${second}, ${annotated("unknown-option=off")}}`;
    expect(besideReasons(await exampleText({ ...unknownLine, other }))).to.equal(
      `${found("error")}\n${found("info", " This error was silenced by annotation, without a reason.")}`,
    );
  });

  it("counts for a Secret as the first cluster that names it has it, where a rule looks at each Secret once", async () => {
    const postgresql = annotated("conf-file-syntax=warning");
    const other = `{${second}, ${annotated("conf-file-syntax=off")}}`;
    const text = besideReasons(await exampleText({ ...brokenLine, postgresql, other }));
    expect(text).to.equal(
      "Secret pg/demo-s3 s3.conf:4: warning: The line has no `=`, so pgBackRest refuses the whole configuration. [conf-file-syntax]\n  Write `option = value`; comments begin with `#`.\n",
    );
  });

  it("counts for all clusters by the functionConfig, unless a cluster says otherwise", async () => {
    const functionConfig = config('no-retention: {severity: "off"}');
    expect(besideReasons(await exampleText({ postgresql: forever, functionConfig }))).to.equal("");
    const own = `{${forever}, ${annotated("no-retention=info")}}`;
    expect(besideReasons(await exampleText({ postgresql: own, functionConfig }))).to.match(
      /^[^\n]*: info: [^\n]*\[no-retention\]\n/,
    );
  });

  it("is refused where there is no such rule or severity", async () => {
    const text = await exampleText({
      postgresql: annotated("no-retenton=off; no-retention=warn"),
      functionConfig: config("schedule-colision: {severity: info}"),
    });
    expect(
      text,
    ).to.equal(`postgresql pg/demo metadata.annotations["${checksAnnotation}"]: error: \`no-retenton\` is not a rule. [override]
  Did you mean \`no-retention\`?

postgresql pg/demo metadata.annotations["${checksAnnotation}"]: error: \`warn\` is not a severity. [override]
  Did you mean \`warning\`?

ExpandPgBackRest spec.checks.schedule-colision: error: \`schedule-colision\` is not a rule. [override]
  Did you mean \`schedule-collision\`?
`);
  });
});

describe("a rule that is switched off", () => {
  const off = (where: "config" | "annotation", reason: string, policy = "") => ({
    postgresql: `{${forever}${where === "annotation" ? `, ${annotated(`no-retention=off${reason === "" ? "" : `: ${reason}`}`)}` : ""}}`,
    functionConfig:
      where === "config"
        ? config(`no-retention: {severity: "off"${reason === "" ? "" : `, reason: ${reason}`}}`)
        : config(policy === "" ? "" : `no-retention: {severity: ${policy}, reason: policy}`),
  });
  for (const [what, example, said] of [
    ["a warning, in the functionConfig", off("config", ""), undefined],
    ["a warning, in the functionConfig with a reason", off("config", "ours"), undefined],
    ["a warning, by annotation", off("annotation", ""), "This warning was silenced by annotation, without a reason."],
    ["a warning, by annotation with a reason", off("annotation", "ours"), undefined],
    [
      "a warning that the functionConfig makes an error",
      off("annotation", "", "error"),
      "This error was silenced by annotation, without a reason.",
    ],
    [
      "a warning that the functionConfig makes an error, with a reason",
      off("annotation", "ours", "error"),
      "This error was silenced because: ours.",
    ],
    ["a warning that the functionConfig makes an info", off("annotation", "", "info"), undefined],
    ["a warning that is off for all already", off("annotation", "", '"off"'), undefined],
  ] as const)
    it(`${said === undefined ? "is gone" : "stays visible as an info"}: ${what}`, async () => {
      const [first = ""] = besideReasons(await exampleText(example)).split("\n");
      if (said === undefined) expect(first).to.equal("");
      else
        expect(first)
          .to.match(/: info: /)
          .and.to.include(` ${said} [no-retention]`);
    });

  it("does not stop the build, but keeps the reason of the functionConfig where an annotation repeats it", async () => {
    const functionConfig = config('unknown-option: {severity: "off", reason: ours}');
    expect(await exampleText({ ...unknownLine, functionConfig, postgresql: annotated("unknown-option=off") })).to.equal(
      found("info", " This error was silenced because: ours."),
    );
  });

  it("has no `;` in its reason, and the message says so", async () => {
    const text = await exampleText({ postgresql: annotated("no-retention=off: kept by law; see the wiki") });
    expect(
      text,
    ).to.equal(`postgresql pg/demo metadata.annotations["${checksAnnotation}"]: error: \`see…\` is not a rule. [override]
  Write the id of a rule from docs/checks.md. If this belongs to the reason before it: a reason cannot contain \`;\`, which begins the next rule.
`);
  });
});

describe("a severity in the functionConfig", () => {
  const refused = async (checks: string) =>
    (await exampleText({ functionConfig: config(checks) }))
      .split("\n")
      .slice(0, 2)
      .map((line) => line.trim().replace(/^.*: error: /, ""));
  const among = "which is not one of `error`, `warning`, `info`, `off`. [function-config]";
  const mapping = "must be a mapping. [function-config]";
  for (const [checks, problem, fix] of [
    [
      "no-retention: {severity: false}",
      `\`severity\` is the boolean \`false\`, ${among}`,
      'Put `"off"` in quotes; without them, YAML reads off as false.',
    ],
    ["no-retention: {severity: true}", `\`severity\` is the boolean \`true\`, ${among}`, "Write one of these."],
    ["no-retention: {severity: warn}", `\`severity\` is \`warn\`, ${among}`, "Did you mean `warning`?"],
    ["no-retention: {severity: none}", `\`severity\` is \`none\`, ${among}`, 'Did you mean `"off"`, in quotes?'],
    [
      'no-retention: "off"',
      `\`no-retention\` is a string, but ${mapping}`,
      'Write `{ severity: "off", reason: ... }`.',
    ],
    [
      "no-retention: false",
      `\`no-retention\` is the boolean \`false\`, but ${mapping}`,
      'Write `{ severity: "off", reason: ... }`; `off` needs the quotes, because YAML reads it as false without them.',
    ],
    [
      "no-retention: warn",
      `\`no-retention\` is a string, but ${mapping}`,
      "Write `{ severity: warning, reason: ... }`.",
    ],
    [
      "no-retention: 1",
      `\`no-retention\` is the number \`1\`, but ${mapping}`,
      "Write a mapping, for example `{ severity: warning, reason: ... }`.",
    ],
  ] as const)
    it(`is explained: ${checks}`, async () => {
      expect(await refused(checks)).to.deep.equal([problem, fix]);
    });
});
