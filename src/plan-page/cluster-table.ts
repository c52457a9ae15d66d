import type { ClusterPlan } from "../recovery/plan-schema.ts";
import { type ClusterSummary, orWithoutEnd, summaryOf } from "./cluster-summary.ts";
import { findingsBadges } from "./findings-badges.ts";
import { type Html, html } from "./html.ts";
import { duration } from "./words.ts";

/*
 * The table of the fleet. Every row is there from the start, so that it can be read and printed without a script; the script sorts and hides
 * rows by what their cells carry: `data-key` to sort, `data-has` to filter.
 */

/** The columns, by the name that filters use. `key` is the kind of what a column is sorted by. */
const columns = [
  { title: "Cluster", key: "text" },
  { title: "Namespace", key: "text" },
  { title: "Storage", key: "text" },
  { title: "Encryption", key: "text" },
  { title: "Window", key: "number", note: "Point in time, guaranteed at every moment, and at best" },
  {
    title: "Data loss (RPO)",
    key: "number",
    note: "While WAL is archived / how old the last backup can be when archiving stops; everything after that is lost, too",
  },
  { title: "Findings", key: "number" },
] as const;

/** The table of clusters; `addresses` are where their details are. */
export function clusterTable(clusters: readonly ClusterPlan[], addresses: readonly string[]): Html {
  return html`<div class="scroll" role="region" aria-label="Table of clusters" tabindex="0"><table class="clusters">
<caption class="hidden">Clusters; the buttons in the first row sort them</caption>
<thead><tr>${columns.map(
    ({ title, key, ...column }) =>
      html`<th scope="col" aria-sort="none"${attribute("title", "note" in column && column.note)}><button type="button" data-sort="${key}">${title}</button></th>`,
  )}</tr></thead>
<tbody>
${clusters.map((cluster, index) => row(cluster, addresses[index] ?? ""))}</tbody>
</table></div>`;
}

function row(cluster: ClusterPlan, address: string): Html {
  const { name, namespace = "", place, findings } = cluster;
  const summary = summaryOf(cluster);
  const { error, warning, info } = findings;
  return html`<tr${cluster.unprotected && html` class="unprotected"`}><th scope="row" data-key="${name}"><a href="#${address}">${name}</a>${place !== undefined && html` <span class="muted place">${place}</span>`}${
    cluster.complete
      ? undefined
      : html` <span class="badge warning" title="Errors in the manifest leave parts unknown">incomplete</span>`
  }</th><td data-key="${namespace}">${namespace}</td>${words(summary.storages)}${encryption(summary.encryptions)}${windowCell(cluster, summary)}${lossCell(summary)}<td data-key="${(error * 1e5 + warning) * 1e5 + info}" data-has="${severitiesOf(findings)}">${findingsBadges(findings)}</td></tr>
`;
}

const attribute = (name: "title", value: string | false): Html | false => value !== false && html` ${name}="${value}"`;

const words = (all: readonly string[]): Html =>
  html`<td data-key="${all.join(" ")}" data-has="${all.join(" ")}">${all.length === 0 ? html`<span class="muted">none</span>` : all.join(", ")}</td>`;

function encryption(all: readonly string[]): Html {
  const shown = all.map(
    (one, index) =>
      html`${index > 0 && ", "}<span class="${one === "none" ? "bad" : one === "unknown" ? "muted" : ""}">${one}</span>`,
  );
  return html`<td data-key="${all.join(" ")}" data-has="${all.join(" ")}">${shown}</td>`;
}

function windowCell({ findings, unprotected }: ClusterPlan, { isWindowKnown, window }: ClusterSummary): Html {
  if (unprotected || window === undefined)
    return html`<td class="number" data-key="-1"><strong class="bad">never backed up</strong></td>`;
  const only =
    findings.error > 0 &&
    html` <span class="bad">if its ${findings.error === 1 ? "error is" : "errors are"} mended</span>`;
  if (!isWindowKnown)
    return html`<td class="number" data-key="${orWithoutEnd(window.guaranteedSeconds)}">not known <span class="muted">${duration(window.guaranteedSeconds, "unlimited")} to ${duration(window.bestSeconds, "unlimited")}</span></td>`;
  const best =
    window.bestSeconds !== window.guaranteedSeconds &&
    html` <span class="muted">to ${duration(window.bestSeconds, "unlimited")}</span>`;
  return html`<td class="number" data-key="${orWithoutEnd(window.guaranteedSeconds)}">${duration(window.guaranteedSeconds, "unlimited")}${only}${best}</td>`;
}

function lossCell({ dataLoss, isLossKnown }: ClusterSummary): Html {
  if (!isLossKnown) return html`<td class="number" data-key="${orWithoutEnd(null)}">not known</td>`;
  if (dataLoss === undefined || !dataLoss.archives)
    return html`<td class="number" data-key="${orWithoutEnd(null)}"><strong class="bad">everything</strong></td>`;
  const { archivingSeconds, withoutArchivingSeconds } = dataLoss;
  return html`<td class="number" data-key="${orWithoutEnd(archivingSeconds)}">${duration(archivingSeconds, "a WAL segment")} <span class="muted">/ ${duration(withoutArchivingSeconds, "everything")}</span></td>`;
}

const severitiesOf = ({ error, warning, info }: ClusterPlan["findings"]) =>
  [error > 0 && "error", warning > 0 && "warning", info > 0 && "info", error + warning + info === 0 && "none"]
    .filter((word) => word !== false)
    .join(" ");
