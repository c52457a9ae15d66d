import { type Html, html } from "./html.ts";
import type { WeekRun } from "./week-runs.ts";
import { counted, weekdays } from "./words.ts";

const most = 60;
const types = { f: "full", d: "diff", i: "incr" } as const;

/** The clusters whose backups start in an hour of the week, each once, with how many of which type. */
export function hourView(
  hour: number,
  runs: readonly WeekRun[],
  { names, addresses }: { readonly names: readonly string[]; readonly addresses: readonly string[] },
): Html {
  const clusters = new Map<number, ("f" | "d" | "i")[]>();
  for (const [cluster, type] of runs) clusters.set(cluster, [...(clusters.get(cluster) ?? []), type]);
  const items = [...clusters].map(
    ([cluster, own]) =>
      html`<li><a href="#${addresses[cluster] ?? ""}">${names[cluster] ?? ""}</a> <span class="muted">${typeWords(own)}</span></li>`,
  );
  const rest = items.length - most;
  const from = hour % 24;
  return html`<h3>${weekdays[Math.floor(hour / 24)] ?? ""} ${from}:00–${from}:59 <span class="muted">${runs.length === 0 ? "no backups" : `${counted(runs.length, "backup")} of ${counted(clusters.size, "cluster")}`}</span></h3>
<ul>${items.slice(0, most)}</ul>${rest > 0 && html`<p class="note">and ${rest} more; filter the table below to find them</p>`}`;
}

/** `full, 12 incr` */
const typeWords = (own: readonly ("f" | "d" | "i")[]): string =>
  (["f", "d", "i"] as const)
    .map((letter) => [own.filter((each) => each === letter).length, types[letter]] as const)
    .filter(([count]) => count > 0)
    .map(([count, type]) => (count === 1 ? type : `${count} ${type}`))
    .join(", ");
