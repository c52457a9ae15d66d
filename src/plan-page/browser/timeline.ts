import type { Timeline } from "../../recovery/timeline.ts";
import { backupTable } from "../backup-table.ts";
import { movedBy } from "../cursor-moves.ts";
import { cursorWords } from "../cursor-words.ts";
import { html } from "../html.ts";
import { momentAt, scaleOf } from "../timeline-scale.ts";
import { cursorSvg, timelineSvg } from "../timeline-svg.ts";
import { viewpoints } from "../viewpoints.ts";
import { all, fill, find } from "./elements.ts";

/** Draws a timeline as wide as there is room, and lets mouse and keys move its cursor. Returns what ends it. */
export function timelineBox(box: HTMLElement, timeline: Timeline, planned: number): () => void {
  const plot = find(".plot", HTMLElement, box);
  const drawing = find(".drawing", HTMLElement, box);
  const handle = find(".handle", HTMLElement, box);
  const says = find(".says", HTMLElement, box);
  const views = viewpoints(timeline, planned);
  let now = views[0]?.at ?? planned;
  let moment = now;
  let scale = scaleOf(timeline, 0);

  const moveTo = (next: number) => {
    moment = Math.min(timeline.to, Math.max(timeline.from, next));
    const words = cursorWords(timeline, { now, moment });
    fill(find(".cursor", SVGGElement, drawing), cursorSvg(timeline, scale, { now, moment }));
    fill(says, html`<b>${words.moment}</b> <span class="${words.restorable ? "good" : "bad"}">${words.verdict}</span>`);
    handle.ariaValueNow = String(moment);
    handle.ariaValueText = `${words.moment}, ${words.verdict}`;
  };
  const draw = () => {
    scale = scaleOf(timeline, Math.max(280, plot.clientWidth));
    fill(drawing, timelineSvg(timeline, scale, now));
    moveTo(moment);
  };
  const seeFrom = (at: number) => {
    now = at;
    fill(find(".table", HTMLElement, box), html``);
    tableIfOpen();
    draw();
  };
  const details = find("details.backups", HTMLDetailsElement, box);
  const tableIfOpen = () => {
    if (details.open) fill(find(".table", HTMLElement, box), backupTable(timeline, now));
  };
  details.addEventListener("toggle", tableIfOpen);

  handle.ariaValueMin = String(timeline.from);
  handle.ariaValueMax = String(timeline.to);
  const follow = ({ clientX }: MouseEvent) => moveTo(momentAt(scale, clientX - plot.getBoundingClientRect().left));
  handle.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" || event.buttons > 0) follow(event);
  });
  handle.addEventListener("pointerdown", follow);
  handle.addEventListener("keydown", (event) => {
    const next = movedBy(event.key, timeline, moment);
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  });

  const group = find(".viewpoints", HTMLElement, box);
  group.hidden = views.length < 2;
  fill(
    group,
    html`<span>seen from</span>${views.map(({ name, at }, index) => html`<button type="button" aria-pressed="${index === 0 ? "true" : "false"}" value="${at}">${name}</button>`)}`,
  );
  for (const button of all("button", HTMLButtonElement, group))
    button.addEventListener("click", () => {
      for (const other of all("button", HTMLButtonElement, group)) other.ariaPressed = String(other === button);
      seeFrom(Number(button.value));
    });

  const observer = new ResizeObserver(draw);
  observer.observe(plot);
  draw();
  return () => observer.disconnect();
}
