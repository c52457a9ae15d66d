import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { jobSettingNames, jobSettings, refusedJobSetting } from "../../src/cpo/job-settings.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonObject } from "../../src/json/json-value.ts";
import { timeZoneNames } from "../../src/kubernetes/time-zone-names.ts";
import { addedFor, rows } from "../cpo/contract-rows.ts";
import { checksFor } from "../parity/exceptions.ts";
import { requireTool, root, run } from "../tools.ts";

/** What Kubernetes' own code says of an object; see validator/main.go. */
interface Verdict {
  readonly object: string;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Built by .ci/run, or by hand: `cd test/kubernetes/validator && go build -o ../../../.cache/kubernetes-validator .` */
const validator = join(root, ".cache", "kubernetes-validator");
const tool = () => (existsSync(validator) ? validator : undefined);

function judge(command: string, documents: string): readonly Verdict[] {
  const { status, stdout, stderr } = run(command, [], { input: documents });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What the function adds to a text, clone ConfigMaps included. */
async function emitted(input: string, checks: JsonObject = {}): Promise<string> {
  const apiVersion = "fn.cpo.opensource.cybertec.at/v1alpha1";
  const functionConfig = { apiVersion, kind: "ExpandPgBackRest", spec: { cloneConfigMap: true, checks } };
  const { parts, exitCode } = await filter(Buffer.from(input), functionConfig);
  expect(exitCode).to.equal(0);
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
    .toString("utf8")
    .slice(input.length);
}

const complaints = (verdicts: readonly Verdict[]) =>
  verdicts.filter(({ problems, warnings }) => problems.length > 0 || warnings.length > 0);

describe("Kubernetes accepts what the function makes, and makes pods of it", function () {
  this.timeout(240_000);

  it("of every parity case: no problem, no warning", async function () {
    const command = requireTool(this, "the Kubernetes validator", tool());
    const cases = join(root, "test", "parity", "cases");
    let documents = "";
    for (const name of readdirSync(cases))
      documents += `${await emitted(readFileSync(join(cases, name, "input.yaml"), "utf8"), checksFor(name))}---\n`;
    const verdicts = judge(command, documents);
    expect(verdicts.length).to.be.greaterThan(300);
    expect(complaints(verdicts)).to.deep.equal([]);
  });

  it("of every corner of the contract that is tested", async function () {
    const command = requireTool(this, "the Kubernetes validator", tool());
    let documents = "";
    for (const [, input] of rows) documents += `${await addedFor(input)}---\n`;
    expect(complaints(judge(command, documents))).to.deep.equal([]);
  });

  it("of every tutorial, with the hash suffix and all that kustomize does to them", function () {
    const command = requireTool(this, "the Kubernetes validator", tool());
    const made: string[] = [];
    for (const name of readdirSync(join(root, "tutorials"))) {
      const expected = join(root, "tutorials", name, "expected.yaml");
      if (!existsSync(expected)) continue;
      for (const document of readFileSync(expected, "utf8").split(/^---\n/m))
        if (document.includes("expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: ")) made.push(document);
    }
    expect(made.length).to.be.greaterThan(10);
    expect(complaints(judge(command, made.join("---\n")))).to.deep.equal([]);
  });

  it("with settings of CronJobs: the values that are not refused, and no others", async function () {
    const command = requireTool(this, "the Kubernetes validator", tool());
    const input = readFileSync(join(root, "test/parity/cases/pvc-full-diff-incr/input.yaml"), "utf8");
    const job = (await emitted(input)).split(/^---\n/m).find((text) => text.includes("kind: CronJob\n")) ?? "";
    const zones = [
      ...timeZoneNames,
      "Local",
      "local",
      "utc",
      "europe/vienna",
      "Europe/Wien",
      "CEST",
      "GMT+1",
      "+01:00",
      "",
    ];
    const numbers = [-1, 0, 1, 1.5, 2 ** 31 - 1, 2 ** 31, 9223372036, "1", true, null];
    const cases = jobSettingNames.flatMap((name) =>
      (name === "timeZone" ? zones : name === "suspend" ? [true, false, "false", 0] : numbers).map(
        (value) => [name, value] as const,
      ),
    );
    const documents = cases.map(([name, value]) => {
      const line = `${name}: ${JSON.stringify(value)}\n`;
      return jobSettings[name].of === "job"
        ? job.replace(/^ {4}spec:\n/m, `$&      ${line}`)
        : job.replace(/^spec:\n/m, `$&  ${line}`);
    });
    const verdicts = judge(command, documents.join("---\n"));
    const differing = cases.filter(([name, value], index) => {
      // The API server drops a null.
      const refused = value !== null && refusedJobSetting(name, value, timeZoneNames) !== undefined;
      return refused !== (verdicts[index]?.problems.length ?? 0) > 0;
    });
    expect(verdicts).to.have.lengthOf(cases.length);
    expect(differing).to.deep.equal([]);
  });

  it("and it would say so if it did not", async function () {
    const command = requireTool(this, "the Kubernetes validator", tool());
    const input = readFileSync(join(root, "test/parity/cases/pvc-full-diff-incr/input.yaml"), "utf8");
    const documents = (await emitted(input)).split(/^---\n/m).filter((text) => text !== "");
    const of = (kind: string) => documents.find((text) => text.includes(`kind: ${kind}\n`)) ?? "";
    const [set, job, map] = [of("StatefulSet"), of("CronJob"), of("ConfigMap")];
    const broken: ReadonlyArray<readonly [what: string, document: string, problem: string]> = [
      ["a field of a wrong name", map.replace("\ndata:", "\ndatum:"), 'unknown field "datum"'],
      ["a key twice", map.replace("kind: ConfigMap", "kind: ConfigMap\nkind: ConfigMap"), "already set"],
      ["a mode in decimal", set.replace("defaultMode: 416", "defaultMode: 640"), "defaultMode: Invalid value: 640"],
      ["a number as text", set.replace("replicas: 1", "replicas: one"), "cannot unmarshal"],
      [
        "a selector that does not match",
        set.replace(/(matchLabels:\n.*application: )cpo/, "$1x"),
        "`selector` does not match",
      ],
      [
        "a mount without its volume",
        set.replace("- name: cert-secret\n        projected", "- name: other\n        projected"),
        "cert-secret",
      ],
      ["a schedule that is none", job.replace(/schedule: .*/, "schedule: often"), "spec.schedule: Invalid value"],
      [
        "a name that is too long",
        job.replace(/name: pgbackrest-/, `name: pgbackrest-${"x".repeat(40)}-`),
        "no more than 52",
      ],
      [
        "a label that the Job controller owns",
        job.replace(/(template:\n {8}metadata:\n(?: {10}.*\n)*? {10}labels:\n)/, '$1            job-name: "x"\n'),
        "its Job: ",
      ],
      ["an image with a blank", set.replace(/image: \S+/, 'image: " x"'), "its pod: "],
    ];
    for (const [what, document] of broken)
      expect(document, what).to.not.equal([set, job, map].find((text) => text === document));
    const verdicts = judge(command, broken.map(([, document]) => document).join("---\n"));
    expect(
      verdicts.map(({ problems }, index) => [
        broken[index]?.[0],
        problems.join("; ").includes(broken[index]?.[2] ?? "?"),
      ]),
    ).to.deep.equal(
      broken.map(([what]) => [what, true]),
      JSON.stringify(verdicts, null, 2),
    );
  });
});
