import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { requireTool, root, which } from "../tools.ts";
import { program } from "./program.ts";

const demo = readFileSync(join(root, "tutorials/retention/postgresql.yaml"), "utf8");
const now = ["--now", "2026-03-01T12:00:00Z"];

describe("diff", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Compares two manifests, or two folders with several. */
  async function compared(before: string, after: string, ...args: readonly string[]) {
    for (const [name, text] of [
      ["a", before],
      ["b", after],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "cluster.yaml"), text);
    }
    return program(["diff", join(folder, "a"), join(folder, "b"), ...now, ...args]);
  }

  const changed = demo.replace(/retention-full: "\d+"/, 'retention-full: "2"').replace(/(?<= full: ).*/, "15 3 * * 6");

  it("says nothing where nothing is different, whatever the layout", async () => {
    expect(await compared(demo, `# moved\n${demo}`)).to.deep.equal({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("does not call it the same where nothing was compared: folders without clusters, and without a kustomization of their own", async () => {
    const said = {
      exitCode: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: No postgresql with a backup section is in either of the two, so nothing was compared. Name the folders of clusters; with -k, those that have a kustomization.yaml themselves.\n",
    };
    expect(await compared("kind: Service\n", "kind: Service\n")).to.deep.equal(said);
    for (const side of ["a", "b"]) {
      mkdirSync(join(folder, side, "prod"));
      rmSync(join(folder, side, "cluster.yaml"));
      writeFileSync(join(folder, side, "prod/kustomization.yaml"), "resources: [cluster.yaml]\n");
      writeFileSync(join(folder, side, "prod/cluster.yaml"), demo);
    }
    const { exitCode } = await program(["diff", "-k", join(folder, "a"), join(folder, "b"), ...now], "", {
      PATH: process.env.PATH,
    });
    expect(exitCode).to.equal(2);
  });

  it("says in words and as unified diff what is different", async () => {
    expect(await compared(demo, changed)).to.deep.equal({
      exitCode: 1,
      stdout: `Losses:
  pg/demo repo1: The guaranteed window is 7 days instead of 21 days.
  pg/demo repo1: The oldest backup is guaranteed to go back 7 days instead of 21 days.
  pg/demo repo1: At least 2 full backups are kept instead of 4.
  pg/demo repo1: When archiving stops, the last backup can be 8 hours old instead of 4 hours 30 minutes.

Other changes:
  pg/demo repo1: The full backups are taken every Saturday at 03:15 UTC instead of every Sunday at 02:30 UTC.

--- a/pg/configmap-demo-pgbackrest-config.yaml
+++ b/pg/configmap-demo-pgbackrest-config.yaml
@@ -17,7 +17,7 @@
     spool-path = /home/postgres/pgdata/pgbackrest/spool-path
     repo1-path = /pg/demo/repo1
     repo1-cipher-type = aes-256-cbc
-    repo1-retention-full = 4
+    repo1-retention-full = 2
     repo1-retention-diff = 7
     repo1-s3-bucket = demo-backups
     repo1-s3-endpoint = s3.eu-central-1.amazonaws.com
--- a/pg/cronjob-pgbackrest-demo-repo1-full.yaml
+++ b/pg/cronjob-pgbackrest-demo-repo1-full.yaml
@@ -10,7 +10,7 @@
     team: acid
     expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo
 spec:
-  schedule: 30 2 * * 0
+  schedule: 15 3 * * 6
   concurrencyPolicy: Forbid
   jobTemplate:
     spec:
`,
      stderr: "",
    });
  });

  it("says it in the other way where the inputs are exchanged", async () => {
    const { stdout } = await compared(changed, demo);
    expect(stdout).to.match(/^Improvements:\n/);
    expect(stdout).to.include("-    repo1-retention-full = 2\n+    repo1-retention-full = 4\n");
  });

  it("says which cluster is gone, with its objects", async () => {
    const other = demo.replace("name: demo", "name: other").replaceAll("/pg/demo/", "/pg/other/");
    const { exitCode, stdout } = await compared(`${demo}---\n${other}`, demo);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/^Losses:\n {2}pg\/other: The cluster is no longer in the manifests\.\n\n--- a\//);
    expect(stdout).to.match(
      /^--- a\/pg\/configmap-other-pgbackrest-config\.yaml\n\+\+\+ \/dev\/null\n@@ -1,\d+ \+0,0 @@\n-apiVersion: v1\n/m,
    );
  });

  it("prints JSON and Markdown, into a file, too", async () => {
    const file = join(folder, "out");
    expect(await compared(demo, changed, "--format", "json", "-o", file)).to.deep.equal({
      exitCode: 1,
      stdout: "",
      stderr: "",
    });
    const { changes, objects } = JSON.parse(readFileSync(file, "utf8"));
    expect(changes[0]).to.deep.equal({
      effect: "loss",
      name: "demo",
      namespace: "pg",
      repository: "repo1",
      text: "The guaranteed window is 7 days instead of 21 days.",
    });
    expect(
      objects.map(({ file: name, is }: { readonly file: string; readonly is: string }) => [name, is]),
    ).to.deep.equal([
      ["pg/configmap-demo-pgbackrest-config.yaml", "changed"],
      ["pg/cronjob-pgbackrest-demo-repo1-full.yaml", "changed"],
    ]);
    const { stdout } = await compared(demo, changed, "--format", "markdown");
    expect(stdout).to.match(/^## What this changes in backups\n\n### Losses\n\n- \*\*pg\/demo repo1\*\*: /);
    expect(stdout).to.include("<summary>2 objects are different</summary>\n\n```diff\n--- a/pg/configmap-");
    expect((await compared(demo, demo, "--format", "markdown")).stdout).to.equal(
      "## What this changes in backups\n\nNothing.\n",
    );
    expect(JSON.parse((await compared(demo, demo, "--format", "json")).stdout)).to.deep.equal({
      changes: [],
      objects: [],
    });
  });

  for (const [what, after, message] of [
    ["cannot be parsed", "a: [", "not valid YAML"],
    ["has a cluster twice", `${demo}---\n${changed}`, "error: There is another postgresql `demo` in the namespace"],
  ] as const)
    it(`is trouble where an input ${what}`, async () => {
      const { exitCode, stdout, stderr } = await compared(demo, after);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
      expect(stderr).to.include(message);
    });

  for (const [args, message] of [
    [["a"], "diff needs two files or folders, the earlier one first."],
    [["a", "b", "c"], "diff needs two files or folders, the earlier one first."],
    [["-", "-"], "Only one of the two can be standard input."],
    [["/does/not/exist", "/b"], "/does/not/exist: no such file or directory."],
  ] as const)
    it(`is trouble: diff ${args.join(" ")}`, async () => {
      expect(await program(["diff", ...args])).to.deep.equal({
        exitCode: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });

  it("compares with standard input", async () => {
    writeFileSync(join(folder, "a.yaml"), demo);
    expect((await program(["diff", join(folder, "a.yaml"), "-", ...now], demo)).exitCode).to.equal(0);
    expect((await program(["diff", "-", join(folder, "a.yaml"), ...now], changed)).exitCode).to.equal(1);
  });

  it("prints no secret, wherever it stands, and says that it is another", async () => {
    const secret = ["tQ9xVb2LkR7", "pL4zWn8HsG1"] as const;
    const secretOptions = allOptions()
      .filter(([, { secure }]) => secure)
      .map(([name]) => name.replace(/^repo-/, "repo1-"));
    const withSecrets = (text: string) =>
      demo
        .replace(
          "      global:\n",
          `      global:\n${secretOptions.map((name) => `        ${name}: ${text}\n`).join("")}        repo1-s3-keyy: ${text}\n`,
        )
        .replace(
          "spec:\n",
          `spec:\n  env:\n  - { name: PGBACKREST_REPO1_S3_KEY, value: ${text} }\n  - { name: OTHER_PASSWORD, value: ${text} }\n  clone: { cluster: source, s3_secret_access_key: ${text}, pgbackrest: { configuration: { secret: s }, options: { repo1-cipher-pass: ${text} }, repo: { storage: azure, resource: r, account: a, endpoint: e.example.com, key: ${text} } } }\n`,
        );
    for (const format of ["text", "json", "markdown"]) {
      const { stdout, stderr } = await compared(withSecrets(secret[0]), withSecrets(secret[1]), "--format", format);
      for (const text of secret) expect(stdout + stderr).to.not.include(text);
      expect(stdout).to.include("repo1-s3-key = …");
      expect(stdout).to.include("repo1-s3-key = … (another value)");
    }
  });

  /** A Secret of the cluster. */
  const secret = (lines: readonly string[], name = "demo-s3", more: Readonly<Record<string, string>> = {}) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: pg }\nstringData:\n  s3.conf: |\n    [global]\n${lines.map((line) => `    ${line}\n`).join("")}${Object.entries(
      more,
    )
      .map(([file, text]) => `  ${file}: "${text}"\n`)
      .join("")}`;
  const inData = (lines: readonly string[]) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: demo-s3, namespace: pg }\ndata:\n  s3.conf: ${Buffer.from(`[global]\n${lines.join("\n")}\n`).toString("base64")}\n`;
  const sops = (text: string) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: demo-s3, namespace: pg }\ndata:\n  s3.conf: ENC[AES256_GCM,data:${text},type:str]\nsops: { version: 3.9.0 }\n`;
  const sealed = (text: string) =>
    `---\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: demo-s3, namespace: pg }\nspec: { encryptedData: { s3.conf: ${text} } }\n`;
  const hidden = ["kQ7wZr3TyN", "vB5mXc8JhF", "sD2gLp6RtK"] as const;
  const [one, two, three] = hidden;
  const key = `repo1-s3-key = ${one}`;
  const keySecret = `repo1-s3-key-secret = ${two}`;
  const pass = `repo1-cipher-pass = ${three}`;
  const all = [key, keySecret, pass];
  const manifest = demo + secret(all);
  const hashed = (hash: string, lines: readonly string[]) =>
    demo.replace("secret: demo-s3", `secret: demo-s3-${hash}`) + secret(lines, `demo-s3-${hash}`);
  const plain = demo.replace("        repo1-cipher-type: aes-256-cbc\n", "");
  // On several instances, a restore of a type is an error.
  const single = demo.replace("numberOfInstances: 2", "numberOfInstances: 1");
  const restoring = (id: string, type = "immediate") =>
    single.replace(
      "      image:",
      `      restore: { id: "${id}", repo: repo1, options: { type: ${type} } }\n      image:`,
    );
  const stopped = demo.replace("numberOfInstances: 2", "numberOfInstances: 0");
  const unscheduled = demo.slice(0, demo.indexOf("        schedule:"));
  const variable = (value: string) =>
    demo.replace("spec:\n", `spec:\n  env:\n  - { name: PGBACKREST_REPO1_CIPHER_PASS, ${value} }\n`) +
    secret([key, keySecret]);
  const gcs = (text: string) =>
    demo
      .replace(/storage: s3\n/, "storage: gcs\n")
      .replace(/ +endpoint: .*\n +region: .*\n/, "        key: gcs.json\n        keyType: service\n") +
    secret([pass], "demo-s3", { "gcs.json": text });
  const fails = "so backups fail and WAL is not archived";
  const unreadable = `pgBackRest can no longer read what is in the repository, ${fails}`;
  const errors =
    "loss: The checks find 1 error instead of no errors: nothing of the cluster is guaranteed until it is mended.";

  for (const [what, before, after, said] of [
    [
      "a passphrase is another",
      manifest,
      demo + secret([key, keySecret, `repo1-cipher-pass = ${one}`]),
      [`loss repo1: The passphrase is another (\`repo1-cipher-pass\`): ${unreadable}.`],
    ],
    [
      "a passphrase is another, in data",
      demo + inData(all),
      demo + inData([key, keySecret, `repo1-cipher-pass = ${one}`]),
      [`loss repo1: The passphrase is another (\`repo1-cipher-pass\`): ${unreadable}.`],
    ],
    ["data instead of stringData holds the same", manifest, demo + inData(all), []],
    ["lines are in another order", manifest, demo + secret([pass, "", "# moved", keySecret, key]), []],
    [
      "a passphrase is gone",
      manifest,
      demo + secret([key, keySecret]),
      [errors, `loss repo1: The passphrase is gone (\`repo1-cipher-pass\`): ${unreadable}.`],
    ],
    [
      "a passphrase is another where the repository is in another place",
      manifest,
      demo.replace("demo-backups", "more-backups") + secret([key, keySecret, `repo1-cipher-pass = ${one}`]),
      [
        "loss repo1: The repository is in another place, s3://more-backups/pg/demo/repo1 at s3.eu-central-1.amazonaws.com instead of s3://demo-backups/pg/demo/repo1 at s3.eu-central-1.amazonaws.com: it begins empty, and what is in the old place is not continued.",
        "other repo1: The passphrase is another (`repo1-cipher-pass`).",
      ],
    ],
    [
      "encryption begins in the same place",
      plain + secret([key, keySecret]),
      manifest,
      [`loss repo1: Encryption is aes-256-cbc instead of none: ${unreadable}.`],
    ],
    [
      "encryption ends, by the type in the Secret",
      plain + secret([...all, "repo1-cipher-type = aes-256-cbc"]),
      plain + secret([key, keySecret]),
      [`loss repo1: Encryption is none instead of aes-256-cbc: ${unreadable}.`],
    ],
    [
      "keys are others",
      manifest,
      demo + secret([`repo1-s3-key = ${two}`, `repo1-s3-key-secret = ${one}`, pass]),
      ["other repo1: The keys are others (`repo1-s3-key`, `repo1-s3-key-secret`)."],
    ],
    [
      "a key is gone",
      manifest,
      demo + secret([key, pass]),
      [errors, `loss repo1: The keys are gone (\`repo1-s3-key-secret\`): nothing reaches the repository, ${fails}.`],
    ],
    [
      "keys are not needed any more",
      manifest,
      demo.replace("repo1-path", "repo1-s3-key-type: auto\n        repo1-path") + secret([pass]),
      ["other repo1: The keys are gone (`repo1-s3-key`, `repo1-s3-key-secret`), and are not needed any more."],
    ],
    [
      "the file of a key is another",
      gcs("{}"),
      gcs(`{ 'private_key': '${one}' }`),
      ["other repo1: The keys are others (`repo1-gcs-key`)."],
    ],
    [
      "another option of the Secret is another",
      demo + secret([...all, "repo1-storage-verify-tls = y"]),
      demo + secret([...all, "repo1-storage-verify-tls = n"]),
      ["other: Other options or files of the Secret demo-s3 are different."],
    ],
    [
      "another file of the Secret is another",
      demo + secret(all, "demo-s3", { "ca.crt": one }),
      demo + secret(all, "demo-s3", { "ca.crt": two }),
      ["other: Other options or files of the Secret demo-s3 are different."],
    ],
    [
      "the path is another that only the Secret says",
      demo.replace(/ +repo1-path: .*\n/, "") + secret([...all, `repo1-path = /${one}`]),
      demo.replace(/ +repo1-path: .*\n/, "") + secret([...all, `repo1-path = /${two}`]),
      [
        "loss repo1: The repository is in another path, which only the Secret says: it begins empty, and what is in the old place is not continued.",
      ],
    ],
    [
      "the Secret is no longer there",
      manifest,
      demo,
      [
        `loss: The Secret demo-s3 is no longer in the manifests: unless something else makes it, nothing reaches the repositories, ${fails}.`,
      ],
    ],
    [
      "the Secret is there now",
      demo,
      manifest,
      [
        "other: The Secret demo-s3 is in the manifests now; whether it holds what pods have read so far cannot be told.",
      ],
    ],
    [
      "the Secret has another hash, and other keys",
      hashed("2456789bcd", all),
      hashed("fghkmt2456", [key, `repo1-s3-key-secret = ${one}`, pass]),
      ["other repo1: The keys are others (`repo1-s3-key-secret`)."],
    ],
    [
      "the Secret has another hash, and the same keys",
      hashed("2456789bcd", all),
      hashed("fghkmt2456", all.toReversed()),
      [
        "other repo1: The keys are in the Secret demo-s3-fghkmt2456 instead of the Secret demo-s3-2456789bcd, and are the same.",
      ],
    ],
    [
      "the Secret is another, with the same keys",
      manifest,
      demo.replace("secret: demo-s3", "secret: more-s3") + secret(all, "more-s3"),
      ["other repo1: The keys are in the Secret more-s3 instead of the Secret demo-s3, and are the same."],
    ],
    [
      "the Secret is another, with another passphrase",
      manifest,
      demo.replace("secret: demo-s3", "secret: more-s3") +
        secret([key, keySecret, `repo1-cipher-pass = ${one}`], "more-s3"),
      [
        `loss repo1: The passphrase is another (\`repo1-cipher-pass\`): ${unreadable}.`,
        "other repo1: The keys are in the Secret more-s3 instead of the Secret demo-s3.",
      ],
    ],
    ...([sops, sealed] as const).map(
      (encrypted) =>
        [
          `what is encrypted is written differently (${encrypted(one).includes("SealedSecret") ? "SealedSecret" : "SOPS"})`,
          demo + encrypted(one),
          demo + encrypted(two),
          [
            "other: What the Secret demo-s3 holds is written differently, and only the cluster, or a later step, has its text: whether a key or a passphrase is another cannot be told. With another passphrase, backups fail.",
          ],
        ] as const,
    ),
    ["what is encrypted is the same", demo + sealed(one), demo + sealed(one), []],
    [
      "a later step fills in another passphrase",
      demo + secret([key, keySecret, "repo1-cipher-pass = <path:kv/data/a#pass>"]),
      demo + secret([key, keySecret, "repo1-cipher-pass = <path:kv/data/b#pass>"]),
      [
        `other repo1: Whether the passphrase is another cannot be told, since a later step fills it in (\`repo1-cipher-pass\`); with another one, ${unreadable}.`,
      ],
    ],
    [
      "a restore begins",
      single,
      restoring("first"),
      [
        "loss: A restore in place starts when this is applied (`restore.id: first`): the database is down until it ends, and what was written after its target is lost.",
      ],
    ],
    [
      "a restore begins that has an error, too",
      demo,
      restoring("first").replace("numberOfInstances: 1", "numberOfInstances: 2"),
      [
        "loss: A restore in place starts when this is applied (`restore.id: first`): the database is down until it ends, and what was written after its target is lost.",
        errors,
      ],
    ],
    [
      "backups begin with a restore",
      single.slice(0, single.indexOf("  backup:")),
      restoring("first") + secret(all),
      [
        "loss: A restore in place starts when this is applied (`restore.id: first`): the database is down until it ends, and what was written after its target is lost.",
        "gain: The cluster is backed up now.",
      ],
    ],
    [
      "a passphrase is another of a cluster without schedules",
      unscheduled + secret(all),
      unscheduled + secret([key, keySecret, `repo1-cipher-pass = ${one}`]),
      [`loss repo1: The passphrase is another (\`repo1-cipher-pass\`): ${unreadable}.`],
    ],
    [
      "a variable has another passphrase",
      variable("value: first-words"),
      variable("value: other-words"),
      [`loss repo1: The passphrase is another (\`repo1-cipher-pass\`): ${unreadable}.`],
    ],
    [
      "a variable has its passphrase from elsewhere",
      variable("valueFrom: { secretKeyRef: { name: a, key: p } }"),
      variable("valueFrom: { secretKeyRef: { name: b, key: p } }"),
      [
        `other repo1: Whether the passphrase is another cannot be told, since a later step fills it in (\`repo1-cipher-pass\`); with another one, ${unreadable}.`,
      ],
    ],
    [
      "another restore begins",
      restoring("first"),
      restoring("second"),
      [
        "loss: A restore in place starts when this is applied (`restore.id: second`): the database is down until it ends, and what was written after its target is lost.",
      ],
    ],
    [
      "a restore is another under the same id",
      restoring("first"),
      restoring("first", "immediate, set: 20260101-010101F"),
      [
        "other: The restore is another under the same id (`first`): where the cluster was restored for that id, nothing happens.",
      ],
    ],
    ["a restore is gone", restoring("first"), single, ["other: No restore is asked for any more."]],
    [
      "there are no instances any more",
      demo,
      stopped,
      [
        "loss: The cluster has no instances any more (`numberOfInstances: 0`): no backup is taken, though its jobs end as if they had succeeded.",
        "loss: Nothing of the cluster is backed up any more.",
      ],
    ],
    [
      "there are instances again",
      stopped,
      demo,
      ["gain: The cluster has instances again, so backups are taken.", "gain: The cluster is backed up now."],
    ],
  ] as const)
    it(`says it where ${what}, and no text of a Secret`, async () => {
      const json = await compared(before, after, "--format", "json");
      const { changes } = JSON.parse(json.stdout);
      expect(
        changes.map(
          ({
            effect,
            repository,
            text,
          }: {
            readonly effect: string;
            readonly repository?: string;
            readonly text: string;
          }) => `${effect}${repository === undefined ? "" : ` ${repository}`}: ${text}`,
        ),
      ).to.deep.equal(said);
      const text = await compared(before, after);
      const headings = { loss: "Losses", gain: "Improvements", other: "Other changes" } as const;
      for (const line of said) {
        const [, effect, about, words] = /^(\w+)( repo1)?: (.*)$/.exec(line) ?? [];
        expect(text.stdout).to.include(`  pg/demo${about ?? ""}: ${words}\n`);
        expect(text.stdout).to.include(`${headings[effect === "loss" || effect === "gain" ? effect : "other"]}:\n`);
      }
      for (const given of [json, text]) {
        expect(given.exitCode).to.equal(said.length > 0 ? 1 : 0);
        for (const part of [...hidden, ...hidden.map((each) => Buffer.from(each).toString("base64").slice(0, 12))])
          expect(given.stdout + given.stderr).to.not.include(part);
      }
    });

  it("compares what kustomizations build", async function () {
    requireTool(this, "kustomize", which("kustomize"));
    for (const name of ["a", "b"]) cpSync(join(root, "tutorials/s3"), join(folder, name), { recursive: true });
    mkdirSync(join(folder, "fn-config"));
    const kustomization = (more: string) =>
      `resources: [postgresql.yaml]\nsecretGenerator:\n- { name: demo-s3, namespace: pg, files: [s3.conf] }\n${more}`;
    writeFileSync(join(folder, "a/kustomization.yaml"), kustomization(""));
    writeFileSync(
      join(folder, "b/kustomization.yaml"),
      kustomization(
        "patches:\n- target: { kind: postgresql }\n  patch: |\n    - { op: replace, path: /spec/backup/pgbackrest/repos/0/schedule/full, value: 30 2 * * 3 }\n",
      ),
    );
    const { exitCode, stdout } = await program(["diff", "-k", join(folder, "a"), join(folder, "b"), ...now], "", {
      PATH: process.env.PATH,
    });
    expect(exitCode).to.equal(1);
    expect(stdout).to.include("instead of every Sunday at 02:30 UTC.");
    expect(stdout).to.include("-  schedule: 30 2 * * 0\n+  schedule: 30 2 * * 3\n");
    // Read as they are, the two are the same.
    expect(
      (await program(["diff", join(folder, "a/postgresql.yaml"), join(folder, "b/postgresql.yaml"), ...now])).exitCode,
    ).to.equal(0);
  });
});
