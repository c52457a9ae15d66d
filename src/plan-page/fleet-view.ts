import type { Plan } from "../recovery/plan-schema.ts";
import { clusterName } from "./cluster-names.ts";
import { summaryOf } from "./cluster-summary.ts";
import { clusterTable } from "./cluster-table.ts";
import { findingsBadges } from "./findings-badges.ts";
import { heatMap } from "./heat-map.ts";
import { type Html, html } from "./html.ts";
import { tableFilters } from "./table-filters.ts";
import { counted, duration, momentTag, weekdays } from "./words.ts";

const shown = 6;

/** The fleet: its figures, what needs attention, the week, the table. */
export function fleetView(plan: Plan, addresses: readonly string[]): Html {
  const linkTo = links(plan, addresses);
  return html`${figures(plan)}
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

function figures({ clusters, fleet }: Plan): Html {
  const { unprotected, busiest, shortestWindow, findings } = fleet;
  const shortest = shortestWindow[0];
  const withoutEncryption = clusters.filter((cluster) => summaryOf(cluster).encryptions.includes("none")).length;
  return html`<dl class="figures fleet">
${tile("Clusters", "clusters", html`<data value="${fleet.clusters}">${fleet.clusters}</data>`, html`${counted(fleet.repositories, "repository", "repositories")}`)}
${tile("Never backed up", "unprotected", html`<data value="${unprotected.length}"${unprotected.length > 0 && html` class="bad"`}>${unprotected.length}</data>`, html`clusters without any backup`)}
${tile("Not encrypted", "plain", html`<data value="${withoutEncryption}"${withoutEncryption > 0 && html` class="bad"`}>${withoutEncryption}</data>`, html`clusters with such a repository`)}
${tile("Shortest window", "shortest", shortest === undefined ? html`–` : duration(shortest.guaranteedSeconds, "unlimited"), shortest === undefined ? html`no cluster is backed up` : html`of ${clusterName(shortest)}`)}
${tile("Busiest hour", "busiest", busiest === null ? html`–` : html`${weekdays[busiest.day]?.slice(0, 3) ?? ""} ${busiest.hour}:00`, busiest === null ? html`nothing is scheduled` : html`<data value="${busiest.backups}">${counted(busiest.backups, "backup")}</data>`)}
${tile("Findings", "findings", html`<span class="badges">${findingsBadges(findings)}</span>`, html``)}
</dl>`;
}

const tile = (title: string, name: string, value: Html, note: Html): Html =>
  html`<div data-figure="${name}"><dt>${title}</dt><dd><strong>${value}</strong> <span class="note">${note}</span></dd></div>`;

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
      fleet.collisions.map(
        ({ at, on, runs }) =>
          html`${on} <span class="muted">${momentTag(Date.parse(at) / 1000)}</span><ul>${runs.map((run) => html`<li>${linkTo(run)} ${run.repository} ${run.type}</li>`)}</ul>`,
      ),
    ),
  ];
  return html`${lists}`;
}

function list(title: string, items: readonly Html[]): Html {
  if (items.length === 0) return html``;
  const item = (each: Html) => html`<li>${each}</li>`;
  const rest = items.slice(shown);
  return html`<section class="list"><h2>${title} <span class="muted">${items.length}</span></h2><ul>${items.slice(0, shown).map(item)}</ul>${
    rest.length > 0 && html`<details><summary>${rest.length} more</summary><ul>${rest.map(item)}</ul></details>`
  }</section>`;
}
