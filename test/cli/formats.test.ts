import { expect } from "chai";
import { main } from "../../src/cli/main.ts";
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
const addCipher = "Add `repo1-cipher-type = aes-256-cbc` to the same section, before the first backup.";
const noFull = "repo1 has no schedule for full backups, so its incr backups all depend on the first full backup.";
const addFull = "Add `full`, for example `full: 30 2 * * 0` for Sundays at 02:30.";
const other = "postgresql pg/demo (-:5) metadata.name";

const cluster = { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", name: "demo", namespace: "pg" };
const secret = { apiVersion: "v1", kind: "Secret", name: "demo-s3", namespace: "pg" };
const schedule = ["spec", "backup", "pgbackrest", "repos", 0, "schedule"];

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
      ).to.equal(`-:34: postgresql pg/demo metadata.name: ${error}: ${twice} [api-server-schema]
  Remove one of the two.
  with ${other}

-:20: postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule: ${info}: ${noFull} [no-full-schedule]
  ${addFull}

-:30: Secret pg/demo-s3 s3.conf:4: ${error}: ${noCipher} [cipher-pass-without-type]
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
          ...{ file: "-", line: 34, column: 18 },
          also: [{ object: cluster, path: ["metadata", "name"], file: "-", line: 5, column: 9 }],
        },
        {
          ...found("no-full-schedule", "info", noFull, addFull),
          object: cluster,
          path: schedule,
          ...{ file: "-", line: 20, column: 103 },
          also: [],
        },
        {
          ...found("cipher-pass-without-type", "error", noCipher, addCipher),
          object: secret,
          ...{ secretFile: "s3.conf", secretLine: 4 },
          ...{ file: "-", line: 30, column: 1 },
          also: [],
        },
      ],
    });
  });

  it("sarif", async () => {
    const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs/checks";
    const { runs, ...head } = JSON.parse(await check("sarif"));
    expect(head).to.deep.equal({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" });
    const [{ tool, results, columnKind }, ...more] = runs;
    expect([columnKind, more, tool.driver.name, tool.driver.informationUri]).to.deep.equal([
      "utf16CodeUnits",
      [],
      "expand-pgbackrest",
      `${docs}.md`,
    ]);
    const rule = (id: string, level: string) => ({ id, helpUri: `${docs}/${id}.md`, defaultConfiguration: { level } });
    const texts = ({ shortDescription, fullDescription, ...others }: Record<string, { text: string }>) => {
      for (const text of [shortDescription?.text, fullDescription?.text]) expect(text).to.match(/^[A-Zp].*\.$/);
      return others;
    };
    expect(tool.driver.rules.map(texts)).to.deep.equal([
      rule("cipher-pass-without-type", "error"),
      rule("no-full-schedule", "warning"),
    ]);
    const location = (startLine: number, startColumn: number, fullyQualifiedName: string) => ({
      physicalLocation: { artifactLocation: { uri: "-" }, region: { startLine, startColumn } },
      logicalLocations: [{ fullyQualifiedName }],
    });
    expect(results).to.deep.equal([
      {
        ruleId: "api-server-schema",
        level: "error",
        message: { text: `${twice} Remove one of the two. See also ${other}.` },
        locations: [location(34, 18, "postgresql pg/demo metadata.name")],
        relatedLocations: [location(5, 9, "postgresql pg/demo metadata.name")],
      },
      {
        ...{ ruleId: "no-full-schedule", ruleIndex: 1, level: "note" },
        message: { text: `${noFull} ${addFull}` },
        locations: [location(20, 103, "postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule")],
      },
      {
        ...{ ruleId: "cipher-pass-without-type", ruleIndex: 0, level: "error" },
        message: { text: `${noCipher} ${addCipher}` },
        locations: [location(30, 1, "Secret pg/demo-s3 s3.conf:4")],
      },
    ]);
  });

  it("junit: a test case for every rule", async () => {
    const passed = /^ {4}<testcase classname="expand-pgbackrest" name="[a-z0-9-]+" time="0"><\/testcase>\n/gm;
    const report = await check("junit");
    const rules = report.match(passed)?.length ?? 0;
    expect(rules).to.be.greaterThan(50);
    const counts = `tests="${rules + 2}" failures="2" errors="0"`;
    const testcase = (name: string) => `    <testcase classname="expand-pgbackrest" name="${name}" time="0">`;
    expect(report.replace(passed, "")).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="expand-pgbackrest" package="expand-pgbackrest" id="0" ${counts} time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">
    <properties><property name="version" value="${version}"/></properties>
${testcase("cipher-pass-without-type")}<failure message="${noCipher}" type="error">-:30: Secret pg/demo-s3 s3.conf:4: error: ${noCipher} ${addCipher}</failure></testcase>
${testcase("api-server-schema")}<failure message="${twice}" type="error">-:34: postgresql pg/demo metadata.name: error: ${twice} Remove one of the two. See also ${other}.</failure></testcase>
    <system-out>-:20: postgresql pg/demo spec.backup.pgbackrest.repos[0].schedule: info: ${noFull} ${addFull}</system-out>
    <system-err/>
  </testsuite>
</testsuites>
`);
  });

  it("github", async () => {
    expect(
      await check("github"),
    ).to.equal(`::error file=-,line=34,col=18,title=api-server-schema::${twice} Remove one of the two. See also ${other}.
::notice file=-,line=20,col=103,title=no-full-schedule::${noFull} ${addFull}
::error file=-,line=30,col=1,title=cipher-pass-without-type::${noCipher} ${addCipher}
`);
  });
});
