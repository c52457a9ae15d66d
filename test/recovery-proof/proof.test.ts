import { expect } from "chai";
import { rfc3339 } from "../../src/recovery/repository-plan.ts";
import { postgresRelease } from "../e2e/database.ts";
import { faketime, requireTool, which } from "../tools.ts";
import { disagreements, keptByModel, keptByPgBackRest } from "./comparisons.ts";
import { planned, timelineOf } from "./planned.ts";
import { beginning, type Proven, prove } from "./proven.ts";
import { cases } from "./schedules.ts";
import { wrongFigures } from "./wrong-figures.ts";

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

  for (const each of cases) {
    const { name, equalAge } = each;
    describe(name, () => {
      const result = async (): Promise<Proven> => {
        const proven = await proof?.results.get(name);
        if (proven === undefined) throw new Error(`${name} was not simulated`);
        return proven;
      };
      /** What is compared: from the first of the steady runs on. */
      const compared = async () => {
        const { history, restores, steady } = await result();
        const [first, last] = [steady[0]?.run.at ?? 0, steady.at(-1)?.run.at ?? 0];
        // Backups that were there before, too, where the first ones are gone; where they never go, the model has many more of them.
        const isFirstThere = steady[0]?.after.backups[0]?.label === history.observed[0]?.after.backups[0]?.label;
        const plan = await planned(each, beginning);
        const timeline = timelineOf(plan, first, last);
        return { history, restores, steady, first, last, plan, timeline, since: isFirstThere ? first : 0 };
      };

      it("runs when it says", async () => {
        const { history, plan } = await compared();
        const runs = (type: string) => history.observed.filter(({ run }) => run.type === type).slice(0, 5);
        for (const { type, next } of plan.schedules)
          expect(next, type).to.deep.equal(runs(type).map(({ run }) => rfc3339(run.at)));
      });

      if (equalAge !== "older") {
        it("keeps exactly these backups and this WAL after each run", async () => {
          const { history, steady, since, timeline } = await compared();
          expect(steady.length).to.be.greaterThan(10);
          expect(keptByModel(timeline, history, steady, since)).to.deep.equal(keptByPgBackRest(history, steady, since));
        });

        it("can restore exactly these moments", async () => {
          const { history, steady, since, first, timeline } = await compared();
          expect(disagreements(history, timeline, steady, Math.max(since, first))).to.deep.equal([]);
        });
      }

      it("stays within the figures, and reaches them", async () => {
        const { plan, history, steady } = await compared();
        expect(wrongFigures(plan, history, steady, equalAge !== undefined)).to.deep.equal([]);
      });

      it("restores the oldest moment and the oldest backup, and nothing older", async () => {
        const { history, last, plan, restores } = await compared();
        const { from, oldest, before, oldestBackup } = restores;
        const least = plan.window.pointInTime.guaranteedSeconds;
        if (least !== null) expect(last - from).to.be.within(least, least + (plan.longestGapSeconds ?? 0));
        expect(oldest).to.deep.equal({ row: from });
        const first = history.observed.at(-1)?.after.backups[0]?.label ?? "";
        expect(oldestBackup).to.deep.equal({ row: history.runs.get(first) });
        expect("failure" in before && before.failure).to.match(
          /unable to find backup set with stop time less than|recovery ended before configured recovery target was reached/,
        );
      });
    });
  }
});
