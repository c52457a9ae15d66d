import { createHash } from "node:crypto";
import { expect } from "chai";
import { rules as allRules } from "../../src/checks/rules/index.ts";
import { main } from "../../src/cli/main.ts";
import { otherFindings } from "../../src/cli/other-findings.ts";
import { version } from "../../src/version.ts";

const manifests = `# Two clusters of one name, and a Secret.
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: demo
  namespace: pg
  annotations:
    expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: no-full-schedule=info
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example.com/pgbackrest:2.58.0
      configuration: {secret: demo-s3}
      global: {repo1-path: /pg, repo1-retention-full: "4"}
      repos:
      - {name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {incr: 30 2 * * *}}
---
apiVersion: v1
kind: Secret
metadata: {name: demo-s3, namespace: pg}
stringData:
  s3.conf: |
    [global]
    repo1-s3-key = fake
    repo1-s3-key-secret = fake
    repo1-cipher-pass = fake
---
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg}
`;
const twice =
  "There is another postgresql `demo` in the namespace, with different content, and only one of them can be meant.";
const noCipher = "repo1 has a cipher passphrase but no cipher type, so its backups are not encrypted.";
const addCipher =
  "Before the first backup, add `repo1-cipher-type = aes-256-cbc` to the same section, or `repo1-cipher-type: aes-256-cbc` to `global` of the cluster, where one line serves all overlays.";
const noFull = "repo1 has no schedule for full backups, so its incr backups all depend on the first full backup.";
const addFull = "Add `full`, for example `full: 30 2 * * 0` for Sundays at 02:30.";
const other = "postgresql pg/demo (-:5:3) metadata.name";

const cluster = { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", name: "demo", namespace: "pg" };
const secret = { apiVersion: "v1", kind: "Secret", name: "demo-s3", namespace: "pg" };
const schedule = ["spec", "backup", "pgbackrest", "repos", 0, "schedule"];

/** What GitHub and GitLab know a finding by: nothing of its line, its words or its severity. */
const fingerprint = (rule: string, field: string, object = "postgresql pg/demo") =>
  `${createHash("sha256")
    .update(JSON.stringify([rule, object, field, "-"]))
    .digest("hex")
    .slice(0, 32)}:1`;

describe("check --format", () => {
  async function check(format: string, terminal = false): Promise<string> {
    let stdout = "";
    const exitCode = await main(["check", "-", "--format", format], {
      stdin: () => Buffer.from(manifests),
      stdout: (part) => {
        stdout += String(part);
      },
      stderr: (text) => expect.fail(text),
      terminal,
      env: {},
    });
    expect(exitCode).to.equal(1);
    return stdout;
  }

  for (const terminal of [false, true]) {
    it(`text${terminal ? ", with colors on a terminal" : ""}`, async () => {
      const [error, info] = terminal ? ["\u001b[31merror\u001b[0m", "\u001b[36minfo\u001b[0m"] : ["error", "info"];
      expect(
        await check("text", terminal),
      ).to.equal(`-:34:12: postgresql pg/demo metadata.name: ${error}: ${twice} [api-server-schema]
  Remove one of the two.
  with ${other}

-:20:93: postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule: ${info}: ${noFull} [no-full-schedule]
  ${addFull}

-:30:5: Secret pg/demo-s3 s3.conf:4: ${error}: ${noCipher} [cipher-pass-without-type]
  ${addCipher}

2 clusters: 2 errors, 0 warnings, 1 info.
`);
    });
  }

  it("json", async () => {
    const found = (rule: string, severity: string, problem: string, fix: string) => ({ rule, severity, problem, fix });
    expect(JSON.parse(await check("json"))).to.deep.equal({
      clusters: 2,
      findings: [
        {
          ...found("api-server-schema", "error", twice, "Remove one of the two."),
          object: cluster,
          path: ["metadata", "name"],
          ...{ file: "-", line: 34, column: 12, endColumn: 16 },
          also: [{ object: cluster, path: ["metadata", "name"], file: "-", line: 5, column: 3, endColumn: 7 }],
        },
        {
          ...found("no-full-schedule", "info", noFull, addFull),
          object: cluster,
          path: schedule,
          ...{ file: "-", line: 20, column: 93, endColumn: 101 },
          also: [],
        },
        {
          ...found("cipher-pass-without-type", "error", noCipher, addCipher),
          object: secret,
          ...{ secretFile: "s3.conf", secretLine: 4 },
          ...{ file: "-", line: 30, column: 5, endColumn: 22 },
          also: [],
        },
      ],
    });
  });

  it("sarif", async () => {
    const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs/checks";
    const { runs, ...head } = JSON.parse(await check("sarif"));
    expect(head).to.deep.equal({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" });
    const [{ tool, results, columnKind, ...others }, ...more] = runs;
    expect([columnKind, more, tool.driver.name, tool.driver.informationUri]).to.deep.equal([
      "utf16CodeUnits",
      [],
      "expand-pgbackrest",
      `${docs}.md`,
    ]);
    const { rules } = tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).to.deep.equal([
      ...allRules.map(({ id }) => id),
      ...Object.keys(otherFindings),
    ]);
    const { why = "", title = "" } = allRules.find(({ id }) => id === "no-full-schedule") ?? {};
    const page = `${docs}/no-full-schedule.md`;
    expect(rules.find(({ id }: { id: string }) => id === "no-full-schedule")).to.deep.equal({
      id: "no-full-schedule",
      shortDescription: { text: `${title}.` },
      fullDescription: { text: why },
      help: { text: `${why} See ${page}.`, markdown: `${why}\n\n[no-full-schedule](${page})` },
      helpUri: page,
      defaultConfiguration: { level: "warning" },
      properties: {
        tags: ["backup", "kubernetes", "pgbackrest"],
        precision: "high",
        "problem.severity": "warning",
      },
    });
    const indexOf = (wanted: string) => rules.findIndex(({ id }: { id: string }) => id === wanted);
    const location = (startLine: number, startColumn: number, endColumn: number, fullyQualifiedName: string) => ({
      physicalLocation: {
        artifactLocation: { uri: "-", uriBaseId: "%SRCROOT%" },
        region: { startLine, startColumn, endColumn },
      },
      logicalLocations: [{ fullyQualifiedName }],
    });
    expect(others).to.deep.equal({
      originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
      invocations: [{ executionSuccessful: true }],
    });
    expect(results).to.deep.equal([
      {
        ...{ ruleId: "api-server-schema", ruleIndex: indexOf("api-server-schema"), level: "error" },
        message: { text: `${twice} Remove one of the two. See also ${other}.` },
        locations: [location(34, 12, 16, "postgresql pg/demo metadata.name")],
        relatedLocations: [location(5, 3, 7, "postgresql pg/demo metadata.name")],
        partialFingerprints: { primaryLocationLineHash: fingerprint("api-server-schema", "metadata.name") },
      },
      {
        ...{ ruleId: "cipher-pass-without-type", ruleIndex: indexOf("cipher-pass-without-type"), level: "error" },
        message: { text: `${noCipher} ${addCipher}` },
        locations: [location(30, 5, 22, "Secret pg/demo-s3 s3.conf:4")],
        partialFingerprints: {
          primaryLocationLineHash: fingerprint(
            "cipher-pass-without-type",
            "s3.conf repo1-cipher-pass",
            "Secret pg/demo-s3",
          ),
        },
      },
      {
        ...{ ruleId: "no-full-schedule", ruleIndex: indexOf("no-full-schedule"), level: "note" },
        message: { text: `${noFull} ${addFull}` },
        locations: [location(20, 93, 101, "postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule")],
        partialFingerprints: {
          primaryLocationLineHash: fingerprint("no-full-schedule", "spec.backup.pgbackrest.repos[0].schedule"),
        },
      },
    ]);
  });

  it("codequality", async () => {
    const issue = (check_name: string, severity: string, begin: number, description: string, fingerprint: string) => ({
      ...{ type: "issue", check_name, description, categories: ["Bug Risk"], severity, fingerprint },
      location: { path: "-", lines: { begin } },
    });
    expect(JSON.parse(await check("codequality"))).to.deep.equal([
      issue(
        ...(["api-server-schema", "critical", 34, `${twice} Remove one of the two. See also ${other}.`] as const),
        fingerprint("api-server-schema", "metadata.name"),
      ),
      issue(
        ...(["no-full-schedule", "info", 20, `${noFull} ${addFull}`] as const),
        fingerprint("no-full-schedule", "spec.backup.pgbackrest.repos[0].schedule"),
      ),
      issue(
        ...(["cipher-pass-without-type", "critical", 30, `${noCipher} ${addCipher}`] as const),
        fingerprint("cipher-pass-without-type", "s3.conf repo1-cipher-pass", "Secret pg/demo-s3"),
      ),
    ]);
  });

  it("junit: a test case for what was judged, and for what else something is wrong with", async () => {
    expect(await check("junit")).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="expand-pgbackrest" package="expand-pgbackrest" id="0" tests="2" failures="2" errors="0">
    <properties><property name="version" value="${version}"/></properties>
    <testcase classname="-" name="postgresql pg/demo"><failure message="${twice}" type="error">-:34:12: postgresql pg/demo metadata.name: error: ${twice} Remove one of the two. See also ${other}. [api-server-schema]</failure></testcase>
    <testcase classname="-" name="Secret pg/demo-s3"><failure message="${noCipher}" type="error">-:30:5: Secret pg/demo-s3 s3.conf:4: error: ${noCipher} ${addCipher} [cipher-pass-without-type]</failure></testcase>
    <system-out>-:20:93: postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule: info: ${noFull} ${addFull} [no-full-schedule]</system-out>
    <system-err/>
  </testsuite>
</testsuites>
`);
  });

  it("github", async () => {
    expect(
      await check("github"),
    ).to.equal(`::error file=-,line=34,col=12,endColumn=16,title=api-server-schema::${twice} Remove one of the two. See also ${other}.
::notice file=-,line=20,col=93,endColumn=101,title=no-full-schedule::${noFull} ${addFull}
::error file=-,line=30,col=5,endColumn=22,title=cipher-pass-without-type::${noCipher} ${addCipher}
`);
  });
});
