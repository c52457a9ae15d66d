import type { Plan } from "../recovery/plan-schema.ts";
import { type Html, html } from "./html.ts";
import { counted, weekdays } from "./words.ts";

const steps = 5;

/**
 * The week by hours: a grid that arrow keys move in, with the number of backups in each cell. What starts in the chosen hour stands beside it;
 * the script fills that in.
 */
export function heatMap({ week, busiest }: Plan["fleet"]): Html {
  const most = Math.max(1, ...week.flat());
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const first = { day: busiest?.day ?? 0, hour: busiest?.hour ?? 0 };
  return html`<div class="heat"><div class="scroll"><table role="grid" class="week" aria-label="Backups that start in each hour of the week, in UTC">
<thead><tr role="row"><th role="columnheader" scope="col"><span class="hidden">Day</span></th>${hours.map((hour) => html`<th role="columnheader" scope="col" id="hour-${hour}">${hour}</th>`)}</tr></thead>
<tbody>${weekdays.map(
    (day, index) => html`<tr role="row"><th role="rowheader" scope="row">${day.slice(0, 3)}</th>${hours.map((hour) => {
      const count = week[index]?.[hour] ?? 0;
      const isFirst = index === first.day && hour === first.hour;
      return html`<td role="gridcell" tabindex="${isFirst ? 0 : -1}" data-cell="${index * 24 + hour}" class="heat-${heat(count, most)}" aria-label="${day} ${hour}:00, ${counted(count, "backup")}">${count === 0 ? "" : count}</td>`;
    })}</tr>
`,
  )}</tbody></table></div>
<div id="hour" class="hour" role="region" aria-label="Backups of the chosen hour" aria-live="polite"></div></div>`;
}

/** How dark a cell is: 0 for none, up to 5 for the most. */
const heat = (count: number, most: number) => (count === 0 ? 0 : Math.max(1, Math.ceil((steps * count) / most)));
