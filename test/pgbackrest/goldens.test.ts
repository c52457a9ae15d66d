import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { parseAllDocuments } from "yaml";
import { requireTool, root, run, which } from "../tools.ts";

const configMap = Type.Object({
  kind: Type.Literal("ConfigMap"),
  metadata: Type.Object({ name: Type.String() }),
  data: Type.Record(Type.String(), Type.String()),
});
type ConfigMap = Static<typeof configMap>;

/** Where tests compare with texts that were written down: outputs of the operator, of the tutorials and of hosts. */
const goldens = ["test/parity/cases", "tutorials", "test/hosts/testdata", "test/function/testdata"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .map((file) => ({ file, maps: configMapsOf(file) }))
  .filter(({ maps }) => maps.length > 0);

function configMapsOf(file: string): readonly ConfigMap[] {
  const text = readFileSync(join(root, file), "utf8");
  if (!text.includes("pgbackrest_")) return [];
  return parseAllDocuments(text)
    .map((document): unknown => document.toJS())
    .filter((object): object is ConfigMap => Check(configMap, object))
    .filter(({ data }) => Object.keys(data).some((key) => /^pgbackrest_(?:instance|clone)\.conf$/.test(key)));
}

/** What a Secret brings: credentials of the stores, and the Azure key where the text leaves it empty. */
function secret(text: string): string {
  const s3 = [...text.matchAll(/^(repo\d)-type = s3$/gm)].map(
    ([, repo]) => `${repo}-s3-key = x\n${repo}-s3-key-secret = x\n`,
  );
  const azure = [...text.matchAll(/^(repo\d-azure-key) = ?$/gm)].map(([, option]) => `${option} = eA==\n`);
  const ciphers = [...text.matchAll(/^(repo\d)-cipher-type = aes/gm)].map(([, repo]) => `${repo}-cipher-pass = x\n`);
  return `[db]\n${azure.join("")}[global]\n${s3.join("")}${ciphers.join("")}`;
}

const everywhere = ["backup", "archive-push", "archive-get", "restore", "expire", "check", "info", "stanza-create"];

/** What pgBackRest says of a text that is wrong or incomplete; nothing of a good one. */
function complaints(binary: string, name: string, text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "pgbackrest-"));
  try {
    mkdirSync(join(folder, "conf.d"));
    writeFileSync(join(folder, "conf.d", "pgbackrest.conf"), text);
    writeFileSync(join(folder, "conf.d", "secret.conf"), secret(text));
    const say = (...args: readonly string[]) => {
      const { status, stdout, stderr } = run(binary, [`--config-path=${folder}`, ...args]);
      return { status, output: stdout + stderr };
    };
    const repoHost = name.endsWith("-repohost-config");
    // The first validator reads the text as a command would; the server is not for a stanza.
    const read = [
      ...everywhere.map((command) => ["--stanza=db", "help", command]),
      ...(repoHost ? [["help", "server"]] : []),
    ];
    const bad = read
      .map((args) => ({ args, ...say(...args) }))
      .filter(({ status, output }) => status !== 0 || /WARN:|ERROR:/.test(output))
      .map(({ args, output }) => `${args.join(" ")}: ${output}`);
    // The second starts a command, which gets as far as the database or the repository, which are not here: nothing was missing before.
    const paths = [`--log-path=${folder}`, `--lock-path=${folder}`, "--stanza=db"];
    const { status, output } = repoHost
      ? say(`--repo1-path=${folder}`, "--stanza=db", "info")
      : say(...paths, "archive-push", "x");
    const expected = repoHost
      ? status === 0 && output.includes("missing stanza path")
      : /ERROR: \[(?:055|073)\]/.test(output);
    return expected && !/WARN:/.test(output) ? bad : [...bad, output];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("every configuration text that tests compare with passes the real pgbackrest", function () {
  this.timeout(480_000);
  let binary = "";
  const good = new Set<string>();
  before(function () {
    binary = requireTool(this, "pgbackrest", which("pgbackrest"));
  });

  for (const { file, maps } of goldens) {
    it(file, () => {
      for (const { metadata, data } of maps) {
        const text = Object.values(data).join("\n");
        if (good.has(text)) continue; // many cases are about other objects and share their texts
        expect(complaints(binary, metadata.name, text), metadata.name).to.deep.equal([]);
        good.add(text);
      }
    });
  }

  it("every case of the parity set with objects, every clone and every tutorial for kustomize is among them", () => {
    const files = goldens.map(({ file }) => file);
    const clones = files.filter((file) => file.endsWith("expected-clone.yaml"));
    expect(clones.length).to.equal(4);
    const folders = (parent: string) =>
      readdirSync(join(root, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(parent, name));
    const tutorials = folders("tutorials").filter((folder) => existsSync(join(root, folder, "kustomization.yaml")));
    for (const folder of [...folders("test/parity/cases"), ...tutorials])
      expect(files).to.include(join(folder, "expected.yaml"));
  });

  it("a text with an unknown option, a wrong value or a missing option does not pass", () => {
    const [map] = configMapsOf("tutorials/s3/expected.yaml");
    const text = map?.data["pgbackrest_instance.conf"] ?? "";
    expect(complaints(binary, "", `${text}\nrepo1-retension-full = 4`).join()).to.include("WARN: ");
    expect(complaints(binary, "", text.replace("retention-full = 4", "retention-full = four")).join()).to.include(
      "[032]",
    );
    expect(complaints(binary, "", text.replace(/^repo1-s3-region.*$/m, "")).join()).to.include("[037]");
  });
});
