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

describe("what users make of a rule", () => {
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
    expect(await exampleText({ ...unknownLine, other })).to.equal(
      `${found("error")}\n${found("info", " This error was silenced without a reason.")}`,
    );
  });

  it("counts for a Secret as the first cluster that names it has it, where a rule looks at each Secret once", async () => {
    const postgresql = annotated("conf-file-syntax=warning");
    const other = `{${second}, ${annotated("conf-file-syntax=off")}}`;
    const text = await exampleText({ ...brokenLine, postgresql, other });
    expect(text).to.equal(
      "Secret pg/demo-s3 s3.conf:4: warning: The line has no `=`, so pgBackRest refuses the whole configuration. [conf-file-syntax]\n  Write `option = value`; comments begin with `#`.\n",
    );
  });

  it("counts for all clusters by the functionConfig, unless a cluster says otherwise", async () => {
    const functionConfig = config('no-retention: {severity: "off"}');
    expect(await exampleText({ postgresql: forever, functionConfig })).to.equal("");
    const own = `{${forever}, ${annotated("no-retention=info")}}`;
    expect(await exampleText({ postgresql: own, functionConfig })).to.match(/^[^\n]*: info: [^\n]*\[no-retention\]\n/);
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
  Write one of \`error\`, \`warning\`, \`info\`, \`off\`.

ExpandPgBackRest spec.checks.schedule-colision: error: \`schedule-colision\` is not a rule. [override]
  Did you mean \`schedule-collision\`?
`);
  });
});
