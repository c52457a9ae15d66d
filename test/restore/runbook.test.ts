import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { runbookFor } from "../../src/restore/runbook-for.ts";
import { runbookMarkdown } from "../../src/restore/runbook-markdown.ts";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import { root, run } from "../tools.ts";

/** The runbook of the only cluster in a text; with another name, which nothing has checked. */
async function runbookIn(yaml: string, name?: string): Promise<Runbook> {
  const { planned } = await filter(Buffer.from(yaml), undefined, { everyCluster: true });
  const context = (await planned?.())?.[0]?.context;
  const { cluster, settings, configuration } = context ?? {};
  const runbook =
    cluster &&
    settings &&
    configuration &&
    runbookFor(
      { settings, configuration, cluster: { ...cluster, name: name ?? cluster.name } },
      { name: name ?? cluster.name, manifests: ["-f", name ?? "x"], notes: [] },
    );
  if (runbook === undefined) throw new Error("no runbook");
  return runbook;
}

const standby = (text: string) =>
  text.replace(/^(kind: postgresql\n[\s\S]*?^spec:\n)/m, "$1  standby: {standby_host: a.example.com}\n");
const expected = (tutorial: string) => readFileSync(join(root, "tutorials", tutorial, "expected.yaml"), "utf8");
const stepsOf = ({ chapters }: Runbook) => chapters.flatMap(({ steps }) => steps);
const commandsOf = (runbook: Runbook) => stepsOf(runbook).flatMap(({ commands }) => commands.map(({ text }) => text));
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))];

const tutorials = ["azure", "encryption", "gcs", "pvc", "s3", "s3-compatible", "several-repos"];

describe("runbook", () => {
  for (const tutorial of tutorials)
    describe(`of tutorials/${tutorial}`, () => {
      it("names the objects that are made, and no others", async () => {
        const yaml = expected(tutorial);
        const text = commandsOf(await runbookIn(yaml)).join("\n");
        const made = (kind: string) =>
          all(yaml, new RegExp(`^kind: ${kind}\\nmetadata:\\n(?:  .*\\n)*?  name: (.*)`, "gm"));
        expect(made("CronJob")).to.include.members(all(text, /--from=cronjob\/(\S+)/g));
        expect(made("StatefulSet")).to.deep.equal(all(text, /exec (\S+-repo-host)-0 /g));
        expect(all(text, /exec (\S+)-0 -c postgres /g)).to.deep.equal(["demo"]);
        expect(all(text, /kubectl (.{5})/g)).to.deep.equal(tutorial === "pvc" ? ["-n pg", "get p"] : ["-n pg"]);
      });

      it("says of each step how to see that it worked, and how long the database is down", async () => {
        const steps = stepsOf(await runbookIn(expected(tutorial)));
        expect(new Set(steps.map(({ id }) => id)).size).to.equal(steps.length);
        for (const { commands, downtime, seeThat, title, why } of steps) {
          for (const sentence of [why, seeThat, downtime]) expect(sentence).to.match(/^\S.*\.$/s);
          expect(title).to.match(/^\S.*[^.]$/);
          expect(commands).to.not.deep.equal([]);
        }
      });

      it("sets each variable before a command uses it", async () => {
        for (const { commands, id, variables } of stepsOf(await runbookIn(expected(tutorial)))) {
          const set = new Set(["PATH", "PWD", ...variables.map(({ name }) => name)]);
          for (const { text } of commands) {
            for (const name of all(text.replace(/'[^']*'/g, ""), /\$\{?([A-Z]+)/g)) expect(set, id).to.include(name);
            for (const name of all(text, /^([A-Z]+)=/gm)) set.add(name);
          }
        }
      });

      it("shows no value of a Secret", async () => {
        const text = JSON.stringify(await runbookIn(expected(tutorial)));
        const values = [...expected(tutorial).matchAll(/^\s+(?:repo\d-\S*(?:key|secret|pass)(?!-type)\S*) = (\S+)$/gm)];
        const encoded = all(expected(tutorial), /^ {2}\S+: ([A-Za-z0-9+/=]{60,})$/gm);
        const decoded = encoded.map((each) => Buffer.from(each, "base64").toString("utf8"));
        const secrets = [
          ...values.map(([, value = ""]) => value),
          ...decoded.flatMap((each) => all(each, /^repo\d-(?!\S*-type)\S+ = (\S{8,})$/gm)),
        ];
        expect(secrets.filter((secret) => !/^\//.test(secret) && text.includes(secret))).to.deep.equal([]);
      });
    });

  it("has the steps that the storage needs", async () => {
    const ids = async (tutorial: string) => stepsOf(await runbookIn(expected(tutorial))).map(({ id }) => id);
    const [s3, pvc] = [await ids("s3"), await ids("pvc")];
    expect(pvc.filter((id) => !s3.includes(id))).to.deep.equal([
      "namespace-gone-find",
      "namespace-gone-copy",
      "archiving-repo-host",
      "archiving-certificate",
      "archiving-new-certificate",
      "full-grow-repo1",
    ]);
    expect(s3.filter((id) => !pvc.includes(id))).to.deep.equal([]);
    const several = await ids("several-repos");
    expect(several.filter((id) => !s3.includes(id))).to.deep.equal([
      "backup-now-job-repo2",
      "backup-now-by-hand-repo2",
      "full-expire-repo2",
      "full-expire-rehearse-repo2",
      "full-expire-more-repo2",
    ]);
  });

  it("asks for the repository where there are several", async () => {
    const restores = (runbook: Runbook) =>
      stepsOf(runbook).filter(({ commands }) =>
        commands.some(({ text }) => / restore$| restore-patch \S+ --(?!undo)/.test(text)),
      );
    for (const [tutorial, asked] of Object.entries({ s3: false, "several-repos": true }))
      for (const { id, variables, commands } of restores(await runbookIn(expected(tutorial)))) {
        expect(
          variables.some(({ name }) => name === "REPO"),
          id,
        ).to.equal(asked);
        expect(
          commands.some(({ text }) => text.includes('"--repo=$REPO"')),
          id,
        ).to.equal(asked);
      }
  });

  it("starts no job where nothing is scheduled, and takes a type that is", async () => {
    const scheduled = (schedule: string) =>
      runbookIn(
        expected("s3")
          .replace(/schedule:\n(?: {10}.*\n)+/, `schedule: ${schedule}\n`)
          .replace(/^kind: CronJob$/gm, "kind: Other"),
      );
    expect(commandsOf(await scheduled("{}")).join("\n")).to.not.include("cronjob/");
    expect(commandsOf(await scheduled("{ incr: 0 1 * * * }")).join("\n")).to.include(
      "cronjob/pgbackrest-demo-repo1-incr",
    );
  });

  it('begins no chapter with "Or"', async () => {
    const bare = expected("s3")
      .replace(/schedule:\n(?: {10}.*\n)+/, "schedule: {}\n")
      .replace(/^kind: CronJob$/gm, "kind: Other");
    for (const text of [bare, ...tutorials.map(expected), standby(bare), ...tutorials.map(expected).map(standby)])
      for (const { steps, title } of (await runbookIn(text)).chapters)
        expect(steps[0]?.title, title).to.match(/^(?!Or )\S/);
  });

  it("has of a standby cluster only what can work, and says what it is", async () => {
    for (const tutorial of tutorials) {
      const { chapters, notes } = await runbookIn(standby(expected(tutorial)));
      expect(notes[0]).to.match(/^This is a standby cluster /);
      expect(chapters.map(({ id }) => id)).to.deep.equal([
        ...["look", "clone", "operator-gone", "namespace-gone", "repository-full"],
      ]);
      const commands = chapters.flatMap(({ steps }) => steps.flatMap((step) => step.commands.map(({ text }) => text)));
      expect(
        commands.filter((text) => / backup$|pg_switch_wal|restore-patch|patronictl| check$/.test(text)),
      ).to.deep.equal([]);
    }
  });

  it("starts no copy of files that PostgreSQL has encrypted, and says so", async () => {
    const ids = (runbook: Runbook) => stepsOf(runbook).map(({ id }) => id);
    const plain = await runbookIn(expected("s3"));
    const encrypted = await runbookIn(expected("s3").replace(/^ {2}teamId: .*$/m, "$&\n  tde: { enable: true }"));
    expect(ids(plain).filter((id) => !ids(encrypted).includes(id))).to.deep.equal([
      ...["restore", "start", "load", "remove"].map((each) => `one-database-${each}`),
      ...["restore", "start", "remove"].map((each) => `beside-${each}`),
      ...["operator-gone", "namespace-gone"].flatMap((each) => [`${each}-start`, `${each}-stop`]),
    ]);
    expect(encrypted.notes).to.deep.equal([
      "PostgreSQL encrypts its files (TDE). A copy starts only with the same PostgreSQL and the key in the Secret `demo-tde`: keep it where the namespace is not. Steps that start a copy beside or on a host are left out.",
    ]);
  });

  it("acts in the namespace of kubectl's context where the manifests have none", async () => {
    const { namespace, notes, chapters } = await runbookIn(expected("s3").replace(/^ *namespace: pg\n/gm, ""));
    expect({ namespace, notes }).to.deep.equal({
      namespace: undefined,
      notes: ["The manifests name no namespace, so the commands act in that of your kubectl's context."],
    });
    expect(chapters[0]?.steps[0]?.commands[0]?.text).to.match(/^kubectl exec demo-0 /);
  });

  it("shows no secret, wherever it is written, and nothing else that a Secret holds", async () => {
    const yaml = expected("azure")
      .replace("account: demoaccount", "account: demoaccount\n        key: canary-1")
      .replace(/^ {6}global:\n/m, "$&        repo1-cipher-pass: canary-2\n        repo2-s3-key: canary-3\n")
      .replace(
        /^( {2}azure\.conf: ).*(?:\n {4}.*)*$/m,
        `$1${Buffer.from("[global]\nrepo1-azure-uri-style = canary-4\nrepo1-path=/canary-5\n[db]\nrepo1-azure-key=canary-6\n").toString("base64")}`,
      );
    const text = JSON.stringify(await runbookIn(yaml));
    expect(text).to.not.include("canary");
    expect(text).to.include("repo1-azure-uri-style=<the value, repo1-azure-uri-style in azure.conf of the Secret ");
    expect(text).to.include("repo1-azure-key=<the key of the storage account, ");
    expect(text).to.include("repo1-azure-account=demoaccount");
  });

  it("says what a Secret that is not there must have", async () => {
    const withoutSecret = expected("s3").replace(/^kind: Secret$/m, "kind: Other");
    const configuration = stepsOf(await runbookIn(withoutSecret)).find(
      ({ id }) => id === "namespace-gone-configuration",
    );
    const secret = /secret: (\S+)/.exec(withoutSecret)?.[1];
    expect(configuration?.commands.map(({ text }) => text)).to.deep.include(`cat >"$DIR/conf/pgbackrest.conf" <<'END'
[global]
repo1-cipher-type=aes-256-cbc
repo1-path=/pg/demo/repo1
repo1-s3-bucket=demo-backups
repo1-s3-endpoint=s3.eu-central-1.amazonaws.com
repo1-s3-region=eu-central-1
repo1-type=s3
repo1-s3-key=<the key ID, repo1-s3-key in the Secret ${secret}>
repo1-s3-key-secret=<the secret key, repo1-s3-key-secret in the Secret ${secret}>
repo1-cipher-pass=<the passphrase of the repository, repo1-cipher-pass in the Secret ${secret}>
# The Secret ${secret} was not there when this was written. Add what else it sets for repo1.
END
cat >>"$DIR/conf/pgbackrest.conf" <<END
log-path=$DIR/log
spool-path=$DIR/spool
lock-path=$DIR/lock

[db]
pg1-path=$DIR/data
END`);
  });

  describe("of a cluster with hostile names", () => {
    const bad = `$(touch pwned)\`touch pwned\`'; touch pwned #"\nEND\n\`\`\`\n# FORGED\n\u001b[2J`;
    const cluster = {
      apiVersion: "cpo.opensource.cybertec.at/v1",
      kind: "postgresql",
      metadata: { name: "demo", namespace: `pg${bad}` },
      spec: {
        teamId: "acid",
        numberOfInstances: 3,
        postgresql: { version: "17" },
        volume: { size: "5Gi" },
        backup: {
          pgbackrest: {
            image: "x/y:pgbackrest-18.3-1",
            configuration: { secret: `s${bad}` },
            global: { "repo1-path": `/p${bad}`, "repo1-s3-uri-style": bad, "repo1-retention-full": "2" },
            repos: [
              ...[1, 2].map((number) => ({
                ...{
                  name: `repo${number}`,
                  storage: "s3",
                  resource: `b${bad}`,
                  endpoint: `e${bad}`,
                  region: `r${bad}`,
                },
                schedule: { full: "30 2 * * 0" },
              })),
              { name: "repo3", storage: "pvc", volume: { size: "1Gi" }, schedule: { full: "30 2 * * 0" } },
            ],
          },
        },
      },
    };

    it("does nothing but call kubectl, pgBackRest and PostgreSQL", async () => {
      const folder = mkdtempSync(join(tmpdir(), "runbook-"));
      try {
        const programs = [
          "kubectl",
          "pgbackrest",
          "pg_ctl",
          "psql",
          "expand-pgbackrest",
          "tar",
          "openssl",
          "cat",
          "mkdir",
          "sed",
        ];
        mkdirSync(join(folder, "bin"));
        for (const name of programs) writeFileSync(join(folder, "bin", name), "#!/bin/sh\n", { mode: 0o755 });
        mkdirSync(join(folder, "conf"));
        for (const { commands, variables } of stepsOf(await runbookIn(stringify(cluster), `demo${bad}`))) {
          const lines = [
            `PATH=${folder}/bin:$PATH`,
            ...variables.map(({ name }) => `${name}=x`),
            "DIR=.",
            ...commands.map(({ text }) => text),
          ];
          // What waits until a server has started would wait forever.
          const script = lines.map((line) => line.replace(/^until /, "while false && "));
          const { stderr } = run("bash", ["--norc", "-c", script.join("\n")], { cwd: folder });
          expect(stderr).to.equal("");
        }
        expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes("pwned"))).to.deep.equal(
          [],
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it("forges no line of the page, and ends no block of it", async () => {
      const runbook = await runbookIn(stringify(cluster), `demo${bad}`);
      const page = runbookMarkdown(runbook, { title: "Runbook", intro: [] });
      expect(page).to.not.match(/[^\P{Cc}\n]/u);
      let fence = "";
      const outside: string[] = [];
      for (const line of page.split("\n")) {
        const [ticks = ""] = /^`{3,}/.exec(line) ?? [];
        if (fence === "" && ticks !== "") fence = ticks;
        else if (fence !== "" && line === fence) fence = "";
        else if (fence === "") outside.push(line);
      }
      expect(fence).to.equal("");
      expect(outside.filter((line) => line.startsWith("# "))).to.deep.equal(["# Runbook"]);
    });
  });

  it("has a link to each chapter", async () => {
    const page = readFileSync(join(root, "docs/restore.md"), "utf8");
    // What GitHub makes of a heading: lower case, without punctuation, hyphens for blanks.
    const anchors = all(page, /^## (.*)$/gm).map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(all(page, /\]\(#(.*?)\)/g)).to.deep.equal(anchors);
  });
});
