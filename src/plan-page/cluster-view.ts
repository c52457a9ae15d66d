import { placedName } from "./cluster-names.ts";
import { findingsBadges } from "./findings-badges.ts";
import { type Html, html } from "./html.ts";
import type { ClusterDetails } from "./page-data.ts";
import { repositoryView } from "./repository-view.ts";
import { timelinePlace } from "./timeline-place.ts";
import { withoutBackticks } from "./without-backticks.ts";

/** All about one cluster. The drawings of its timelines are put into the empty places by the script, which knows how wide they are. */
export function clusterView({ check, cluster, timelines, shortfalls }: ClusterDetails): Html {
  const { file, folder, line, findings, unprotected, complete, repositories } = cluster;
  const place = file === undefined ? undefined : `${file}${line === undefined ? "" : `:${line}`}`;
  return html`<h2 tabindex="-1">${placedName(cluster)}</h2>
<p class="about">${place !== undefined && html`<code>${place}</code> · `}${folder !== undefined && html`built from <code>${folder}</code> · `}Findings: ${findingsBadges(findings)}${
    findings.error + findings.warning + findings.info > 0 &&
    check !== undefined &&
    html`<span class="muted">(their text: <code>${check}</code>)</span>`
  }</p>
${unprotected && html`<p class="alert">Nothing of this cluster is ever backed up.</p>`}
${!complete && html`<p class="alert">Errors in the manifest leave parts of this plan unknown.</p>`}
${shortfalls.map((each) => html`<p class="alert">${withoutBackticks(each)}</p>`)}
${repositories.map(
  (repository, index) =>
    html`<section class="repository" aria-labelledby="repository-${index}"><h3 id="repository-${index}">${repository.name}</h3>
${repositoryView(repository, findings.error)}${timelinePlace(timelines[index], { index, name: repository.name })}</section>
`,
)}`;
}
