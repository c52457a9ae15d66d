import { refKey } from "../recovery/cluster-place.ts";
import type { ClusterPlan, Plan } from "../recovery/plan-schema.ts";
import type { Timeline } from "../recovery/timeline.ts";
import type { Runbook } from "../restore/runbook-step.ts";
import { addTo } from "../text/groups.ts";
import { addresses } from "./cluster-names.ts";
import { fleetView } from "./fleet-view.ts";
import { script, scriptHash, style, styleHash } from "./generated/assets.ts";
import { type Html, html, markup, trusted } from "./html.ts";
import { packRunbooks } from "./packed-runbooks.ts";
import { packTimeline } from "./packed-timeline.ts";
import type { PackedDetails, PageData } from "./page-data.ts";
import { packWeek, weekRuns } from "./week-runs.ts";
import { counted, momentTag } from "./words.ts";

export interface PlanPageOptions {
  /** Compresses a text with raw deflate, and gives it back in base64. The page's script undoes it with what browsers bring. */
  readonly compress: (text: string) => string;
  /** The runbook of a cluster, by its place in the plan; each is asked for once. */
  readonly runbookAt?: (index: number) => Runbook | undefined;
  /** The command that prints the findings of a cluster, where there is one. */
  readonly checkOf?: (cluster: ClusterPlan) => string | undefined;
}

/** How many clusters are compressed together: what is read to open one of them. */
const chunk = 50;

/**
 * A plan as one HTML file that needs nothing else: no network, no other file.
 * @param timelines For each cluster of the plan, those of its repositories, in their order.
 */
export function planPage(
  plan: Plan,
  timelines: readonly (readonly (Timeline | undefined)[])[],
  { compress, runbookAt = () => undefined, checkOf = () => undefined }: PlanPageOptions,
): string {
  const now = Date.parse(plan.now) / 1000;
  const places = addresses(plan.clusters);
  const shortfalls = new Map<string, string[]>();
  for (const each of plan.shortfalls ?? []) addTo(shortfalls, refKey(each), `${each.problem} ${each.fix}`);
  const details = plan.clusters.map(
    (cluster, index): PackedDetails => ({
      cluster,
      shortfalls: shortfalls.get(refKey(cluster)) ?? [],
      ...checkedBy(checkOf(cluster)),
      timelines: cluster.repositories.map((_, repository) => {
        const timeline = timelines[index]?.[repository];
        return timeline === undefined ? null : packTimeline(timeline);
      }),
    }),
  );
  const { shared, runbooks } = packRunbooks(plan.clusters.length, runbookAt);
  const compressed = (list: readonly unknown[]) => compress(JSON.stringify(list));
  const data: PageData = {
    now,
    addresses: places,
    chunk,
    details: chunks(details).map(compressed),
    ...(runbooks.some((runbook) => runbook !== null) && {
      runbooks: { shared: compress(JSON.stringify(shared)), lists: chunks(runbooks).map(compressed) },
    }),
    week: compress(JSON.stringify(packWeek(weekRuns(timelines, now)))),
  };
  return markup(pageOf(plan, fleetView(plan, places), data));
}

const checkedBy = (check: string | undefined) => (check === undefined ? {} : { check });

/** Only the page's own script and style may run, by their hashes; nothing may be loaded or sent. */
const policy = [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  `style-src '${styleHash}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function pageOf(plan: Plan, fleet: Html, data: PageData): Html {
  const now = Date.parse(plan.now) / 1000;
  return html`${trusted("<!doctype html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Backup plan</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><h1>Backup plan</h1>
<p>What could be restored of ${counted(plan.clusters.length, "cluster")}, if every scheduled backup succeeds. Seen from ${momentTag(now, { year: true })} UTC.</p></header>
<main id="main" tabindex="-1">
<noscript><p class="alert">Without JavaScript, this page shows the fleet, but not the details of a cluster.</p></noscript>
<div id="fleet">${fleet}</div>
<div id="cluster" class="cluster" hidden><nav aria-label="Way back"><a class="back" href="#">All clusters</a></nav><div class="content"></div></div>
</main>
<footer>Made by <code>expand-pgbackrest plan --format html</code> from manifests alone: no cluster was asked.</footer>
<script type="application/json" id="data">${json(data)}</script>
<script>${trusted(script)}</script>
</body>
</html>
`;
}

/** JSON that cannot end the element that it stands in. */
const json = (data: PageData): Html => trusted(JSON.stringify(data).replace(/[<\u2028\u2029]/g, jsonEscape));

const jsonEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

function chunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / chunk) }, (_, index) =>
    list.slice(index * chunk, (index + 1) * chunk),
  );
}
