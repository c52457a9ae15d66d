import { expect } from "chai";
import fc from "fast-check";
import { clusterView } from "../../src/plan-page/cluster-view.ts";
import { html, markup } from "../../src/plan-page/html.ts";
import { planPage } from "../../src/plan-page/plan-page.ts";
import { runbookView } from "../../src/plan-page/runbook-view.ts";
import type { Plan } from "../../src/recovery/plan-schema.ts";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import { type Reader, startReader } from "./browser.ts";
import { compress, oneCluster, planOf } from "./fixture.ts";
import { runbook } from "./runbook.ts";

/** What a stranger would write to run a script, to end an element or an attribute, or to mislead the eye. */
const payloads = [
  "<script>taken()</script>",
  "</script><script>taken()</script>",
  "</style><img src=x onerror=taken()>",
  '"><img src=x onerror="taken()">',
  "' onfocus='taken()' autofocus x='",
  "` onmouseover=taken() x=`",
  "<!--<script>",
  "-->",
  "]]>",
  "&lt;script&gt;",
  "javascript:taken()",
  "</title><svg onload=taken()>",
  "\u2028taken()\u2029",
  "\u0000<\u0000script>",
  "\u202egnp.exe",
  "\ud800",
  "$" + "{taken()}",
  "{{taken()}}",
  "\\u003cscript>taken()\\u003c/script>",
  "a\nb\r\nc\td",
];
const hostile = fc.oneof(
  fc.constantFrom(...payloads),
  fc.tuple(fc.string(), fc.constantFrom(...payloads), fc.string()).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

/** A plan in which every text that comes from a manifest is another one; those that we choose between stay as they are. */
function withTexts(plan: Plan, next: () => string): Plan {
  const ours = new Set([
    "storage",
    "encryption",
    "type",
    "fullType",
    "archiveType",
    "severity",
    "effect",
    "now",
    "next",
    "at",
  ]);
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return ours.has(key) ? value : next();
    if (Array.isArray(value)) return ours.has(key) ? value : value.map((each) => change(each, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each, name)]));
  };
  const changed: Plan = JSON.parse(JSON.stringify(change(plan, "")));
  return changed;
}

const base = planOf([
  {
    ...oneCluster,
    repositories: [
      { full: "30 2 * * 0", gaps: ["x"] },
      { storage: "pvc", full: "0 1 * * *" },
    ],
  },
]);
const example: Plan = {
  ...base.plan,
  changes: [{ effect: "loss", name: "x", repository: "repo1", text: "x" }],
  shortfalls: [{ name: "x", rule: "x", severity: "error", problem: "x", fix: "x" }],
  fleet: {
    ...base.plan.fleet,
    unprotected: [{ name: "x", namespace: "x" }],
    collisions: [{ at: "2026-03-01T12:00:00Z", on: "x", runs: [{ name: "x", repository: "x", type: "full" }] }],
    collisionCount: 1,
  },
};

/** The tags of markup, each with the names of its attributes; without what stands in them. */
const skeleton = (text: string) =>
  [...text.matchAll(/<(?:!--|!|\/)?[a-z0-9]*((?:[^<>"]|"[^"]*")*)>/gi)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));

const pageText = (plan: Plan) => planPage(plan, base.timelines, { compress: () => "" });

describe("hostile texts in a page", function () {
  this.timeout(480_000);

  it("are escaped in content and in attributes", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = markup(html`<p title="${text}">${text}</p>`);
        expect(written).to.match(/^<p title="[^<>"'`]*">[^<>"'`]*<\/p>$/);
        expect(written).not.to.match(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
      }),
      { numRuns: 500 },
    );
  });

  it("change nothing of the page but texts: the fleet", () => {
    const plain = skeleton(pageText(example));
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (texts) => {
        let index = 0;
        const next = () => texts[index++ % texts.length] ?? "";
        const page = pageText(withTexts(example, next));
        // How many words an attribute has, how many choices there are, and what is code in a sentence, follows from the texts.
        const same = (tags: readonly string[]) => tags.filter((tag) => !/option|<\/?a\b|^<\/?code>$/.test(tag));
        expect(same(skeleton(page))).to.deep.equal(same(plain));
      }),
      { numRuns: 100 },
    );
  });

  it("change nothing of the page but texts: a cluster and its runbook", () => {
    const view = (plan: Plan, book: Runbook) => {
      const [cluster] = plan.clusters;
      if (cluster === undefined) throw new Error("a cluster is missing");
      const shortfalls = (plan.shortfalls ?? []).map(({ problem }) => problem);
      return skeleton(
        markup(html`${clusterView({ cluster, timelines: base.timelines[0] ?? [], shortfalls })}${runbookView(book)}`),
      );
    };
    const bookOf = (text: string): Runbook => ({
      ...runbook,
      notes: [text],
      chapters: [
        {
          id: "x",
          title: text,
          when: text,
          steps: [
            {
              ...{ id: "x", title: text, why: text, seeThat: text, downtime: text },
              variables: [{ name: text, meaning: text, example: text }],
              commands: [{ text, needs: "pods" }],
            },
          ],
        },
      ],
    });
    const code = (tags: readonly string[]) => tags.filter((tag) => !/^<\/?code>$/.test(tag)); // what stands between backticks
    const plain = code(view(example, bookOf("x")));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(
          code(
            view(
              withTexts(example, () => text),
              bookOf(text),
            ),
          ),
        ).to.deep.equal(plain);
      }),
      { numRuns: 200 },
    );
  });

  describe("in Chromium", () => {
    let reader: Reader;
    before(async function () {
      reader = await startReader(this);
    });
    after(async () => reader?.close());

    for (const payload of payloads)
      it(`are shown, and do nothing: ${JSON.stringify(payload)}`, async () => {
        const plan = withTexts(example, () => payload);
        const text = planPage(plan, base.timelines, { compress, runbookAt: () => runbook });
        const { page, complaints, requests } = await reader.open(text);
        await page.waitForSelector("svg.timeline"); // a plan of one cluster opens with it
        expect(await page.locator("h2").last().textContent()).to.not.equal("");
        await page.locator(".back").click();
        await page.locator(".clusters tbody a").click();
        await page.waitForSelector("#cluster:not([hidden]) svg.timeline");
        expect(complaints).to.deep.equal([]);
        expect(requests).to.deep.equal([]);
        expect(await page.locator("script").count()).to.equal(2);
        expect(await page.locator("img").count()).to.equal(0);
        expect(await page.title()).to.match(/ · Backup plan$/);
      });
  });
});
