import { expect } from "chai";
import fc from "fast-check";
import type { Line } from "../../src/configuration/line.ts";
import { isSetEverywhere, podConfiguration } from "../../src/configuration/pod-configuration.ts";
import { entriesOf, secretOf } from "../../src/secret/secret.ts";

/** A pod that reads one file. */
function pod(text: string) {
  const secret = secretOf(
    { apiVersion: "v1", kind: "Secret" },
    entriesOf({ data: {}, stringData: { "a.conf": text } }),
    false,
  );
  return podConfiguration(secret.lines);
}

/** Sections that set `process-max` for backups, the one that counts first; each is its own value. */
const sections = ["db:backup", "db", "global:backup", "global"];
const setting = (names: readonly string[]) => names.map((name) => `[${name}]\nprocess-max = ${name}\n`).join("");

describe("the line that counts for an option", () => {
  it("stands in the section that is most about the command, wherever in the file", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sections), (names) => {
        const { effective } = pod(setting(names));
        const first = (...of: readonly string[]) => of.find((name) => names.includes(name));
        expect(effective("process-max", undefined, "backup")?.value).to.equal(first(...sections));
        // What is for backups only does not count for another command, and comes last where any command will do.
        expect(effective("process-max", undefined, "restore")?.value).to.equal(first("db", "global"));
        expect(effective("process-max")?.value).to.equal(first("db", "global", "db:backup", "global:backup"));
      }),
    );
  });

  it("is the same among many lines as among few", () => {
    const line = fc.constantFrom(
      ...["[db]", "[global]", "[global:backup]", "[db:restore]", "process-max = 1", "process-max = 2"],
      ...["repo1-path = /a", "repo2-path = /b", "repo-path = /c", "repo1-s3-verify-tls = n", "unknown = 1"],
    );
    const many = `[global]\n${"repo9-path = /x\n".repeat(200)}`;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = `[global]\n${lines.join("\n")}\n`;
        const answers = ({ effective, linesOf }: ReturnType<typeof pod>) => ({
          effective: ["process-max", "repo-path", "repo-storage-verify-tls", "repo-bundle"].flatMap((name) =>
            [undefined, 1, 2].flatMap((index) =>
              [undefined, "backup", "restore"].map((command) => effective(name, index, command)),
            ),
          ),
          lines: linesOf("process-max"),
        });
        expect(answers(pod(text + many))).to.deep.equal(answers(pod(text)));
      }),
    );
  });

  it("is that of the repository, by any name of the option", () => {
    const { effective, linesOf } = pod(
      "[global]\nrepo1-s3-verify-tls = n\nrepo2-storage-verify-tls = y\nrepo-path = /x",
    );
    expect(effective("repo-storage-verify-tls", 1)?.value).to.equal("n");
    expect(effective("repo-storage-verify-tls", 2)?.value).to.equal("y");
    expect(effective("repo-storage-verify-tls", 3)).to.equal(undefined);
    expect(effective("repo-bundle", 1)).to.equal(undefined);
    expect(linesOf("repo-storage-verify-tls").map(({ key }) => key)).to.deep.equal([
      "repo1-s3-verify-tls",
      "repo2-storage-verify-tls",
    ]);
  });

  it("is the operator's own where an author sets the option beside it", () => {
    const { lines } = pod("[global]\nlog-path = /mine");
    const own = lines.map((line): Line => ({ ...line, value: "/operator", from: "operator" }));
    expect(podConfiguration([...own, ...lines]).effective("log-path")?.value).to.equal("/operator");
    expect(podConfiguration([...lines, ...own]).effective("log-path")?.value).to.equal("/operator");
  });
});

describe("an option that every command needs", () => {
  const commands = ["archive-push", "archive-get", "backup", "restore", "expire", "info", "check", "stanza-create"];
  const only = (names: readonly string[]) => names.map((name) => `[db:${name}]\nrepo1-cipher-pass = x\n`).join("");

  for (const [when, text, everywhere] of [
    ["a section for all commands has it", "[global]\nrepo1-cipher-pass = x", true],
    ["a section for each command has it", only(commands), true],
    ["one command goes without", only(commands.slice(1)), false],
    ["another repository has it", "[global]\nrepo2-cipher-pass = x", false],
    ["nothing has it", "", false],
  ] as const)
    it(`is ${everywhere ? "" : "not "}set everywhere where ${when}`, () =>
      expect(isSetEverywhere(pod(text), "repo-cipher-pass", 1)).to.equal(everywhere));
});
