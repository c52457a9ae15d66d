import type { DriftChange } from "../../status/status-schema.ts";
import { visible } from "../../text/visible.ts";
import { counted } from "../counted.ts";
import { clipped } from "./columns.ts";

/** What is not as it is asked for. Objects that could not be compared, for a reason that is said elsewhere, are counted. */
export function allDriftLines(
  drift: readonly DriftChange[],
  linesOf: (change: DriftChange) => readonly string[],
  before: string,
): readonly string[] {
  const silent = drift.filter(isSilent);
  return [
    ...drift.filter((change) => !isSilent(change)).flatMap(linesOf),
    ...(silent.length === 0 ? [] : [`${before}not known of ${counted(silent.length, "object")}`]),
  ];
}

const isSilent = ({ is, why }: DriftChange) => is === "unknown" && why === undefined;

/** A change, with a line for each field. */
export function driftLines({ fields = [], is, kind, name, why }: DriftChange): readonly string[] {
  return [
    `drift: ${visible(kind)}/${visible(name)} ${is}${why === undefined ? "" : `: ${visible(why)}`}`,
    ...fields.map(({ found, path, wanted }) => {
      const from = beginOf(wanted, found);
      return `  - ${visible(path)}: wanted ${quoted(wanted, from)}, found ${quoted(found, from)}`;
    }),
  ];
}

const most = 60;
/** So much is shown before the first difference. */
const before = 15;

/** Where to begin with two texts, so that what differs is among what is shown of them. */
function beginOf(wanted = "", found = ""): number {
  if (wanted.length <= most && found.length <= most) return 0;
  const [left, right] = [Array.from(wanted), Array.from(found)];
  const at = left.findIndex((character, index) => character !== right[index]);
  const common = left.slice(0, at < 0 ? Math.min(left.length, right.length) : at).join("").length;
  return common < most - before ? 0 : common - before;
}

function quoted(value: string | undefined, from: number): string {
  if (value === undefined) return "nothing";
  return `"${clipped(visible(from === 0 ? value : `…${value.slice(from).toWellFormed()}`), most)}"`;
}
