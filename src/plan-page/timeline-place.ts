import type { Timeline } from "../recovery/timeline.ts";
import { type Html, html } from "./html.ts";
import { mark } from "./timeline-marks.ts";

const types = ["full", "diff", "incr"] as const;

/**
 * The place of a timeline: who uses a screen reader hears the slider and what it says, and has the table of backups. Where nothing is ever
 * backed up, there is none.
 */
export function timelinePlace(
  timeline: Timeline | null | undefined,
  { index, name }: { readonly index: number; readonly name: string },
): Html | undefined {
  if (timeline == null || timeline.backups.length === 0) return undefined;
  const there = types.filter((type) => timeline.backups.some((backup) => backup.type === type));
  return html`<div class="timeline-box" data-timeline="${index}">
<h4>What can be restored <span class="viewpoints" role="group" aria-label="Seen from"></span></h4>
<div class="plot"><div class="drawing"></div><div class="handle" role="slider" tabindex="0" aria-label="Moment to restore ${name} to" aria-describedby="keys-${index}"></div></div>
<p class="says" aria-hidden="true"></p>
<ul class="legend">${there.map((type) => html`<li>${mark(type, "kept")} ${type}</li>`)}
<li>${mark("full", "coming")} to come</li><li>${mark("full", "expired")} expired</li>
<li><span class="key band"></span> WAL that is kept</li><li><span class="key frame"></span> every moment in it can be restored</li></ul>
<p class="note keys" id="keys-${index}">Move the cursor with the mouse, or with the arrow keys: left and right by an hour, up and down from backup to backup, Page Up and Page Down by a day.</p>
<details class="backups"><summary>The same as a table</summary><div class="table"></div></details>
</div>`;
}
