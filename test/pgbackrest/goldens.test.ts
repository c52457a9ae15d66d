import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { filter } from "../../src/krm/filter.ts";
import { requireTool, run, which } from "../tools.ts";

const cases = new URL("../parity/cases/", import.meta.url);
const commands = ["backup", "archive-push", "archive-get", "restore", "expire", "check", "info", "stanza-create"];

/** Credentials for every repository, as a Secret would bring them. */
const secret = (text: string) =>
  [...text.matchAll(/^(repo\d)-type = (s3|gcs|azure)$/gm)]
    .filter(([, , type]) => type === "s3")
    .map(([, repo]) => `${repo}-s3-key=x\n${repo}-s3-key-secret=x\n`)
    .join("");

describe("every configuration text of the parity set passes the real pgbackrest", function () {
  this.timeout(120_000);

  for (const name of readdirSync(cases).sort()) {
    it(name, async function () {
      const binary = requireTool(this, "pgbackrest", which("pgbackrest"));
      const { parts } = await filter(readFileSync(new URL(`${name}/input.yaml`, cases)));
      const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
      const maps = parseAllDocuments(output)
        .map((document) => document.toJS())
        .filter((object) => object?.kind === "ConfigMap" && object.data["pgbackrest_instance.conf"] !== undefined);
      for (const { metadata, data } of maps) {
        const folder = mkdtempSync(join(tmpdir(), "pgbackrest-"));
        mkdirSync(join(folder, "conf.d"));
        const text: string = data["pgbackrest_instance.conf"];
        writeFileSync(join(folder, "conf.d", "pgbackrest_instance.conf"), text);
        if (secret(text) !== "") writeFileSync(join(folder, "conf.d", "secret.conf"), `[global]\n${secret(text)}`);
        const options = [`--config-path=${folder}`, "--stanza=db"];
        for (const command of metadata.name.endsWith("-repohost-config") ? [...commands, "server"] : commands) {
          const { status, stdout, stderr } = run(
            binary,
            command === "server" ? [`--config-path=${folder}`, "help", command] : [...options, "help", command],
          );
          expect({ command, status, warnings: (stdout + stderr).match(/^.*(?:WARN|ERROR).*$/gm) }).to.deep.equal({
            command,
            status: 0,
            warnings: null,
          });
        }
        if (!metadata.name.endsWith("-repohost-config")) {
          // Without a database the command gets as far as its data directory: nothing is missing before that.
          const { stdout, stderr } = run(binary, [
            ...options,
            `--log-path=${folder}`,
            `--lock-path=${folder}`,
            "archive-push",
            "x",
          ]);
          expect(stdout + stderr).to.match(/ERROR: \[055\]|ERROR: \[073\]|ERROR: \[041\]/);
        }
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
