import { expect } from "chai";
import type { Page } from "playwright-core";
import { type Reader, startReader } from "./browser.ts";
import { fleetOf, oneCluster, pageOf } from "./fixture.ts";

/** What has the focus, in words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return "nothing";
    const label = element.getAttribute("aria-label") ?? element.textContent.trim();
    const field = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    return field ? `field ${element.labels?.[0]?.firstChild?.textContent?.trim()}` : label;
  });

const namesShown = (page: Page): Promise<readonly string[]> =>
  page
    .locator(".clusters tbody tr")
    .evaluateAll((rows) =>
      rows.flatMap((row) =>
        row instanceof HTMLElement && !row.hidden ? [row.querySelector("a")?.textContent ?? ""] : [],
      ),
    );

describe("the page of a plan, by keyboard", function () {
  this.timeout(240_000);
  let reader: Reader;
  before(async function () {
    reader = await startReader(this);
  });
  after(async () => reader?.close());

  const few = pageOf(fleetOf(3));
  const fleet = pageOf(fleetOf(50));
  const one = pageOf([oneCluster]);

  it("goes from one thing to the next in the order of the page; the week is one stop", async () => {
    const { page } = await reader.open(few.page);
    await page.waitForSelector("#hour li");
    const stops: string[] = [];
    const isLast = () => page.evaluate(() => document.activeElement?.matches(".clusters tr:last-child a") === true);
    while (stops.length < 60 && !(await isLast())) {
      await page.keyboard.press("Tab");
      stops.push(await focused(page));
    }
    expect(stops).to.deep.equal([
      "Skip to the content",
      ...["team-1/orders-1", "team-2/billing-2", "team-3/catalog-3"], // the shortest windows
      "Monday 2:00, 2 backups",
      ...["team-2/billing-2", "team-3/catalog-3"], // those of this hour
      ...["Name", "Namespace", "Storage", "Encryption", "Window", "Data loss", "Findings"].map(
        (name) => `field ${name}`,
      ),
      "Clear",
      "Table of clusters",
      ...["Cluster", "Namespace", "Storage", "Encryption", "Window", "Data loss (RPO)", "Findings"],
      ...["orders-1", "billing-2", "catalog-3"],
    ]);
  });

  it("skips to the content", async () => {
    const { page } = await reader.open(few.page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal("main");
    expect(await page.locator("#fleet").isVisible()).to.equal(true);
  });

  it("moves in the week with arrow keys, and lists the clusters of the hour", async () => {
    const { page } = await reader.open(fleet.page);
    const { busiest, week } = fleet.plan.fleet;
    await page.locator("[data-cell][tabindex='0']").focus();
    expect(await focused(page)).to.equal(`Sunday ${busiest?.hour}:00, ${busiest?.backups} backups`);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    const hour = (busiest?.hour ?? 0) - 1;
    const count = week[5]?.[hour];
    expect(await focused(page)).to.equal(`Saturday ${hour}:00, ${count} backups`);
    await page.waitForFunction(() => document.querySelector("#hour h3")?.textContent?.startsWith("Saturday"));
    expect(await page.locator("#hour h3").textContent()).to.match(
      new RegExp(`^Saturday ${hour}:00–${hour}:59 ${count} backups`),
    );
    await page.keyboard.press("Home");
    expect(await focused(page)).to.match(/^Saturday 0:00/);
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).to.match(/^Sunday 23:00/);
    await page.keyboard.press("ArrowDown");
    expect(await focused(page), "there is nothing below Sunday").to.match(/^Sunday 23:00/);
    expect(await page.locator("[data-cell][tabindex='0']").count()).to.equal(1);
  });

  it("sorts by every column, up and down, and says so", async () => {
    const { page } = await reader.open(fleet.page);
    const buttons = page.locator(".clusters thead button");
    const initial = await namesShown(page);
    for (let column = 0; column < 7; column += 1) {
      const keys = () =>
        page
          .locator(".clusters tbody tr")
          .evaluateAll((rows, index) => rows.map((row) => row.children[index]?.getAttribute("data-key") ?? ""), column);
      const isNumber = column >= 4;
      const order = new Intl.Collator("en", { numeric: true }).compare;
      const compare = (left: string, right: string) => (isNumber ? Number(left) - Number(right) : order(left, right));
      await buttons.nth(column).focus();
      await page.keyboard.press("Enter");
      const up = await keys();
      expect(up).to.deep.equal(up.toSorted(compare));
      const states = page.locator(".clusters thead th");
      expect(await states.nth(column).getAttribute("aria-sort")).to.equal("ascending");
      await page.keyboard.press("Space");
      const down = await keys();
      expect(down).to.deep.equal(down.toSorted((left, right) => compare(right, left)));
      expect(await states.nth(column).getAttribute("aria-sort")).to.equal("descending");
      const sorted = await states.evaluateAll(
        (all) => all.filter((th) => th.getAttribute("aria-sort") !== "none").length,
      );
      expect(sorted).to.equal(1);
    }
    expect([...(await namesShown(page))].sort()).to.deep.equal([...initial].sort());
  });

  it("filters by every column, together, and says how many are left", async () => {
    const { page } = await reader.open(fleet.page);
    const { clusters } = fleet.plan;
    const matching = (test: (cluster: (typeof clusters)[number]) => boolean) =>
      clusters.filter(test).map(({ name }) => name);
    const windowOf = ({ repositories }: (typeof clusters)[number]) =>
      repositories[0]?.window.pointInTime.guaranteedSeconds ?? -1;
    const cases = [
      ["#filter-name", "ORD", matching(({ name }) => name.includes("ord"))],
      ["#filter-namespace", "=team-3", matching(({ namespace }) => namespace === "team-3")],
      [
        "#filter-storage",
        "=gcs",
        matching(({ repositories }) => repositories.some(({ storage }) => storage === "gcs")),
      ],
      [
        "#filter-encryption",
        "=none",
        matching(({ repositories }) => repositories.some(({ encryption }) => encryption === "none")),
      ],
      ["#filter-window", `=${14 * 86_400}`, matching((cluster) => windowOf(cluster) < 14 * 86_400)],
      ["#filter-window", "=0", matching(({ unprotected }) => unprotected)],
      ["#filter-rpo", "=60", clusters.map(({ name }) => name)],
      ["#filter-rpo", "=3600", matching(({ unprotected }) => unprotected)],
      ["#filter-findings", "=warning", matching(({ findings }) => findings.warning > 0)],
      [
        "#filter-findings",
        "=none",
        matching(({ findings }) => findings.error + findings.warning + findings.info === 0),
      ],
    ] as const;
    for (const [field, value, expected] of cases) {
      const control = page.locator(field);
      if (field === "#filter-name") await control.fill(value);
      else await control.selectOption(value);
      expect(await namesShown(page), `${field} ${value}`).to.deep.equal(expected);
      expect(expected.length).to.be.greaterThan(0);
      const all = `${clusters.length} clusters`;
      expect(await page.locator("#shown").textContent()).to.equal(
        expected.length === clusters.length ? all : `${expected.length} of ${all}`,
      );
      await page.locator("button[type=reset]").press("Enter");
      await page.waitForFunction((text) => document.querySelector("#shown")?.textContent === text, all);
    }
    await page.locator("#filter-storage").selectOption("=gcs");
    await page.locator("#filter-name").fill("identity");
    expect(await namesShown(page)).to.deep.equal(
      matching(
        ({ name, repositories }) => name.includes("identity") && repositories.some(({ storage }) => storage === "gcs"),
      ),
    );
  });

  it("opens a cluster, and comes back to its link", async () => {
    const { page } = await reader.open(fleet.page);
    await page.locator(".clusters tbody th a").nth(4).focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("#cluster:not([hidden]) svg.timeline");
    expect(await focused(page)).to.equal("team-5/search-5");
    expect(await page.title()).to.equal("team-5/search-5 · Backup plan");
    await page.goBack();
    await page.waitForSelector("#fleet:not([hidden])");
    expect(await focused(page)).to.equal("search-5");
    expect(await page.title()).to.equal("Backup plan");
  });

  it("moves the cursor of a timeline with arrow keys, and says what can be restored", async () => {
    const { page } = await reader.open(one.page);
    const slider = page.getByRole("slider", { name: "Moment to restore repo1 to" });
    await slider.focus();
    const says = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      const text = await slider.getAttribute("aria-valuetext");
      const seen = await page.locator(".says").textContent();
      expect(seen?.replace(/\s+/g, " ").trim(), "what is seen is what is said").to.equal(text?.replace(", ", " "));
      return text;
    };
    expect(await says()).to.equal(
      "Sun 1 Mar 2026 12:00 UTC, restorable: full of Sun 1 Mar 02:30 + incr of Sun 1 Mar 08:30 + 3 h 30 min of WAL",
    );
    expect(await says("ArrowLeft")).to.equal(
      "Sun 1 Mar 2026 11:00 UTC, restorable: full of Sun 1 Mar 02:30 + incr of Sun 1 Mar 08:30 + 2 h 30 min of WAL",
    );
    expect(await says("PageDown", "ArrowDown")).to.equal(
      "Sat 28 Feb 2026 08:30 UTC, restorable: full of Sun 22 Feb 02:30 + diff of Sat 28 Feb 02:30 + incr of Sat 28 Feb 08:30",
    );
    expect(await says("ArrowUp")).to.match(/^Sat 28 Feb 2026 14:30 UTC, /);
    expect(await says("Home")).to.equal(
      "Sun 25 Jan 2026 12:00 UTC, not restorable: no backup that is kept is as old as that; the nearest that can be restored: after it Sun 8 Feb 02:30",
    );
    expect(await says("ArrowLeft"), "it ends there").to.match(/^Sun 25 Jan 2026 12:00 UTC/);
    expect(await says("End")).to.equal(
      "Sun 22 Mar 2026 12:00 UTC, restorable: full of Sun 22 Mar 02:30 + incr of Sun 22 Mar 08:30 + 3 h 30 min of WAL (if every run succeeds until then)",
    );
  });

  it("moves the cursor with the mouse, too", async () => {
    const { page } = await reader.open(one.page);
    const handle = page.locator(".handle");
    const box = await handle.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 2, (box?.y ?? 0) + 40);
    expect(await handle.getAttribute("aria-valuetext")).to.match(/^Sun 25 Jan 2026 12:00 UTC, not restorable/);
  });

  it("looks from just before and just after the next expiry: the longest window and the shortest", async () => {
    const { page } = await reader.open(one.page);
    const frame = async (name: string) => {
      await page.getByRole("button", { name }).press("Enter");
      expect(await page.getByRole("button", { pressed: true }).textContent()).to.equal(name);
      return page.locator("text.window").textContent();
    };
    expect(await frame("just before the next expiry")).to.equal("every moment, for 27 d 23 h");
    expect(await frame("just after it")).to.equal("every moment, for 21 d");
    expect(await frame("now")).to.equal("every moment, for 21 d 9 h");
  });

  it("has the backups as a table, too", async () => {
    const { page } = await reader.open(one.page);
    await page.locator("details.backups summary").press("Enter");
    await page.waitForSelector(".backups tbody tr");
    const rows = await page
      .locator(".backups tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows[0]).to.deep.equal([
      "Sun 22 Mar 2026 08:30",
      "incr",
      "full of Sun 22 Mar 02:30",
      "coming",
      "later, or never",
    ]);
    expect(rows.find(([, type, , state]) => type === "full" && state === "expired")).to.deep.equal([
      "Sun 1 Feb 2026 02:30",
      "full",
      "",
      "expired",
      "Sun 1 Mar 2026 02:30",
    ]);
  });
});
