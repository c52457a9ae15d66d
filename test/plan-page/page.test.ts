import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { ClusterPlan, RepositoryPlan } from "../../src/recovery/plan-schema.ts";
import { type Reader, startReader } from "./browser.ts";
import { fleetOf, oneCluster, pageOf } from "./fixture.ts";
import { runbook } from "./runbook.ts";

const schemes = ["light", "dark"] as const;

/** Runs in the page: the numbers that elements have for programs. */
const values = (page: Page, selector: string): Promise<readonly (string | null)[]> =>
  page.locator(selector).evaluateAll((all) => all.map((element) => element.getAttribute("value")));

const openCluster = async (page: Page, address: string): Promise<void> => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.waitForFunction((hash) => {
    const content = document.querySelector("#cluster:not([hidden]) h2");
    return content?.textContent === decodeURIComponent(hash);
  }, address);
};

describe("the page of a plan, in Chromium", function () {
  this.timeout(480_000);
  let reader: Reader;
  before(async function () {
    reader = await startReader(this);
  });
  after(async () => reader?.close());

  const fleet = pageOf(fleetOf(48));
  const one = pageOf([oneCluster], { runbookAt: () => runbook });
  // What axe looks at is alike in every row, and it looks at all of them.
  const few = pageOf([...fleetOf(7), ...fleetOf(41).slice(-1)]);
  const small = pageOf([{ ...oneCluster, repositories: [{ full: "30 2 * * 0", retention: { full: 2 } }] }], {
    runbookAt: () => runbook,
  });

  for (const [name, text] of [
    ["a fleet", fleet.page],
    ["one cluster", one.page],
  ] as const)
    it(`opens from a file, asks for nothing and complains of nothing: ${name}`, async () => {
      const { page, complaints, requests } = await reader.open(text);
      await page.waitForSelector(name === "a fleet" ? ".clusters tbody tr" : "svg.timeline");
      expect(complaints).to.deep.equal([]);
      expect(requests).to.deep.equal([]);
    });

  it("lets no other script or style run, and sends nothing", async () => {
    const { page, complaints } = await reader.open(fleet.page);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'taken'";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.com/?secret";
      document.body.append(image);
    });
    await page.evaluate(() => fetch("https://example.com/").catch(() => {}));
    expect(await page.title()).to.equal("Backup plan");
    const stopped = complaints.flatMap((text) => /Security Policy directive[^"']*["'](\S+)/.exec(text)?.[1] ?? []);
    expect(stopped).to.have.members(["script-src", "img-src", "default-src"]);
  });

  describe("shows the figures of the JSON", () => {
    it("of the fleet", async () => {
      const { page } = await reader.open(fleet.page);
      const { fleet: all, clusters } = fleet.plan;
      const tile = (name: string) => values(page, `#fleet [data-figure=${name}] data`);
      expect(await tile("clusters")).to.deep.equal([String(all.clusters)]);
      expect(await tile("unprotected")).to.deep.equal([String(all.unprotected.length)]);
      expect(await tile("shortest")).to.deep.equal([String(all.shortestWindow[0]?.guaranteedSeconds)]);
      expect(await tile("busiest")).to.deep.equal([String(all.busiest?.backups)]);
      expect(await tile("findings")).to.deep.equal(
        [all.findings.error, all.findings.warning, all.findings.info].map(String),
      );
      const cells = await page.locator("[data-cell]").allTextContents();
      expect(cells.map(Number)).to.deep.equal(all.week.flat());
      expect(await page.locator(".clusters tbody tr").count()).to.equal(clusters.length);
    });

    it("of each row of the table", async () => {
      const { page } = await reader.open(fleet.page);
      const rows = await page.locator(".clusters tbody tr").evaluateAll((all) =>
        all.map((row) => ({
          cells: [...row.querySelectorAll("th a, td:nth-child(-n + 4)")].map((cell) => cell.textContent),
          values: [...row.querySelectorAll("data")].map((data) => data.getAttribute("value")),
        })),
      );
      expect(rows).to.deep.equal(fleet.plan.clusters.map(rowOf));
    });

    it("of each repository", async () => {
      const { page } = await reader.open(fleet.page);
      for (const cluster of fleet.plan.clusters.slice(0, 14)) {
        await openCluster(page, `${cluster.namespace}/${cluster.name}`);
        const shown = await page.locator(".repository").evaluateAll((all) =>
          all.map((repository) => ({
            name: repository.querySelector("h3")?.textContent,
            figures: [...repository.querySelectorAll("[data-figure]")].map((figure) =>
              [...figure.querySelectorAll("data")].map((data) => data.getAttribute("value")),
            ),
            schedules: [...repository.querySelectorAll(".schedules tbody tr")].map((row) => [
              row.querySelector("th")?.textContent,
              row.querySelector("code")?.textContent,
              row.querySelector("data")?.getAttribute("value"),
              ...[...row.querySelectorAll("time")].map((time) => time.getAttribute("datetime")),
            ]),
            encryption: repository.querySelector("[data-encryption]")?.getAttribute("data-encryption"),
            location: repository.querySelector(".facts code")?.textContent,
          })),
        );
        expect(shown).to.deep.equal(cluster.repositories.map(shownRepository));
      }
    });

    it("of an hour of the week: as many backups as its cell says, of these clusters", async () => {
      const { page } = await reader.open(fleet.page);
      const first = await page.locator("[data-cell]", { hasText: /./ }).first().getAttribute("data-cell");
      await page.locator(`[data-cell="${first}"]`).hover();
      await page.waitForFunction(() => document.querySelector("#hour li") !== null);
      const count = fleet.plan.fleet.week.flat()[Number(first)];
      expect(await page.locator("#hour h3 .muted").textContent()).to.match(new RegExp(`^${count} backups? of `));
      const links = await page.locator("#hour a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      const addresses = fleet.plan.clusters.map(({ name, namespace }) => `#${namespace}/${name}`);
      expect(links.every((link) => link !== null && addresses.includes(link))).to.equal(true);
    });
  });

  it("shows a runbook with commands to copy", async () => {
    const { page } = await reader.open(one.page);
    await page.locator(".runbook summary").first().click();
    expect(await page.locator(".runbook pre").allTextContents()).to.deep.equal(
      runbook.chapters.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ text }) => text))),
    );
  });

  for (const colorScheme of schemes) {
    it(`has nothing that axe objects to: the fleet, ${colorScheme}`, async () => {
      const { page } = await reader.open(few.page, { colorScheme });
      await page.waitForSelector("#hour li");
      expect(await objections(page)).to.deep.equal([]);
    });

    it(`has nothing that axe objects to: a cluster, ${colorScheme}`, async () => {
      const { page } = await reader.open(small.page, { colorScheme });
      await page.locator("summary").evaluateAll((all) => {
        for (const summary of all)
          if (summary.parentElement instanceof HTMLDetailsElement) summary.parentElement.open = true;
      });
      await page.waitForSelector(".backups tbody tr");
      expect(await objections(page)).to.deep.equal([]);
    });

    it(`has nothing that axe objects to: a narrow screen, ${colorScheme}`, async () => {
      const { page } = await reader.open(few.page, { colorScheme, viewport: { width: 360, height: 740 } });
      expect(await objections(page)).to.deep.equal([]);
      const { scroll, width } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: document.documentElement.clientWidth,
      }));
      expect(scroll, "only tables scroll sideways").to.equal(width);
    });
  }

  it("follows light and dark, and prints in black on white", async () => {
    const { page } = await reader.open(fleet.page, { colorScheme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    expect([dark, light, await background()]).to.deep.equal([
      "rgb(14, 18, 23)",
      "rgb(255, 255, 255)",
      "rgb(255, 255, 255)",
    ]);
    expect(await page.locator("form.filters").isVisible()).to.equal(false);
    expect(await page.locator(".clusters tbody tr").last().isVisible()).to.equal(true);
    expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).to.equal("%PDF-");
  });

  it("shows the fleet without JavaScript", async () => {
    const text = fleet.page.replace(/<script>.*?<\/script>/s, "");
    expect(text).to.include(`<a href="#team-1/orders-1">orders-1</a>`);
    expect(text.match(/<tr/g)?.length).to.equal(1 + 7 + 1 + fleet.plan.clusters.length);
  });
});

async function objections(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const span = ({ least, most }: { least: number | null; most: number | null }) => [
  ...new Set([String(least), String(most)]),
];

function shownRepository(repository: RepositoryPlan) {
  const { name, window, dataLoss, restoreChain, kept, walSeconds, schedules, encryption, location } = repository;
  return {
    name,
    figures: [
      [window.pointInTime.guaranteedSeconds, window.pointInTime.bestSeconds].map(String),
      [window.backups.guaranteedSeconds, window.backups.bestSeconds].map(String),
      [dataLoss.archivingSeconds, dataLoss.withoutArchivingSeconds].map(String),
      [restoreChain.backups, restoreChain.walSeconds].map(String),
      [...span(kept.full), ...span(kept.diff), ...span(kept.incr)],
      [walSeconds.least, walSeconds.most].map(String),
    ],
    schedules: schedules.map(({ type, cron, longestGapSeconds, next }) => [
      type,
      cron,
      String(longestGapSeconds),
      ...next,
    ]),
    encryption,
    location,
  };
}

/** A row says the best of the repositories; in this fleet, all of a cluster have the same figures. */
function rowOf({ name, namespace = "", repositories, findings }: ClusterPlan) {
  const [repository] = repositories;
  const names = (pick: (repository: RepositoryPlan) => string) =>
    [...new Set(repositories.map(pick))].sort().join(", ");
  const counts = [findings.error, findings.warning, findings.info].filter((count) => count > 0);
  if (repository === undefined) return { cells: [name, namespace, "none", ""], values: counts.map(String) };
  const { window, dataLoss } = repository;
  const { guaranteedSeconds, bestSeconds } = window.pointInTime;
  return {
    cells: [name, namespace, names(({ storage }) => storage), names(({ encryption }) => encryption)],
    values: [
      ...new Set([guaranteedSeconds, bestSeconds]),
      dataLoss.archivingSeconds,
      dataLoss.withoutArchivingSeconds,
      ...counts,
    ].map(String),
  };
}
