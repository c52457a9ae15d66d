import { clusterName } from "./cluster-names.ts";
import { findingsBadges } from "./findings-badges.ts";
import { type Html, html } from "./html.ts";
import type { ClusterDetails } from "./page-data.ts";
import { repositoryView } from "./repository-view.ts";
import { mark } from "./timeline-marks.ts";

/** All about one cluster. The drawings of its timelines are put into the empty places by the script, which knows how wide they are. */
export function clusterView({ cluster, timelines }: ClusterDetails): Html {
  const { file, line, findings, unprotected, complete, repositories } = cluster;
  const place = file === undefined ? undefined : `${file}${line === undefined ? "" : `:${line}`}`;
  return html`<h2 tabindex="-1">${clusterName(cluster)}</h2>
<p class="about">${place !== undefined && html`<code>${place}</code> · `}Findings: ${findingsBadges(findings)}${
    findings.error + findings.warning + findings.info > 0 &&
    place !== undefined &&
    html`<span class="muted">(their text: <code>check ${file ?? ""}</code>)</span>`
  }</p>
${unprotected && html`<p class="alert">Nothing of this cluster is ever backed up.</p>`}
${!complete && html`<p class="alert">Errors in the manifest leave parts of this plan unknown.</p>`}
${repositories.map(
  (repository, index) =>
    html`<section class="repository" aria-labelledby="repository-${index}"><h3 id="repository-${index}">${repository.name}</h3>
${repositoryView(repository)}${timelines[index] != null && timelineBox(index, repository.name)}</section>
`,
)}`;
}

/** The place of a timeline: who reads it with a screen reader hears the slider and what it says, and has the table of backups. */
function timelineBox(index: number, name: string): Html {
  return html`<div class="timeline-box" data-timeline="${index}">
<h4 id="timeline-${index}">What can be restored <span class="viewpoints" role="group" aria-label="Seen from"></span></h4>
<div class="plot"><div class="drawing"></div><div class="handle" role="slider" tabindex="0" aria-label="Moment to restore ${name} to" aria-describedby="keys-${index}"></div></div>
<p class="says" aria-hidden="true"></p>
<ul class="legend">
<li>${mark("full", "kept")} full</li><li>${mark("diff", "kept")} diff</li><li>${mark("incr", "kept")} incr</li>
<li>${mark("full", "coming")} to come</li><li>${mark("full", "expired")} expired</li>
<li><span class="key band"></span> WAL that is kept</li><li><span class="key frame"></span> every moment in it can be restored</li></ul>
<p class="note keys" id="keys-${index}">Move the cursor with the mouse, or with the arrow keys: left and right by an hour, up and down from backup to backup, Page Up and Page Down by a day.</p>
<details class="backups"><summary>The same as a table</summary><div class="table"></div></details>
</div>`;
}
