import { restorableAt } from "../recovery/restorable-at.ts";
import type { Timeline } from "../recovery/timeline.ts";
import { type Html, html } from "./html.ts";
import { walFromAt, windowFromAt } from "./seen-at.ts";
import { axis } from "./timeline-axis.ts";
import { chainMarks, links, marks } from "./timeline-marks.ts";
import type { Scale } from "./timeline-scale.ts";
import { durationWords } from "./words.ts";

/** The drawing of a timeline as it is seen at a moment, without the cursor. */
export function timelineSvg(timeline: Timeline, scale: Scale, now: number): Html {
  const { width, height, wal, lanes } = scale;
  return html`<svg class="timeline" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
${axis(scale)}<g class="lanes">${[...lanes].map(([type, y]) => html`<text x="0" y="${y + 4}">${type}</text>`)}<text x="0" y="${wal.y + wal.height - 1}">WAL</text></g>
${walBand(timeline, scale, now)}${windowFrame(timeline, scale, now)}${links(timeline, scale, now)}${marks(timeline, scale, now)}
${viewpoint(timeline, scale, now)}
<g class="cursor"></g></svg>`;
}

const frameWords = 170; // pixels
const viewpointWords = 90;

/** A line where the timeline is seen from; its name only where there is room. */
function viewpoint(timeline: Timeline, { x, left, width, frame }: Scale, now: number): Html {
  const at = x(now);
  const begin = windowFromAt(timeline, now);
  const hasRoom =
    at - (begin === undefined ? left - frameWords : x(begin)) >= frameWords && width - at >= viewpointWords;
  return html`<path class="now" d="M${at},${frame.y - 16}V${frame.y + frame.height}"/>${hasRoom && html`<text x="${at + 4}" y="${frame.y - 8}">seen from here</text>`}`;
}

/** The WAL that is kept, and that which is still to come. */
function walBand(timeline: Timeline, { x, from, to, wal }: Scale, now: number): Html {
  const begin = Math.min(now, Math.max(from, walFromAt(timeline, now) ?? now));
  const band = (standing: string, start: number, end: number) =>
    html`<rect class="wal ${standing}" x="${x(start)}" y="${wal.y}" width="${Math.max(0, x(end) - x(start))}" height="${wal.height}"/>`;
  return html`${band("kept", begin, now)}${band("coming", now, to)}`;
}

/** A frame around the time from which on every moment can be restored. */
function windowFrame(timeline: Timeline, { x, frame }: Scale, now: number): Html {
  const begin = windowFromAt(timeline, now);
  if (begin === undefined) return html``;
  const left = x(begin);
  const words = `every moment, for ${durationWords(now - begin)}`;
  return html`<rect class="window" x="${left}" y="${frame.y}" width="${Math.max(0, x(now) - left)}" height="${frame.height}" rx="3"/><text class="window" x="${left + 1}" y="${frame.y - 8}">${words}</text>`;
}

/**
 * What is drawn for a cursor: a line, and what a restore to its moment reads. A moment that is still to come is seen from that moment itself.
 */
export function cursorSvg(
  timeline: Timeline,
  scale: Scale,
  { now, moment }: { readonly now: number; readonly moment: number },
): Html {
  const at = scale.x(moment);
  const { y, height } = scale.frame;
  const found = restorableAt(timeline, moment, Math.max(now, moment));
  const kind = found.is === "restorable" ? "good" : "bad";
  const line = html`<path class="line ${kind}" d="M${at},${y - 3}V${y + height + 4}"/><circle class="${kind}" cx="${at}" cy="${y + height + 5}" r="4.5"/>`;
  if (found.is === "not-restorable") return line;
  const start = scale.x(moment - found.walSeconds);
  return html`<rect class="replayed" x="${start}" y="${scale.wal.y}" width="${Math.max(0, at - start)}" height="${scale.wal.height}"/>${chainMarks(timeline, found.chain, scale)}${line}`;
}
