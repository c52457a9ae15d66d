import { expect } from "chai";
import { type Reader, startReader } from "./browser.ts";
import { fleetOf, pageOf } from "./fixture.ts";

const count = 1000;

describe("the page of 1,000 clusters", function () {
  this.timeout(480_000);
  let reader: Reader;
  before(async function () {
    reader = await startReader(this);
  });
  after(async () => reader?.close());

  const { page: text, plan } = pageOf(fleetOf(count));

  it("is smaller than 3 MB", () => {
    expect(Buffer.byteLength(text)).to.be.lessThan(3_000_000);
    expect(plan.clusters.length).to.equal(count);
  });

  it("is also where every cluster has backups every ten minutes", () => {
    const size = (clusters: number) => {
      const often = fleetOf(clusters).map((cluster, index) => ({
        ...cluster,
        repositories: [
          { full: `${index % 60} 1 * * 0`, incr: `${index % 10}-59/10 * * * *`, retention: { full: 1 + (index % 4) } },
        ],
      }));
      return Buffer.byteLength(pageOf(often).page);
    };
    expect((size(40) - size(20)) / 20).to.be.lessThan(3000 - 100);
  });

  it("has a few elements for each cluster, and reads details only when they are asked for", async () => {
    const { page, complaints } = await reader.open(text);
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    expect(elements).to.be.lessThan(25 * count);
    expect(await page.locator("svg").count()).to.equal(0);
    await page.locator("#filter-name").fill(`-${count}`);
    expect(await page.locator(".clusters tbody tr:not([hidden])").count()).to.equal(1);
    await page.locator(".clusters tbody tr:not([hidden]) a").click();
    await page.waitForSelector("svg.timeline");
    const details = await page.evaluate(() => document.querySelectorAll("#cluster *").length);
    expect(details).to.be.lessThan(400);
    expect(complaints).to.deep.equal([]);
  });

  it("lists no more of an hour than can be read", async () => {
    const { page } = await reader.open(text);
    await page.waitForSelector("#hour li");
    const { busiest } = plan.fleet;
    expect(busiest?.backups).to.be.greaterThan(200);
    expect(await page.locator("#hour li").count()).to.equal(60);
    expect(await page.locator("#hour .note").textContent()).to.match(/^and \d+ more; /);
  });
});
