import type { Plan } from "../recovery/plan-schema.ts";
import { clusterName } from "./cluster-names.ts";
import { clusterTable } from "./cluster-table.ts";
import { figureList } from "./figure.ts";
import { fleetFigures } from "./fleet-figures.ts";
import { heatMap } from "./heat-map.ts";
import { type Html, html } from "./html.ts";
import { tableFilters } from "./table-filters.ts";
import { duration, momentTag } from "./words.ts";

const shown = 6;

/** The fleet: its figures, what needs attention, the week, the table. */
export function fleetView(plan: Plan, addresses: readonly string[]): Html {
  const linkTo = links(plan, addresses);
  return html`${figureList(fleetFigures(plan))}
<div class="columns">${attention(plan, linkTo)}</div>
<section aria-labelledby="week-title"><h2 id="week-title">Backups by hour of the week <span class="muted">UTC</span></h2>
${heatMap(plan.fleet)}</section>
<section aria-labelledby="table-title"><h2 id="table-title">Clusters</h2>
${tableFilters(plan.clusters)}
${clusterTable(plan.clusters, addresses)}</section>`;
}

type Named = Plan["fleet"]["unprotected"][number];

/** Links to clusters by their names. Where two have one name, the link leads to the first. */
function links({ clusters }: Plan, addresses: readonly string[]): (cluster: Named) => Html {
  const places = new Map(
    clusters.map((cluster, index) => [clusterName(cluster), addresses[index]] as const).toReversed(),
  );
  return ({ name, namespace }) => {
    const shown = clusterName({ name, ...(namespace !== undefined && { namespace }) });
    const address = places.get(shown);
    return address === undefined ? html`${shown}` : html`<a href="#${address}">${shown}</a>`;
  };
}

/** Lists of what to look at first: short ones as they are, the rest of a long one behind a summary. */
function attention({ fleet }: Plan, linkTo: (cluster: Named) => Html): Html {
  const lists = [
    list("Never backed up", fleet.unprotected.map(linkTo)),
    list(
      "Shortest windows",
      fleet.shortestWindow.map(
        (cluster) =>
          html`${linkTo(cluster)} <span class="muted">${duration(cluster.guaranteedSeconds, "unlimited")}</span>`,
      ),
    ),
    list(
      "Runs that start in the same minute",
      fleet.collisions.map((collision) => collisionView(collision, linkTo)),
      fleet.collisionCount,
    ),
  ];
  return html`${lists}`;
}

function collisionView({ at, on, runs }: Plan["fleet"]["collisions"][number], linkTo: (cluster: Named) => Html): Html {
  const rest = runs.length - shown;
  return html`${on} <span class="muted">${momentTag(Date.parse(at) / 1000)}</span><ul>${runs
    .slice(0, shown)
    .map(
      (run) => html`<li>${linkTo(run)} ${run.repository} ${run.type}</li>`,
    )}${rest > 0 && html`<li class="muted">and ${rest} more</li>`}</ul>`;
}

/** The first few of a list; `count` is how many there are in all, where the list does not have them. */
function list(title: string, items: readonly Html[], count = items.length): Html {
  if (items.length === 0) return html``;
  const item = (each: Html) => html`<li>${each}</li>`;
  const rest = items.slice(shown);
  return html`<section class="list"><h2>${title} <span class="muted">${count}</span></h2><ul>${items.slice(0, shown).map(item)}</ul>${
    rest.length > 0 && html`<details><summary>${rest.length} more</summary><ul>${rest.map(item)}</ul></details>`
  }</section>`;
}
