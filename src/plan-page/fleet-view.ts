import type { Plan } from "../recovery/plan-schema.ts";
import { clusterTable } from "./cluster-table.ts";
import { figureList } from "./figure.ts";
import { fleetAttention } from "./fleet-attention.ts";
import { fleetFigures } from "./fleet-figures.ts";
import { heatMap } from "./heat-map.ts";
import { type Html, html } from "./html.ts";
import { tableFilters } from "./table-filters.ts";

/** The fleet: its figures, what needs attention, the week, the table. */
export const fleetView = (plan: Plan, addresses: readonly string[]): Html =>
  html`${figureList(fleetFigures(plan))}
${fleetAttention(plan, addresses)}
<section aria-labelledby="week-title"><h2 id="week-title">Backups by hour of the week <span class="muted">UTC</span></h2>
${heatMap(plan.fleet)}</section>
<section aria-labelledby="table-title"><h2 id="table-title">Clusters</h2>
${tableFilters(plan.clusters)}
${clusterTable(plan.clusters, addresses)}</section>`;
