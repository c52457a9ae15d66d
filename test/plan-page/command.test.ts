import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";
import type { PageData, WeekData } from "../../src/plan-page/page-data.ts";
import { runCount, unpackHour } from "../../src/plan-page/week-runs.ts";
import type { Plan } from "../../src/recovery/plan-schema.ts";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import { root } from "../tools.ts";
import { type Reader, startReader } from "./browser.ts";

/** What a command prints. */
async function printed(...args: readonly string[]): Promise<string> {
  const parts: string[] = [];
  const io = {
    stdin: () => Buffer.alloc(0),
    stdout: (part: Uint8Array | string) => {
      parts.push(typeof part === "string" ? part : Buffer.from(part).toString("utf8"));
    },
    stderr: () => {},
    terminal: false,
    env: {},
  };
  expect(await main(args, io)).to.equal(0);
  return parts.join("");
}

describe("plan --format html", function () {
  this.timeout(240_000);
  let reader: Reader;
  before(async function () {
    reader = await startReader(this);
  });
  after(async () => reader?.close());

  const manifest = join(root, "tutorials/retention/postgresql.yaml");
  const plan = (format: string) => printed("plan", manifest, "--now", "2026-03-01T12:00:00Z", "--format", format);

  it("shows what --format json prints, and the runbook that the command runbook prints", async () => {
    const made: Plan = JSON.parse(await plan("json"));
    const book: Runbook = JSON.parse(await printed("runbook", "pg/demo", "-f", manifest, "--format", "json"));
    const { page, complaints, requests } = await reader.open(await plan("html"));
    await page.waitForSelector("svg.timeline");
    const [repository] = made.clusters[0]?.repositories ?? [];
    const values = await page
      .locator("[data-figure=pointInTime] data, [data-figure=dataLoss] data, [data-figure=restoreChain] data")
      .evaluateAll((all) => all.map((data) => Number(data.getAttribute("value"))));
    expect(values).to.deep.equal([
      repository?.window.pointInTime.guaranteedSeconds,
      repository?.window.pointInTime.bestSeconds,
      repository?.dataLoss.archivingSeconds,
      repository?.dataLoss.withoutArchivingSeconds,
      repository?.restoreChain.backups,
      repository?.restoreChain.walSeconds,
    ]);
    const data: PageData = JSON.parse((await page.locator("#data").textContent()) ?? "");
    const week: WeekData = JSON.parse(inflateRawSync(Buffer.from(data.week, "base64")).toString());
    expect(week.map(unpackHour).map(runCount)).to.deep.equal(made.fleet.week.flat());
    const words = await page.locator(".schedules tbody td:nth-child(2)").allTextContents();
    expect(words).to.deep.equal(repository?.schedules.map((schedule) => schedule.words));
    expect(await page.locator(".runbook pre").allTextContents()).to.deep.equal(
      book.chapters.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ text }) => text))),
    );
    expect(complaints).to.deep.equal([]);
    expect(requests).to.deep.equal([]);
  });

  it("prints the same page for the same moment", async () => {
    expect(await plan("html")).to.equal(await plan("html"));
  });
});
