import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../tools.ts";
import { type LanguageServer, type Position, startLanguageServer } from "./language-server.ts";

/* What a user of VS Code, Neovim or Helix sees: the real server is asked, with the settings of docs/editors.md. */

const read = (path: string) => readFileSync(join(root, path), "utf8");
const cluster = read("tutorials/s3/postgresql.yaml");
const functionConfig = read("fn-config/container.yaml");
/** Beside the schemas, so that the line may name one as it does in copies of that folder. */
const file = join(root, "fn-config", "not-written.yaml");
const modeline = (schema: string) => `# yaml-language-server: $schema=${schema}\n`;

/** The place of a text, or of what follows it. */
function placeOf(text: string, part: string, isAfter = false): Position {
  const lines = text.split("\n");
  const line = lines.findIndex((each) => each.includes(part));
  const at = (lines[line] ?? "").indexOf(part);
  return { line, character: at + (isAfter ? part.length : 1) };
}

describe("the YAML language server, which editors run", function () {
  this.timeout(480_000);
  let server: LanguageServer;
  before(async () => {
    server = await startLanguageServer({ yamlVersion: "1.1" });
  });
  after(() => server.stop());

  /** What is wrong, by the line as it is written. */
  async function diagnosed(text: string): Promise<readonly string[]> {
    const lines = text.split("\n");
    const found = await server.diagnose(file, text);
    return found.map(({ range, message }) => `${(lines[range.start.line] ?? "").trim()} -> ${message}`).sort();
  }

  describe("for a postgresql", () => {
    const text = (change: (cluster: string) => string = (same) => same) =>
      modeline("postgresql.schema.json") + change(cluster);
    const withOption = (line: string) =>
      text((written) => written.replace(/( +)repo1-retention-full: "4"/, `$&\n$1${line}`));
    const oneOf = (...values: string[]) =>
      `Value is not accepted. Valid values: ${values.map((value) => `"${value}"`).join(", ")}.`;

    for (const tutorial of ["s3", "pvc", "gcs", "azure", "several-repos", "encryption", "retention"]) {
      it(`has nothing to say of tutorials/${tutorial}`, async () => {
        expect(
          await diagnosed(modeline("postgresql.schema.json") + read(`tutorials/${tutorial}/postgresql.yaml`)),
        ).to.deep.equal([]);
      });
    }

    for (const [line, message] of [
      ["repo1-retension-full: '7'", "Property repo1-retension-full is not allowed."],
      ["start-fast: y", 'Incorrect type. Expected "string".'],
      ['start-fast: "yes"', 'String does not match the pattern of "^(?:y|n)$".'],
      ["process-max: 4", 'Incorrect type. Expected "string".'],
      ["compress-type: zip", oneOf("none", "bz2", "gz", "lz4", "zst")],
      ["repo1-host-path: /x", "Property repo1-host-path is not allowed."],
      ["repo257-path: /x", "Property repo257-path is not allowed."],
      ["pg1-path: /x", "Property pg1-path is not allowed."],
    ] as const) {
      it(`marks \`${line}\` in \`global\``, async () => {
        expect(await diagnosed(withOption(line))).to.deep.equal([`${line} -> ${message}`]);
      });
    }

    for (const line of [
      'start-fast: "y"',
      'process-max: "8"',
      "repo12-path: /x",
      'archive-queue-max: "1GiB"',
      'archive-timeout: "5m"',
      'process-max: "<path:kv/most#x>"',
    ]) {
      it(`takes \`${line}\` in \`global\``, async () => {
        expect(await diagnosed(withOption(line))).to.deep.equal([]);
      });
    }

    for (const [what, from, to, expected] of [
      [
        "a field that the API server drops",
        "storage: s3",
        "storage: s3\n        shedule: {}",
        "shedule: {} -> Property shedule is not allowed.",
      ],
      [
        "a storage that there is not",
        "storage: s3",
        "storage: blob",
        `storage: blob -> ${oneOf("s3", "gcs", "azure", "pvc")}`,
      ],
      [
        "a name that no repository has",
        "name: repo1",
        "name: repo5",
        '- name: repo5 -> String does not match the pattern of "^repo[1-4]$".',
      ],
      [
        "a version without quotes",
        'version: "17"',
        "version: 17",
        [
          'version: 17 -> Incorrect type. Expected "string".',
          `version: 17 -> ${oneOf("13", "14", "15", "16", "17", "18")}`,
        ],
      ],
    ] as const) {
      it(`marks ${what}`, async () => {
        expect(await diagnosed(text((written) => written.replace(from, to)))).to.deep.equal([expected].flat());
      });
    }

    it("shows what an option does, its values, its default, and where to read more", async () => {
      await server.diagnose(file, text());
      const hover = await server.hover(file, placeOf(text(), "repo1-cipher-type"));
      expect(hover.replaceAll("\\", "")).to.include(
        "Cipher used to encrypt the repository. Values: `none`, `aes-256-cbc`. Default: `none`.\n\nhttps://pgbackrest.org/configuration.html#section-repository/option-repo-cipher-type",
      );
      expect(await server.hover(file, placeOf(text(), "schedule"))).to.include("When backups are taken");
    });

    it("offers the options of pgBackRest, with those of each repository", async () => {
      const written = withOption("xx");
      await server.diagnose(file, written);
      const offered = await server.complete(file, placeOf(written, "xx"));
      const labels = offered.map(({ label }) => label);
      expect(labels).to.include.members(["process-max", "start-fast", "repo1-bundle", "repo4-retention-full"]);
      expect(labels).to.not.include.members(["pg1-path"]);
      const processMax = offered.find(({ label }) => label === "process-max");
      expect(processMax?.insertText).to.match(/^process-max: .*"1"/);
    });

    for (const [option, values] of [
      ["compress-type", ["bz2", "gz", "lz4", "none", "zst"]],
      ["start-fast", ['"n"', '"y"']],
      ["archive-mode", ['"off"', "preserve"]],
    ] as const) {
      it(`offers the values of ${option}, in quotes where YAML needs them`, async () => {
        const written = withOption(`${option}: `);
        await server.diagnose(file, written);
        const offered = await server.complete(file, placeOf(written, `${option}: `, true));
        expect(offered.map(({ insertText }) => insertText).sort()).to.deep.equal(values);
      });
    }

    it("marks what is wrong in the right document of several", async () => {
      const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3}\n";
      const wrong = `${secret}---\n${text((written) => written.replace("storage: s3", "storage: blob"))}`;
      expect(await diagnosed(wrong)).to.deep.equal([`storage: blob -> ${oneOf("s3", "gcs", "azure", "pvc")}`]);
    });
  });

  describe("for a functionConfig", () => {
    const text = (spec: string) => functionConfig.replace("spec: {}", `spec:\n${spec.replace(/^/gm, "  ")}`);

    it("finds the schema by the line that copies of fn-config begin with", async () => {
      expect(functionConfig).to.match(/^# yaml-language-server: \$schema=\.\/schema\.json\n/);
      expect(await diagnosed(functionConfig)).to.deep.equal([]);
      expect(await diagnosed(text("adpot: true"))).to.deep.equal(["adpot: true -> Property adpot is not allowed."]);
    });

    it("takes what the program takes", async () => {
      const spec =
        'repoHost: operator\njobs: { timeZone: Europe/Vienna }\nchecks:\n  no-retention: { severity: "off", reason: kept }';
      expect(await diagnosed(text(spec))).to.deep.equal([]);
    });

    for (const [spec, expected] of [
      [
        "checks:\n  no-retension: { severity: info }",
        "no-retension: { severity: info } -> Property no-retension is not allowed.",
      ],
      ["repoHost: apply-it", 'repoHost: apply-it -> Value is not accepted. Valid values: "operator", "apply".'],
      ["jobs:\n  backoffLimit: many", 'backoffLimit: many -> Incorrect type. Expected "integer".'],
      ["checks:\n  no-retention:\n    severity: off", 'severity: off -> Incorrect type. Expected "string".'],
    ] as const) {
      it(`marks \`${spec.replaceAll("\n", " ")}\``, async () => {
        expect(await diagnosed(text(spec))).to.deep.equal([expected]);
      });
    }

    it("shows what a rule finds, and offers the rules and their severities", async () => {
      const written = text("checks:\n  no-retention:\n    severity: \n  xx");
      await server.diagnose(file, written);
      expect(await server.hover(file, placeOf(written, "no-retention"))).to.include(
        "Backups that never expire (warning).",
      );
      const rules = (await server.complete(file, placeOf(written, "xx"))).map(({ label }) => label);
      expect(rules).to.include.members(["cipher-pass-without-type", "schedule-collision"]);
      const severities = await server.complete(file, placeOf(written, "severity: ", true));
      expect(severities.map(({ insertText }) => insertText).sort()).to.deep.equal([
        '"off"',
        "error",
        "info",
        "warning",
      ]);
    });
  });
});
