import { type Html, html } from "./html.ts";
import { type HourRuns, runCount } from "./week-runs.ts";
import { counted, weekdays } from "./words.ts";

const most = 60;

/** The clusters whose backups start in an hour of the week, with how many of which type. */
export function hourView(
  hour: number,
  runs: HourRuns,
  { names, addresses }: { readonly names: readonly string[]; readonly addresses: readonly string[] },
): Html {
  const rest = runs.length - most;
  const from = hour % 24;
  const total = runCount(runs);
  const words = total === 0 ? "no backups" : `${counted(total, "backup")} of ${counted(runs.length, "cluster")}`;
  const items = runs.slice(0, most).map((own) => {
    const { cluster } = own;
    return html`<li><a href="#${addresses[cluster] ?? ""}">${names[cluster] ?? ""}</a> <span class="muted">${typeWords(own)}</span></li>`;
  });
  return html`<h3>${weekdays[Math.floor(hour / 24)] ?? ""} ${from}:00–${from}:59 <span class="muted">${words}</span></h3>
<ul>${items}</ul>${rest > 0 && html`<p class="note">and ${rest} more; filter the table below to find them</p>`}`;
}

/** `full, 12 incr` */
const typeWords = (own: HourRuns[number]): string =>
  (["full", "diff", "incr"] as const)
    .filter((type) => own[type] > 0)
    .map((type) => (own[type] === 1 ? type : `${own[type]} ${type}`))
    .join(", ");
