import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Context } from "mocha";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import * as tools from "../tools.ts";

/** A page that is open in a real browser, from a file, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** The addresses that were asked for, but for the file itself. */
  readonly requests: readonly string[];
}

/** Opens documents in Chromium, without a network. `close` ends it, and removes the files. */
export interface Reader {
  readonly open: (text: string, options?: BrowserContextOptions & { readonly hash?: string }) => Promise<Opened>;
  readonly close: () => Promise<void>;
}

/** Starts Chromium; where it is missing, the tests that need it wait. */
export async function startReader(context: Context): Promise<Reader> {
  const executablePath = tools.requireTool(context, "chromium", tools.chromium());
  const browser: Browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const folder = mkdtempSync(join(tmpdir(), "plan-page-"));
  let count = 0;
  return {
    async open(text, { hash = "", ...options } = {}) {
      count += 1;
      const file = join(folder, `${count}.html`);
      writeFileSync(file, text);
      const address = pathToFileURL(file).href;
      const context = await browser.newContext({ viewport: { width: 1240, height: 900 }, ...options, offline: true });
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => {
        complaints.push(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("request", (request) => {
        if (request.url() !== address && !request.url().startsWith("data:")) requests.push(request.url());
      });
      await page.goto(`${address}${hash}`);
      await page.waitForSelector("html[data-ready]");
      return { page, complaints, requests };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}
