import type { Timeline, TimelineBackup } from "../recovery/timeline.ts";

type BackupType = TimelineBackup["type"];

const gutter = 40; // the names of the lanes, left of the plot
const margin = 12; // right of it
const laneHeight = 38;
const top = 30; // for what is written on the frame

/** Where things are in the drawing of a timeline, in pixels. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
  /** What is before the timeline is drawn at its edge. */
  readonly x: (moment: number) => number;
  /** The middle of a lane, for each type that the timeline has. */
  readonly lanes: ReadonlyMap<BackupType, number>;
  readonly wal: { readonly y: number; readonly height: number };
  /** What the frame of the window surrounds. */
  readonly frame: { readonly y: number; readonly height: number };
}

const order: readonly BackupType[] = ["full", "diff", "incr"];

/** The scale of a timeline that is drawn in so many pixels. A lane that would be empty is left out. */
export function scaleOf({ from, to, backups }: Timeline, width: number): Scale {
  const there = order.filter((type) => backups.some((backup) => backup.type === type));
  const lanes = new Map(there.map((type, index) => [type, top + laneHeight * (index + 0.5)]));
  const wal = { y: top + laneHeight * there.length + 10, height: 12 };
  const left = gutter;
  const right = Math.max(left + 1, width - margin);
  const span = Math.max(1, to - from);
  return {
    width,
    height: wal.y + wal.height + 40,
    left,
    right,
    from,
    to,
    x: (moment) => rounded(left + ((Math.max(from, moment) - from) / span) * (right - left)),
    lanes,
    wal,
    frame: { y: top - 4, height: wal.y + wal.height + 8 - top },
  };
}

/** The moment that a place in the drawing stands for, to the minute. */
export function momentAt({ left, right, from, to }: Scale, x: number): number {
  const share = Math.min(1, Math.max(0, (x - left) / (right - left)));
  return Math.round((from + share * (to - from)) / 60) * 60;
}

/** To half a pixel: what is nearer to each other cannot be told apart. */
const rounded = (pixels: number) => Math.round(pixels * 2) / 2;
