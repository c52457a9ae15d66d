import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";
import { markup } from "../../src/plan-page/html.ts";
import { runbookView } from "../../src/plan-page/runbook-view.ts";
import { runbookFor } from "../../src/restore/runbook-for.ts";
import { runbookMarkdown } from "../../src/restore/runbook-markdown.ts";
import { placedSteps } from "../../src/restore/runbook-order.ts";
import type { Runbook, RunbookStep } from "../../src/restore/runbook-step.ts";
import { root, run } from "../tools.ts";

/* What keeps a runbook from doing harm to a person who is in a hurry and copies whole blocks. */

async function runbookIn(yaml: string): Promise<Runbook> {
  const { planned } = await filter(Buffer.from(yaml), undefined, { everyCluster: true });
  const context = (await planned?.())?.[0]?.context;
  const runbook = context && runbookFor(context, { name: "demo", manifests: ["-f", "x"], notes: [] });
  if (runbook === undefined) throw new Error("no runbook");
  return runbook;
}

const expected = (tutorial: string) => readFileSync(join(root, "tutorials", tutorial, "expected.yaml"), "utf8");
const s3 = expected("s3");
const examples: Readonly<Record<string, string>> = {
  s3,
  pvc: expected("pvc"),
  "several-repos": expected("several-repos"),
  "nothing scheduled": s3
    .replace(/schedule:\n(?: {10}.*\n)+/, "schedule: {}\n")
    .replace(/^kind: CronJob$/gm, "kind: Other"),
  "files that PostgreSQL encrypts": s3.replace(/^ {2}teamId: .*$/m, "$&\n  tde: { enable: true }"),
};

const stepsOf = ({ chapters }: Runbook) => chapters.flatMap(({ steps }) => steps);
const textsOf = ({ commands }: RunbookStep) => commands.map(({ text }) => text);

/** The blocks of the page, in the order of its steps. */
const blocksOf = (runbook: Runbook) =>
  [...runbookMarkdown(runbook, { title: "", intro: [] }).matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(
    ([, text = ""]) => text,
  );

/** What a person types into a shell, with each command of a step as another one. */
function typed(step: RunbookStep, block: string, commandAt: (index: number) => string) {
  let rest = block;
  let script = "";
  for (const [index, text] of textsOf(step).entries()) {
    const at = rest.indexOf(text);
    expect(at, step.id).to.not.equal(-1);
    script += rest.slice(0, at) + commandAt(index);
    rest = rest.slice(at + text.length);
  }
  return run("bash", ["--norc"], { input: `${script}${rest}\necho still there\n` });
}

/** Ends what cannot be brought back, or the database. What is written to a folder of the host is not the cluster's. */
const acts = (text: string) =>
  (/ expire$/.test(text) && !text.includes("--dry-run")) ||
  (/ --delta .*restore$/.test(text) && !text.includes("--config-path=$DIR")) ||
  /\bkubectl (?:-n \S+ )?(?:delete|patch|apply) |\brm -|\bpg_ctl .* stop\b/.test(text);

/** Only shows something; a loop that waits, and what is put into a variable, do not. */
const looks = (text: string) =>
  !/^(?:until |[A-Z]+=)/.test(text) &&
  /--dry-run| info$|\bselect | -- (?:df|du|ls) |^cat [^>]*$|\bpatronictl list|\bkubectl (?:-n \S+ )?(?:get|logs) /.test(
    text,
  );

/** Cannot be undone, so that what it depends on must have been thought of. */
const isFinal = (text: string) => acts(text) && !/ stop\b|\brm -/.test(text);

describe("runbook", () => {
  for (const [what, yaml] of Object.entries(examples))
    describe(`of ${what}`, () => {
      let runbook: Runbook;
      before(async () => {
        runbook = await runbookIn(yaml);
      });

      it("does nothing in a block that also only looks", () => {
        const steps = stepsOf(runbook).map((step) => ({ id: step.id, texts: textsOf(step) }));
        expect(steps.filter(({ texts }) => texts.some(acts) && texts.some(looks))).to.deep.equal([]);
        expect(steps.filter(({ texts }) => texts.some(acts)).map(({ id }) => id)).to.include.members([
          ...["in-place-latest-restore-latest", "in-place-time-apply", "by-hand-stop", "clone-apply"],
          ...["full-expire-repo1", "full-expire-more-repo1"],
        ]);
        expect(steps.filter(({ texts }) => texts.some(looks)).map(({ id }) => id)).to.include.members([
          ...["look-info", "in-place-time-patch", "clone-cluster", "full-expire-rehearse-repo1"],
        ]);
      });

      it("stops a block at the first command that fails, and leaves the shell as it is", () => {
        const blocks = blocksOf(runbook);
        const steps = stepsOf(runbook);
        expect(blocks.length).to.equal(steps.length);
        for (const [at, step] of steps.entries()) {
          const named = { ...step, variables: step.variables.map(({ name }) => name) };
          const block = (blocks[at] ?? "").replace(/^[A-Z]+=$/gm, "$&x");
          for (const failing of step.commands.keys()) {
            const { stdout } = typed(step, block, (index) =>
              index === failing ? "false" : index < failing ? "true" : "echo went on",
            );
            expect(stdout, named.id).to.equal("still there\n");
          }
          expect(typed(step, block, () => "echo went on").stdout, step.id).to.equal(
            `${"went on\n".repeat(step.commands.length)}still there\n`,
          );
        }
      }).timeout(60_000);

      it("does nothing that cannot be undone with a value that is only an example", () => {
        const blocks = blocksOf(runbook);
        const asked = stepsOf(runbook).flatMap((step, at) => {
          if (!textsOf(step).some(isFinal) || step.variables.length === 0) return [];
          const { stdout } = typed(step, blocks[at] ?? "", () => "echo went on");
          expect(stdout, step.id).to.equal("still there\n");
          return step.id;
        });
        expect(asked).to.include.members(["by-hand-restore-time", "by-hand-restore-set", "full-expire-more-repo1"]);
      });

      it("names a variable in a sentence only where it has a value", () => {
        for (const { steps } of runbook.chapters) {
          const known = new Set<string>();
          for (const { id, title, why, seeThat, variables } of steps) {
            for (const { name } of variables) known.add(name);
            for (const [, name] of `${title} ${why} ${seeThat}`.matchAll(/\$([A-Z]+)/g))
              expect(known, id).to.include(name);
          }
        }
      });

      it("keeps ways and alternatives apart", () => {
        for (const chapter of runbook.chapters) {
          const ways = chapter.steps.map(({ way }) => way);
          const changes = ways.filter((way, index) => way !== ways[index - 1]);
          expect(changes.length, chapter.id).to.equal(new Set(changes).size);
          expect(changes.slice(1), chapter.id).to.not.include(undefined);
          for (const { title } of chapter.steps) expect(title).to.not.match(/^Or\b/);
          const placed = placedSteps(chapter);
          expect(new Set(placed.map(({ number }) => number)).size).to.equal(chapter.steps.length);
          const named = new Set(ways.filter((way) => way !== undefined));
          expect(placed.flatMap(({ wayBegins }) => wayBegins ?? []).length).to.equal(named.size > 1 ? named.size : 0);
          // Steps with the same result are alternatives: of two restores in a row, the second one undoes the first.
          for (const [index, step] of chapter.steps.entries()) {
            const before = chapter.steps[index - 1];
            const kind = (id: string) => id.replace(/-(?:latest|time|set)$/, "");
            if (before === undefined || !/-restore-/.test(step.id) || kind(before.id) !== kind(step.id)) continue;
            expect(placed[index]?.choice, step.id).to.have.length.greaterThan(1);
          }
        }
      });
    });

  it("numbers the steps of each way, and those of which one is followed", async () => {
    const chapter = async (yaml: string, id: string) => {
      const found = (await runbookIn(yaml)).chapters.find((each) => each.id === id);
      return found && placedSteps(found).map(({ wayBegins, number, step }) => [wayBegins ?? "", number, step.id]);
    };
    expect(await chapter(s3, "operator-gone")).to.deep.equal([
      ["Way A: by hand, in the running pods", "1", "by-hand-stop"],
      ["", "2a", "by-hand-restore-time"],
      ["", "2b", "by-hand-restore-set"],
      ["", "3", "by-hand-start"],
      ["", "4", "by-hand-resume"],
      ["Way B: on any host", "5", "operator-gone-configuration"],
      ["", "6a", "operator-gone-restore-latest"],
      ["", "6b", "operator-gone-restore-time"],
      ["", "6c", "operator-gone-restore-set"],
      ["", "7", "operator-gone-start"],
      ["", "8", "operator-gone-stop"],
    ]);
    expect(await chapter(examples["nothing scheduled"] ?? "", "backup-now")).to.deep.equal([
      ["", "1", "backup-now-by-hand-repo1"],
    ]);
    expect(await chapter(examples["files that PostgreSQL encrypts"] ?? "", "clone")).to.deep.equal([
      ["", "1", "clone-cluster"],
      ["", "2", "clone-apply"],
    ]);
  });

  it("shows ways and alternatives on the page of a plan, too", async () => {
    const page = markup(runbookView(await runbookIn(s3)));
    expect([...page.matchAll(/<b>(Way .*?)<\/b>/g)].map(([, way]) => way)).to.deep.equal([
      "Way A: by hand, in the running pods",
      "Way B: by the operator, the newest backup as it is",
      "Way A: a copy in the pod of the database",
      "Way B: a new cluster",
      "Way A: by hand, in the running pods",
      "Way B: on any host",
    ]);
    expect([...page.matchAll(/Follow only one of the (\d) steps/g)].map(([, count]) => count).join("")).to.equal(
      "2222333333",
    );
  });

  describe("with a kubectl that answers", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "runbook-"));
      mkdirSync(join(folder, "bin"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    /** Types the block of a step; `kubectl` is a script whose `$call` counts. */
    async function follow(id: string, kubectl: string) {
      const runbook = await runbookIn(s3);
      const program = (name: string, text: string) =>
        writeFileSync(join(folder, "bin", name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
      // What waits for something that never comes ends, too, and fails the test.
      program("sleep", '[ "$(grep -c . calls)" -lt 50 ] || kill "$PPID"');
      program("kubectl", `echo "$*" >>calls; call=$(grep -c . calls)\n${kubectl}`);
      const block = blocksOf(runbook)[stepsOf(runbook).findIndex((step) => step.id === id)] ?? "";
      const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` };
      return run("bash", ["--norc"], { input: block, cwd: folder, env });
    }

    for (const [ending, status] of Object.entries({ Complete: 0, Failed: 1 }))
      it(`waits for a job that ends with ${ending}, and ends so itself`, async () => {
        const answer = `case "$*" in *"get job"*) [ $call -lt 4 ] || echo "FailureTarget ${ending}" ;; *wait*) exit ${status} ;; *logs*) echo the log ;; esac`;
        const result = await follow("backup-now-job-repo1", answer);
        expect(result).to.deep.equal({ status, stdout: `FailureTarget ${ending}\nthe log\n`, stderr: "" });
      });

    it("waits until the operator has written the id of this patch, not of a former one", async () => {
      writeFileSync(join(folder, "restore-time.yaml"), 'spec:\n  restore:\n    id: "20260131-1"\n');
      const answer = `case "$*" in *RestoreID*) if [ $call -lt 6 ]; then printf 20250101; else printf 20260131-1; fi ;; esac`;
      expect(await follow("in-place-time-apply", answer)).to.deep.equal({
        status: 0,
        stdout: "20260131-1\n",
        stderr: "",
      });
    });

    it("applies no patch without an id, as where no patch was made", async () => {
      writeFileSync(join(folder, "restore-time.yaml"), "");
      expect(await follow("in-place-time-apply", "echo called")).to.deep.equal({ status: 1, stdout: "", stderr: "" });
    });
  });
});
