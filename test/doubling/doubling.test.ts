import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../tools.ts";
import { countingBundle } from "./counting-bundle.ts";
import { costs } from "./native-work.ts";
import { lettersPerItem, shapes } from "./shapes.ts";
import { type Answer, type Question, tooMuch } from "./work.ts";

/** Of more than a hundred Secrets only near names are looked for. */
const manySecrets = [110, 220, 440];

/*
 * Counts what the program does for n, 2n and 4n of something, by place in its code, and names the places where a doubled input takes more
 * than 2.6 times the work. Nothing here is measured in seconds. `npx mocha test/doubling -g NAME` runs some rows.
 */
describe("twice the input is at most 2.6 times the work:", function () {
  this.timeout(480_000);
  let folder: string;
  let counting: ChildProcess;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "doubling-"));
    const { text, places } = await countingBundle(process.env.DOUBLING_ROOT ?? root, new Set(Object.keys(costs)));
    const bundle = join(folder, "program.cjs");
    writeFileSync(bundle, text);
    writeFileSync(`${bundle}.json`, JSON.stringify(places));
    counting = fork(new URL("counting-process.ts", import.meta.url), [bundle], {
      execArgv: ["--no-flush-bytecode", "--no-opt", "--import", "tsx"],
    });
  });
  after(() => {
    counting.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`The counting process ended with ${code}.`));
      const answered = (answer: Answer) => {
        if (answer.shape !== question.shape) return;
        counting.off("exit", ended).off("message", answered);
        resolve(answer);
      };
      counting.once("exit", ended).on("message", answered);
      counting.send(question);
    });

  for (const shape of Object.keys(shapes)) {
    it(shape, async () => {
      const sizes = /their Secret|differ in a hash|a folder: folders/.test(shape) ? manySecrets : [16, 32, 64];
      const answer = await ask({ shape, sizes });
      if ("error" in answer) throw new Error(answer.error);
      const unread = answer.works.filter((work) => (work["exit code"] ?? 2) === 2);
      expect(unread.length, "runs that ended with a sentence").to.equal(0);
      const units = /: many /.test(shape) ? sizes.map((size) => size * lettersPerItem) : sizes;
      expect(tooMuch(answer.works, units)).to.deep.equal([]);
    });
  }
});
