import { expect } from "chai";
import fc from "fast-check";
import type { BackupType } from "../../src/cpo/repository.ts";
import { firesOn, parseCron } from "../../src/kubernetes/cron.ts";
import { type Figures, figuresOf, type Span } from "../../src/recovery/figures.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";
import { chainLength, emptyNaive, oldestWithWal, takeNaive } from "./naive-repository.ts";
import { randomRules } from "./random-rules.ts";

const runs = Number(process.env.RECOVERY_RUNS ?? 1000);
const day = 86_400;

/** The runs of schedules, minute by minute. */
function* minuteByMinute({ schedules }: RepositoryRules, from: number, to: number): Iterable<[number, BackupType]> {
  const read = (["full", "diff", "incr"] as const).flatMap((type) => {
    const text = schedules.find((schedule) => schedule.type === type)?.cron;
    const cron = text === undefined ? "" : parseCron(text);
    return typeof cron === "string" || cron.kind === "every" ? [] : [{ type, cron }];
  });
  for (let at = from; at < to; at += 60) {
    const minute = (at / 60) % 60;
    const due = read.filter(({ cron }) => cron.minute.values.has(minute));
    if (due.length === 0) continue;
    const date = new Date(at * 1000);
    for (const { cron, type } of due)
      if (
        cron.hour.values.has(date.getUTCHours()) &&
        cron.month.values.has(date.getUTCMonth() + 1) &&
        firesOn(cron, date.getUTCDate(), date.getUTCDay())
      )
        yield [at, type];
  }
}

interface Range {
  least: number;
  most: number;
}

const range = (): Range => ({ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY });

function widen(range: Range, value: number): void {
  range.least = Math.min(range.least, value);
  range.most = Math.max(range.most, value);
}

/** What is seen of a repository before and after each backup, after some time. */
function observed(rules: RepositoryRules, start: number, seenFrom: number, end: number) {
  const repository = emptyNaive();
  const seen = {
    ...{ full: range(), diff: range(), incr: range(), wal: range(), backups: range(), pointInTime: range() },
    ...{ chain: 0, gap: 0 },
  };
  let isFirst = true;
  const look = (now: number) => {
    for (const type of ["full", "diff", "incr"] as const)
      widen(seen[type], repository.backups.filter((backup) => backup.type === type).length);
    widen(seen.wal, now - repository.walFrom);
    widen(seen.backups, now - (repository.backups[0]?.at ?? now));
    widen(seen.pointInTime, now - (oldestWithWal(repository)?.at ?? now));
    // WAL from a backup to the next one that is still there, where WAL reaches.
    const { backups, walFrom } = repository;
    for (const [index, backup] of backups.entries()) {
      const next = backups[index + 1];
      if (next !== undefined && backup.at >= walFrom) seen.gap = Math.max(seen.gap, next.at - backup.at);
    }
  };
  for (const [at, type] of minuteByMinute(rules, start, end)) {
    if (at >= seenFrom && !isFirst) look(at);
    takeNaive(repository, type, at, rules.retention);
    if (at >= seenFrom) {
      look(at);
      seen.chain = Math.max(seen.chain, chainLength(repository.backups.at(-1)));
    }
    isFirst = false;
  }
  return seen;
}

function expectWithin(span: Span, seen: Range, what: string): void {
  if (span.most !== null) expect(seen.most, `${what}, most`).to.be.at.most(span.most);
  if (span.least !== null) expect(seen.least, `${what}, least`).to.be.at.least(span.least);
}

function expectAllWithin(figures: Figures, seen: ReturnType<typeof observed>): void {
  for (const type of ["full", "diff", "incr"] as const) expectWithin(figures.kept[type], seen[type], type);
  expectWithin(figures.walSeconds, seen.wal, "WAL");
  expectWithin(figures.backups, seen.backups, "backups");
  expectWithin(figures.pointInTime, seen.pointInTime, "point in time");
  expect(seen.chain, "chain").to.be.at.most(figures.chain.backups ?? Number.POSITIVE_INFINITY);
  expect(seen.gap, "WAL of a restore").to.be.at.most(figures.chain.walSeconds ?? Number.POSITIVE_INFINITY);
}

/** Years are walked through minute by minute in the test below; here, weeks will do. */
const start = Date.UTC(2026, 4, 4) / 1000;

describe("the figures of repositories", function () {
  this.timeout(Math.max(300_000, 600 * runs));

  it("bound what a plain simulation sees, minute by minute, and are reached, by the week", () => {
    fc.assert(
      fc.property(randomRules(), (rules) => {
        const seen = observed(rules, start, start + 12 * 7 * day, start + 15 * 7 * day);
        const figures = figuresOf(rules);
        expectAllWithin(figures, seen);
        const interval = figures.longestGapSeconds ?? 0;
        for (const name of ["backups", "pointInTime"] as const) {
          const { least } = figures[name];
          if (least !== null) expect(seen[name].least - least, `${name} is reached`).to.be.at.most(interval);
        }
        const hasFull = rules.schedules.some(({ type }) => type === "full");
        // When the first backup was taken is left to chance, and how long backups take.
        if (rules.retention.fullType === "time" || !hasFull) return;
        for (const type of ["full", "diff", "incr"] as const) {
          const { least, most } = figures.kept[type];
          if (least !== null) expect(seen[type].least, `least ${type}`).to.equal(least);
          if (most !== null) expect(seen[type].most, `most ${type}`).to.equal(most);
        }
        const { least, most } = figures.pointInTime;
        if (least !== null) expect(seen.pointInTime.least, "least point in time").to.equal(least);
        if (most !== null) expect(seen.pointInTime.most, "most point in time").to.equal(most);
      }),
      { numRuns: runs },
    );
  });

  it("bound what it sees where schedules name dates", () => {
    fc.assert(
      fc.property(randomRules({ dates: true }), (rules) => {
        const seen = observed(rules, start - 400 * day, start, start + 120 * day);
        expectAllWithin(figuresOf(rules), seen);
      }),
      { numRuns: Math.ceil(runs / 20) },
    );
  });
});
