import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { terminalDemo } from "./terminal-demo.ts";

/*
 * Makes the pictures in docs/, from tutorials: a terminal, and plan pages of one cluster with its timeline and of the fleet of 200. They need the
 * built program, Debian's Chromium and kustomize. The letters of plan pages are those of this machine, so nothing compares these pictures.
 */

const root = resolve(import.meta.dirname, "..");
const program = join(root, "dist/expand-pgbackrest.cjs");
const now = "2026-03-01T12:00:00Z";

writeFileSync(join(root, "docs/terminal.svg"), terminalDemo());

const work = mkdtempSync(join(tmpdir(), "screenshots-"));
try {
  const cluster = planned("cluster.html", root, ["tutorials/retention/postgresql.yaml"]);
  cpSync(join(root, "tutorials/fleet"), join(work, "fleet"), { recursive: true });
  execFileSync("sh", ["generate.sh", "200"], { cwd: join(work, "fleet") });
  const folders = readdirSync(join(work, "fleet/clusters")).map((name) => `clusters/${name}`);
  const fleet = planned("fleet.html", join(work, "fleet"), ["--kustomize", ...folders]);
  await take({ cluster, fleet });
} finally {
  rmSync(work, { recursive: true });
}

function planned(name: string, cwd: string, args: readonly string[]): string {
  const file = join(work, name);
  execFileSync(process.execPath, [program, "plan", ...args, "--now", now, "--format", "html", "-o", file], { cwd });
  return file;
}

async function take(files: Readonly<Record<string, string>>): Promise<void> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const [name, file] of Object.entries(files))
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: 1024, height: 1000 },
      });
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector(name === "cluster" ? "svg.timeline" : "#hour li");
      if (name === "cluster") await pointAt(page);
      const clip = {
        x: 0,
        ...(await place(
          page,
          name === "cluster" ? [".repository", ".says"] : ["h1", ".clusters tbody tr:nth-child(3)"],
        )),
        width: 1100,
      };
      await page.screenshot({ path: join(root, `docs/plan-${name}-${colorScheme}.png`), clip });
      await page.close();
    }
  await browser.close();
}

/** From the top of one element to the bottom of another, in pixels. */
async function place(page: Page, [first, last]: readonly [string, string]): Promise<{ y: number; height: number }> {
  const [top, bottom] = [await page.locator(first).boundingBox(), await page.locator(last).boundingBox()];
  const y = Math.max(0, (top?.y ?? 0) - 16);
  return { y, height: (bottom?.y ?? 0) + (bottom?.height ?? 0) + 12 - y };
}

/** Puts the cursor into the window, as far from a backup as a picture needs to show the WAL. */
async function pointAt(page: Page): Promise<void> {
  const handle = page.locator(".handle").first();
  await handle.focus();
  for (const key of [...Array<string>(8).fill("PageDown"), ...Array<string>(5).fill("ArrowLeft")])
    await page.keyboard.press(key);
  await handle.blur();
  await page.evaluate("scrollTo(0, 0)");
}
