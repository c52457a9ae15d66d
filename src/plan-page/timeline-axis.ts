import { type Html, html } from "./html.ts";
import type { Scale } from "./timeline-scale.ts";
import { momentWords } from "./words.ts";

const day = 86_400;
const labelWidth = 76;

/** Lines for days, and dates below them: as many as there is room for. Weeks begin on Monday. */
export function axis(scale: Scale): Html {
  const perDay = (scale.right - scale.left) / ((scale.to - scale.from) / day);
  const steps = [1, 7, 14, 28, 84, 364];
  const labelStep = steps.find((step) => step * perDay >= labelWidth) ?? 364;
  const lineStep = steps.find((step) => step * perDay >= 12) ?? labelStep;
  const bottom = scale.frame.y + scale.frame.height;
  const lines = daysBetween(scale, lineStep).map((at) => `M${scale.x(at)},${scale.frame.y}V${bottom}`);
  const weeks = daysBetween(scale, labelStep);
  const strong = weeks.map((at) => `M${scale.x(at)},${scale.frame.y}V${bottom + 6}`);
  const labels = weeks
    .filter((at) => scale.x(at) + labelWidth - 12 <= scale.width)
    .map((at) => html`<text x="${scale.x(at)}" y="${bottom + 20}">${momentWords(at, { time: false })}</text>`);
  return html`<path class="grid" d="${lines.join("")}"/><path class="grid strong" d="${strong.join("")}"/><g class="dates">${labels}</g>`;
}

/** Midnights between two moments, so many days apart, one of them a Monday. The fourth day of 1970, counted from 0, was a Monday. */
function daysBetween({ from, to }: Scale, step: number): readonly number[] {
  const monday = 4;
  const first = Math.ceil((from / day - monday) / step) * step + monday;
  const found: number[] = [];
  for (let at = first * day; at <= to; at += step * day) found.push(at);
  return found;
}
