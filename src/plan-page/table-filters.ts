import type { ClusterPlan } from "../recovery/plan-schema.ts";
import { summaryOf } from "./cluster-summary.ts";
import { type Html, html } from "./html.ts";
import { counted } from "./words.ts";

const day = 86_400;

/** The filters above the table: `data-column` is the column that each looks at, `data-filter` how. */
export function tableFilters(clusters: readonly ClusterPlan[]): Html {
  const summaries = clusters.map(summaryOf);
  const namespaces = distinct(clusters.map(({ namespace }) => namespace ?? ""));
  const storages = distinct(summaries.flatMap((summary) => summary.storages));
  const encryptions = distinct(summaries.flatMap((summary) => summary.encryptions));
  return html`<form class="filters" role="search" aria-label="Filter the clusters">
<label>Name <input type="search" id="filter-name" data-filter="text" data-column="0" autocomplete="off" spellcheck="false"></label>
${select(
  "namespace",
  "Namespace",
  "word",
  1,
  namespaces.map((name) => [name, name === "" ? "(none)" : name]),
)}
${select(
  "storage",
  "Storage",
  "has",
  2,
  storages.map((name) => [name, name]),
)}
${select(
  "encryption",
  "Encryption",
  "has",
  3,
  encryptions.map((name) => [name, name]),
)}
${select("window", "Window", "below", 4, [
  ["0", "never backed up"],
  ...[7, 14, 30, 90].map((days) => [String(days * day), `shorter than ${days} d`] as const),
])}
${select("rpo", "Data loss", "above", 5, [
  ["60", "more than 1 min"],
  ["300", "more than 5 min"],
  ["3600", "more than 1 h"],
  [String(day), "more than 1 d"],
])}
${select("findings", "Findings", "has", 6, [
  ["error", "errors"],
  ["warning", "warnings"],
  ["info", "infos"],
  ["none", "without findings"],
])}
<button type="reset">Clear</button>
<output id="shown" aria-live="polite">${counted(clusters.length, "cluster")}</output>
</form>`;
}

function select(
  id: string,
  label: string,
  filter: string,
  column: number,
  choices: readonly (readonly [value: string, text: string])[],
): Html {
  return html`<label>${label} <select id="filter-${id}" data-filter="${filter}" data-column="${column}"><option value="any">any</option>${choices.map(
    ([value, text]) => html`<option value="=${value}">${text}</option>`,
  )}</select></label>`;
}

const distinct = (texts: readonly string[]) => [...new Set(texts)].sort();
