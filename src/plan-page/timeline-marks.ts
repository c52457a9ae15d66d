import type { Timeline, TimelineBackup } from "../recovery/timeline.ts";
import { type Html, html } from "./html.ts";
import { type Standing, standingAt } from "./seen-at.ts";
import type { Scale } from "./timeline-scale.ts";

type BackupType = TimelineBackup["type"];

const types = ["full", "diff", "incr"] as const;
const standings = ["expired", "coming", "kept"] as const;

/** The marks of all backups: one path for each type and standing, however many there are. */
export function marks(timeline: Timeline, scale: Scale, now: number): Html {
  return html`${types.flatMap((type) => {
    const y = scale.lanes.get(type);
    if (y === undefined) return [];
    const visible = timeline.backups.filter(
      (backup) => backup.type === type && backup.at >= scale.from && backup.at <= scale.to,
    );
    const size = sizeOf(visible.length, scale);
    return standings.map((standing) => {
      const path = visible
        .filter((backup) => standingAt(backup, now) === standing)
        .map(({ at }) => scale.x(at))
        .filter(apart)
        .map((x) => shapes[type](x, y, size))
        .join("");
      return path === "" ? html`` : html`<path class="mark ${type} ${standing}" d="${path}"/>`;
    });
  })}`;
}

/** Leaves out what would be drawn at the place of the one before it: a drawing is as large as its width, however many backups there are. */
const apart = <T>(place: T, index: number, all: readonly T[]) => place !== all[index - 1];

/** What each backup builds on, as a line from one to the other. */
export function links(timeline: Timeline, scale: Scale, now: number): Html {
  return html`${standings.map((standing) => {
    const path = timeline.backups
      .filter((backup) => backup.at >= scale.from && standingAt(backup, now) === standing)
      .map((backup) => linkOf(timeline, backup, scale))
      .filter(apart)
      .join("");
    return path === "" ? html`` : html`<path class="link ${standing}" d="${path}"/>`;
  })}`;
}

/** The marks of a few backups and the lines between them, drawn over the others. */
export function chainMarks(timeline: Timeline, chain: readonly TimelineBackup[], scale: Scale): Html {
  const path = chain.map((backup) => linkOf(timeline, backup, scale)).join("");
  return html`<path class="link chosen" d="${path}"/>${chain.map(({ type, at }) => {
    const y = scale.lanes.get(type);
    return y === undefined
      ? html``
      : html`<path class="mark ${type} kept chosen" d="${shapes[type](scale.x(at), y, 6)}"/>`;
  })}`;
}

/** A square, a diamond, a triangle: shape and lane tell the types apart where colors do not. */
const shapes: Readonly<Record<BackupType, (x: number, y: number, size: number) => string>> = {
  full: (x, y, size) => `M${x - size},${y - size}h${2 * size}v${2 * size}h${-2 * size}z`,
  diff: (x, y, size) => `M${x},${y - 1.2 * size}l${size},${1.2 * size}l${-size},${1.2 * size}l${-size},${-1.2 * size}z`,
  incr: (x, y, size) => `M${x},${y - size}l${size},${1.8 * size}h${-2 * size}z`,
};

/** A drawing of the mark of a type, for a legend. */
export const mark = (type: BackupType, standing: Standing): Html =>
  html`<svg class="key" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path class="mark ${type} ${standing}" d="${shapes[type](8, 8, 5)}"/></svg>`;

/** Half the width of a mark: smaller where there are many, so that they stay apart as long as that can be. */
const sizeOf = (count: number, { left, right }: Scale) =>
  Math.round(10 * Math.min(5, Math.max(1.5, (right - left) / Math.max(1, count) / 2.6))) / 10;

function linkOf({ backups }: Timeline, { type, at, prior }: TimelineBackup, { x, lanes }: Scale): string {
  const base = prior === undefined ? undefined : backups[prior];
  const [y, baseY] = [lanes.get(type), base && lanes.get(base.type)];
  if (base === undefined || y === undefined || baseY === undefined) return "";
  const [here, there, middle] = [x(at), x(base.at), (y + baseY) / 2];
  return y === baseY
    ? `M${here},${y}H${there}`
    : `M${here},${y}C${here},${middle} ${there},${middle} ${there},${baseY}`;
}
