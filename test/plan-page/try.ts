import { writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { fleetOf, oneCluster, pageOf } from "./fixture.ts";

const pages: Record<string, string> = {
  one: pageOf([oneCluster]).page,
  fleet: pageOf(fleetOf(60)).page,
  big: pageOf(fleetOf(1000)).page,
};
for (const [n, p] of Object.entries(pages)) {
  writeFileSync(`/tmp/page/${n}.html`, p);
  console.log(n, p.length);
}
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, scheme, width, height, hash] of [
  ["one", "light", 1240, 900, ""],
  ["one", "dark", 1240, 900, ""],
  ["one", "light", 390, 1200, ""],
  ["fleet", "light", 1240, 1000, ""],
  ["fleet", "dark", 1240, 1000, ""],
  ["fleet", "light", 390, 1000, ""],
] as const) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height } });
  page.on("console", (m) => console.log(name, m.type(), m.text()));
  page.on("pageerror", (e) => console.log(name, String(e)));
  await page.goto(`file:///tmp/page/${name}.html${hash}`);
  await page.waitForTimeout(600);
  if (name === "one") {
    const h = page.locator(".handle").first();
    const b = await h.boundingBox();
    if (b) await page.mouse.move(b.x + b.width * 0.52, b.y + 60);
  }
  await page.screenshot({ path: `/tmp/page/${name}-${scheme}-${width}.png`, fullPage: width < 500 });
  await page.close();
}
await browser.close();
