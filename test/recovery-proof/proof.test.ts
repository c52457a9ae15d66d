import { expect } from "chai";
import { rfc3339 } from "../../src/recovery/repository-plan.ts";
import { postgresRelease } from "../e2e/database.ts";
import { faketime, requireTool, which } from "../tools.ts";
import { faultsOf } from "./faults.ts";
import { planned } from "./planned.ts";
import { beginning, type Proven, prove } from "./proven.ts";
import type { Backups } from "./rendered.ts";
import { cases } from "./schedules.ts";
import { changed, wrongPlans } from "./wrong-plans.ts";

/*
 * The figures of a plan are what pgBackRest does: the real one makes each backup at its minute, for two months and more by a false clock, and
 * expires what it expires. Everything that the plan says is compared with what is in the repository then. docs/reference/pgbackrest-expiry.md has
 * the rules that follow.
 */

describe("what a plan promises, and what pgBackRest keeps", function () {
  this.timeout(1_200_000);
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
      const proven = async (): Promise<Proven> => {
        const found = await proof?.results.get(name);
        if (found === undefined) throw new Error(`${name} was not simulated`);
        return found;
      };
      const faults = async (backups: Backups) => faultsOf(backups, await proven(), equalAge !== undefined);

      it("runs when the plan says", async () => {
        const { history } = await proven();
        const runs = (type: string) => history.observed.filter(({ run }) => run.type === type).slice(0, 5);
        for (const { type, next } of (await planned(each, beginning)).schedules)
          expect(next, type).to.deep.equal(runs(type).map(({ run }) => rfc3339(run.at)));
      });

      it("stays within the figures, and reaches them", async () => {
        expect((await proven()).steady.length).to.be.greaterThan(10);
        expect((await faults(each)).figures).to.deep.equal([]);
      });

      if (equalAge !== "older")
        it("keeps exactly these backups and this WAL after each run, and can restore exactly these moments", async () => {
          const { kept, moments } = await faults(each);
          expect([...kept, ...moments]).to.deep.equal([]);
        });

      for (const { retention, where } of wrongPlans.filter(({ of }) => of === name))
        it(`is not as if ${where}`, async () => {
          const { figures, kept, moments } = await faults({ ...each, global: changed(each.global, retention) });
          for (const found of [figures, [...kept, ...moments]]) expect(found).to.not.deep.equal([]);
        });

      it("restores the oldest moment and the oldest backup, and nothing older", async () => {
        const { history, restores } = await proven();
        const { from, oldest, before, oldestBackup } = restores;
        const plan = await planned(each, beginning);
        const last = history.observed.at(-1)?.run.at ?? 0;
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
