import { readFileSync } from "node:fs";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";
import { version } from "../../src/version.ts";
import { program } from "./program.ts";

const demo = readFileSync(new URL("../../tutorials/s3/postgresql.yaml", import.meta.url), "utf8");
const broken = demo.replace("repo1-retention-full", "repo1-retension-full");
const list = (manifest: string, more = "") =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${manifest.replace(/\n(?=.)/g, "\n  ")}${more}`;

/** Runs the program where reading standard input fails. */
async function failing(error: unknown, env: Readonly<Record<string, string>> = {}) {
  let stderr = "";
  const exitCode = await main([], {
    stdin: () => {
      throw error;
    },
    stdout: () => expect.fail("nothing is written"),
    stderr: (text) => {
      stderr += text;
    },
    terminal: false,
    env,
  });
  return { exitCode, stderr };
}

const reason =
  "postgresql pg/demo spec.backup.pgbackrest.global.repo1-retension-full: error: `repo1-retension-full` is not a pgBackRest option, so this line has no effect. [unknown-option]\n  Write `repo1-retention-full`.\n";

/** What the program says of its version, by the files that have it. */
async function versions() {
  const { operatorReleases } = await import("../../src/cpo/releases.ts");
  const { knownReleases } = await import("../../src/pgbackrest/releases.ts");
  const range = (all: readonly string[]) => `${all[0]} to ${all.at(-1)}`;
  return `expand-pgbackrest ${version}
Node.js ${process.versions.node}
operator ${range(Object.keys(operatorReleases))}
pgBackRest ${range(knownReleases)}
`;
}

describe("the command line", () => {
  it("has the version of package.json", async () => {
    expect(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version).to.equal(version);
    expect(await program(["--version"])).to.deep.equal({ exitCode: 0, stdout: await versions(), stderr: "" });
    expect(await program(["version"])).to.deep.equal({ exitCode: 0, stdout: await versions(), stderr: "" });
  });

  for (const [args, message] of [
    [["rendr"], "`rendr` is not a command. Did you mean `render`?"],
    [
      ["check", "x", "--format", "xml"],
      "--format cannot be `xml`; write one of text, json, sarif, junit, github, codequality.",
    ],
    [
      ["--bogus"],
      "The filter has no option `--bogus`. The options are --input, --output, --function-config, --help, --version; `--help` explains them.",
    ],
    [["check", "--fail-on"], "--fail-on needs a value. `check --help` says which."],
    [["-i", "/does/not/exist"], "/does/not/exist: no such file or directory."],
    [["check"], "check needs a file, a folder, - for standard input, or --kustomize DIR."],
    [["render", "/does/not/exist"], "/does/not/exist: no such file or directory."],
  ] as const) {
    it(`${args.join(" ")}: exit code 2 and a sentence`, async () => {
      expect(await program(args)).to.deep.equal({ exitCode: 2, stdout: "", stderr: `expand-pgbackrest: ${message}\n` });
    });
  }

  for (const [what, error, message] of [
    ["a mistake of ours", new TypeError("x is not\na function"), "Internal error (TypeError: x is not\\na function)."],
    ["something thrown that is not an error", "text", "Internal error (text)."],
  ] as const) {
    it(`${what}: exit code 2, and a sentence that says where to report it`, async () => {
      expect(await failing(error)).to.deep.equal({
        exitCode: 2,
        stderr: `expand-pgbackrest: ${message} Please report it at https://github.com/cybertec-postgresql/expand-pgbackrest/issues; EXPAND_PGBACKREST_DEBUG=1 shows where it happened.\n`,
      });
    });
  }

  it("a mistake of ours shows its stack only where EXPAND_PGBACKREST_DEBUG asks for it", async () => {
    const { exitCode, stderr } = await failing(new TypeError("x"), { EXPAND_PGBACKREST_DEBUG: "1" });
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/^expand-pgbackrest: Internal error\.\nTypeError: x\n {4}at /);
  });

  it("an error that nobody can be told of: exit code 2", async () => {
    const io = { stdin: () => Buffer.from("items: ["), stdout() {}, terminal: false, env: {} };
    const exitCode = await main([], {
      ...io,
      stderr: () => {
        throw new Error("closed");
      },
    });
    expect(exitCode).to.equal(2);
  });

  for (const name of Object.getOwnPropertyNames(Object.prototype))
    it(`${name} is not a command, whatever objects have by that name`, async () => {
      const { exitCode, stdout, stderr } = await program([name]);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
      expect(stderr).to.match(/^expand-pgbackrest: `\w+` is not a command\. [^\n]+\n$/);
    });

  it("an error: exit code 1, the reason on standard error, and the input unchanged with results", async () => {
    const input = list(broken);
    const { exitCode, stdout, stderr } = await program([], input);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 1, stderr: reason });
    expect(stdout).to.equal(`${input}results:
- message: "\`repo1-retension-full\` is not a pgBackRest option, so this line has no effect. Write \`repo1-retention-full\`."
  severity: error
  resourceRef:
    apiVersion: cpo.opensource.cybertec.at/v1
    kind: postgresql
    name: demo
    namespace: pg
  field:
    path: spec.backup.pgbackrest.global.repo1-retension-full
  tags:
    function: expand-pgbackrest
    rule: unknown-option
`);
    expect((await program([], stdout)).stdout).to.equal(stdout);
  });

  it("an error under kpt: the host shows the results, so standard error stays empty", async () => {
    const input = list(
      broken.replace(
        "  name: demo",
        `  name: demo
  annotations:
    internal.config.kubernetes.io/path: demo.yaml
    internal.config.kubernetes.io/annotations-migration-resource-id: '1'`,
      ),
    );
    const { exitCode, stderr } = await program([], input);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 1, stderr: "" });
  });

  it("input that cannot be read: exit code 2 and nothing on standard output", async () => {
    expect(await program([], "items: [")).to.deep.equal({
      exitCode: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: The input is not valid YAML at line 1, column 9: Flow sequence in block collection must be sufficiently indented and end with a ].\n",
    });
  });

  for (const [what, config, message] of [
    [
      "a mistyped field",
      "  kind: ExpandPgBackRest\n  apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\n  spec:\n    operator:\n      cluster_domian: x\n",
      "ExpandPgBackRest spec.operator.cluster_domian: error: `cluster_domian` is not a field here. [function-config]\n  Did you mean `cluster_domain`?\n",
    ],
    [
      "a mistyped setting of the ConfigMap form",
      "  kind: ConfigMap\n  apiVersion: v1\n  metadata:\n    name: f\n  data:\n    spilo_privileged: maybe\n",
      "ConfigMap f data.spilo_privileged: error: `spilo_privileged` is `maybe`, which is not a boolean. [function-config]\n  Write `true` or `false`.\n",
    ],
    [
      "a selector that is none",
      "  kind: ConfigMap\n  apiVersion: v1\n  metadata:\n    name: f\n  data:\n    selector: team in (acid)\n",
      "ConfigMap f data.selector: error: `selector` is `team in (acid)`, which is not a label selector that a ConfigMap can hold. [function-config]\n  Write `key=value`, `key!=value`, `key` or `!key`, joined by commas.\n",
    ],
    [
      "another kind",
      "  kind: Other\n  apiVersion: v1\n",
      "Other kind: error: The functionConfig is a `Other` of `v1`, which this function does not read. [function-config]\n  Use kind `ExpandPgBackRest` with apiVersion `fn.cpo.opensource.cybertec.at/v1alpha1`, or a `v1` ConfigMap with `data`.\n",
    ],
  ] as const) {
    it(`a functionConfig with ${what}: exit code 3`, async () => {
      const input = list(demo, `functionConfig:\n${config}`);
      const { exitCode, stdout, stderr } = await program([], input);
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 3, stderr: message });
      expect(stdout.startsWith(input)).to.equal(true);
    });
  }

  it("a hundred clusters with the same mistake are read once", async () => {
    const items = Array.from(
      { length: 100 },
      (_, index) =>
        list(
          broken.replace("name: demo", `name: demo-${index}`).replace("repo1-path: /pg/demo", `repo1-path: /${index}`),
        ).split("items:\n")[1],
    ).join("");
    const { stderr } = await program([], `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items}`);
    expect(stderr.split("\n").length).to.be.lessThan(12);
    expect(stderr).to.match(/^ {2}and 95 more$/m);
  });

  it("render prints the manifests with their expansion", async () => {
    const { exitCode, stdout, stderr } = await program(["render", "-"], demo);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    expect(stdout.startsWith(demo)).to.equal(true);
    expect([...stdout.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name)).to.deep.equal([
      "demo",
      "demo-pgbackrest-config",
      "pgbackrest-demo-repo1-full",
      "pgbackrest-demo-repo1-diff",
    ]);
  });

  it("check says where in the file, and ends with 1 for what --fail-on names", async () => {
    const { exitCode, stdout } = await program(["check", "-"], broken);
    expect({ exitCode, stdout }).to.deep.equal({
      exitCode: 1,
      stdout: `-:21:9: ${reason}\n1 cluster: 1 error, 0 warnings, 0 infos.\n`,
    });
    const forever = demo.replace(/ *repo1-retention-full.*\n/, "");
    expect((await program(["check", "-"], forever)).exitCode).to.equal(0);
    expect((await program(["check", "-", "--fail-on", "warning"], forever)).exitCode).to.equal(1);
  });
});
