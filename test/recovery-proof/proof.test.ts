import { expect } from "chai";
import { postgresRelease } from "../e2e/database.ts";
import { faketime, requireTool, which } from "../tools.ts";
import { disagreements, keptByModel, keptByPgBackRest } from "./comparisons.ts";
import { figuresOf, looksAt } from "./figures.ts";
import { modelOf } from "./model.ts";
import { type Proven, prove } from "./proven.ts";
import { cases } from "./schedules.ts";

/*
 * The figures of a plan are what pgBackRest does: the real one makes each backup at its minute, for two months and more by a false clock, and
 * expires what it expires. Everything that the model says is compared with what is in the repository then.
 */

describe("what a plan promises, and what pgBackRest keeps", function () {
  this.timeout(600_000);
  let proof: ReturnType<typeof prove> | undefined;

  before(function () {
    for (const tool of ["pgbackrest", "setpriv"]) requireTool(this, tool, which(tool));
    requireTool(this, "PostgreSQL", postgresRelease);
    proof = prove(cases, requireTool(this, "faketime", faketime()));
  });
  after(() => proof?.remove());

  for (const { name } of cases)
    describe(name, () => {
      const result = async (): Promise<Proven> => {
        const proven = await proof?.results.get(name);
        if (proven === undefined) throw new Error(`${name} was not simulated`);
        return proven;
      };
      /** What is compared: from the first of the steady runs on. */
      const compared = async () => {
        const { history, repoHost, restores, steady } = await result();
        const [first, last] = [steady[0]?.run.at ?? 0, steady.at(-1)?.run.at ?? 0];
        // Backups that were there before, too, where the first ones are gone; where they never go, the model has many more of them.
        const since = steady[0]?.after.backups[0]?.label === history.observed[0]?.after.backups[0]?.label ? first : 0;
        const model = modelOf(repoHost);
        return { history, restores, steady, first, last, since, ...model, timeline: model.timeline(first, last) };
      };

      it("keeps exactly these backups and this WAL after each run", async () => {
        const { history, steady, since, timeline } = await compared();
        expect(steady.length).to.be.greaterThan(10);
        expect(keptByModel(timeline, steady, since)).to.deep.equal(keptByPgBackRest(history, steady, since));
      });

      it("can restore exactly these moments", async () => {
        const { history, steady, since, first, timeline } = await compared();
        expect(disagreements(history, timeline, steady, Math.max(since, first))).to.deep.equal([]);
      });

      it("stays within the figures, and reaches the windows", async () => {
        const { figures, history, steady } = await compared();
        const seen = figuresOf(history, looksAt(steady));
        console.log(JSON.stringify(figures), "\n", JSON.stringify(seen));
      });

      it("restores what it says, and nothing older", async () => {
        const { restores } = await compared();
        console.log(restores);
      });
    });
});
