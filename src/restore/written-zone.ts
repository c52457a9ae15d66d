import { timeZoneNames } from "../kubernetes/time-zone-names.ts";
import { nearestOf } from "../text/nearest.ts";
import { quotableName } from "../text/quotable.ts";
import { aheadOfUtc, offsetsAt, offsetText } from "./local-time.ts";
import { type Refused, refused } from "./moment.ts";

const hourMs = 3_600_000;

/** A zone as it is written behind a time: an offset, a name, or an abbreviation, which has an offset and a place whose clock it is. */
export type WrittenZone =
  | { readonly is: "offset"; readonly offset: number; readonly text: string }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "abbreviation"; readonly text: string; readonly offset: number; readonly place?: string };

/**
 * Abbreviations that stand for one offset: the hours ahead of UTC, and a place that uses it for a part of the year. Those that mean several
 * things, such as CST and IST, are not among them.
 */
const abbreviations: Readonly<Record<string, readonly [hours: number, place?: string]>> = {
  CET: [1, "Europe/Paris"],
  CEST: [2, "Europe/Paris"],
  MET: [1, "Europe/Paris"],
  MEST: [2, "Europe/Paris"],
  EET: [2, "Europe/Athens"],
  EEST: [3, "Europe/Athens"],
  WET: [0, "Europe/Lisbon"],
  WEST: [1, "Europe/Lisbon"],
  EST: [-5, "America/New_York"],
  EDT: [-4, "America/New_York"],
  MST: [-7, "America/Denver"],
  MDT: [-6, "America/Denver"],
  PST: [-8, "America/Los_Angeles"],
  PDT: [-7, "America/Los_Angeles"],
  AEST: [10, "Australia/Sydney"],
  AEDT: [11, "Australia/Sydney"],
  NZST: [12, "Pacific/Auckland"],
  NZDT: [13, "Pacific/Auckland"],
  JST: [9],
  KST: [9],
  MSK: [3],
  SAST: [2],
};

const severalMeanings = new Set(["CST", "CDT", "IST", "BST", "AST", "ADT", "SST", "GST", "ECT", "AMT", "PKT", "WST"]);

/** Names without a slash that are no abbreviations are names of zones: `Japan`. The others are asked for first. */
const utcNames = new Set(["Z", "UTC", "GMT", "UCT", "ZULU", "UNIVERSAL"]);

let namesByLowerCase: ReadonlyMap<string, string> | undefined;

/** Reads a word that stands where a zone may stand; `undefined` where it does not look like a zone. */
export function zoneOf(word: string): WrittenZone | Refused | undefined {
  const upper = word.toUpperCase();
  if (utcNames.has(upper)) return { is: "offset", offset: 0, text: "UTC" };
  const offset = /^(?:UTC|GMT)?([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?(?::?00)?$/i.exec(word);
  if (offset !== null) return offsetOf(word, offset);
  if (severalMeanings.has(upper))
    return refused(
      `\`${upper}\` is the abbreviation of several time zones.`,
      "Write the offset from UTC, for example `-06:00`, or the zone's name, for example `America/Chicago`.",
    );
  const known = Object.hasOwn(abbreviations, upper) ? abbreviations[upper] : undefined;
  if (known !== undefined) {
    const [hours, place] = known;
    return { is: "abbreviation", text: upper, offset: hours * hourMs, ...(place !== undefined && { place }) };
  }
  namesByLowerCase ??= new Map([...timeZoneNames].map((name) => [name.toLowerCase(), name]));
  const name = namesByLowerCase.get(word.toLowerCase());
  if (name !== undefined && aheadOfUtc(name, 0) !== undefined) return { is: "name", name };
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)+$/.test(word)) return undefined;
  // Two cities are not confused because their names are short: `Wien` is not Kiev.
  const near = nearestOf(
    word,
    [...timeZoneNames].filter((each) => initialOf(each) === initialOf(word)),
  ).slice(0, 4);
  return refused(
    `\`${quotableName(word)}\` is not a time zone.`,
    near.length > 0
      ? `Did you mean ${near.map((each) => `\`${each}\``).join(" or ")}?`
      : "Write a name such as `Europe/Vienna`, or the offset from UTC, such as `+01:00`.",
  );
}

const initialOf = (name: string) => name.slice(name.lastIndexOf("/") + 1, name.lastIndexOf("/") + 2).toLowerCase();

function offsetOf(word: string, [, sign, hours = "", minutes = "00"]: RegExpExecArray): WrittenZone | Refused {
  const offset = (sign === "+" ? 1 : -1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
  if (/^GMT[+-]\d{1,2}$/i.test(word))
    return refused(
      `\`${word.toUpperCase()}\` is ${offsetText(offset)} to some programs, and ${offsetText(-offset)} to others.`,
      `Write \`${offsetText(offset)}\` or \`${offsetText(-offset)}\`.`,
    );
  if (Math.abs(offset) > 14 * hourMs)
    return refused(
      `No clock is ${offsetText(offset)} away from UTC.`,
      "Write an offset between `-12:00` and `+14:00`.",
    );
  return { is: "offset", offset, text: offsetText(offset) };
}

/** What a time and its zones mean: how far ahead of UTC the clock was that showed it. The time is in milliseconds, as if it were UTC. */
export function aheadThen(
  shown: number,
  written: { readonly date: string; readonly time: string },
  zones: readonly WrittenZone[],
): number | Refused {
  const [first, ...others] = zones.filter(
    ({ is }, _, all) => is !== "abbreviation" || all.every((each) => each.is === is),
  );
  if (first === undefined) return 0;
  const offset = aheadIn(first, shown, written);
  if (typeof offset !== "number") return offset;
  for (const other of others) {
    const there: number | undefined = other.is === "name" ? aheadOfUtc(other.name, shown - offset) : other.offset;
    if (there !== offset)
      return refused(
        `${nameOf(first)} and ${nameOf(other)} are different clocks at that time: ${offsetText(offset)} and ${offsetText(there ?? 0)}.`,
        `Write \`${written.date} ${written.time}${offsetText(offset)}\` or \`${written.date} ${written.time}${offsetText(there ?? 0)}\`.`,
      );
  }
  return offset;
}

/** A zone as it can be written again. */
export const zoneText = (zone: WrittenZone): string => (zone.is === "name" ? zone.name : zone.text);

const nameOf = (zone: WrittenZone) => `\`${zoneText(zone)}\``;

function aheadIn(
  zone: WrittenZone,
  shown: number,
  { date, time }: { readonly date: string; readonly time: string },
): number | Refused {
  const as = (offset: number) => `\`${date} ${time}${offsetText(offset)}\``;
  if (zone.is === "offset") return zone.offset;
  if (zone.is === "abbreviation") {
    if (zone.place === undefined) return zone.offset;
    const there = aheadOfUtc(zone.place, shown - zone.offset) ?? zone.offset;
    if (there === zone.offset) return zone.offset;
    return refused(
      `On ${date}, clocks in ${zone.place} do not show \`${zone.text}\`, which is ${offsetText(zone.offset)}, but ${offsetText(there)}.`,
      `Write ${as(zone.offset)} or ${as(there)}, whichever the clock showed.`,
    );
  }
  const { offsets, around } = offsetsAt(zone.name, shown);
  const [only, second] = offsets;
  if (only === undefined)
    return refused(
      `On ${date}, the clock in ${zone.name} was set forward and never showed ${time}.`,
      `Write ${as(around[0])} for the time as it would have been without the change, or ${as(around[1])} for the one before it.`,
    );
  if (second === undefined) return only;
  return refused(
    `On ${date}, the clock in ${zone.name} was set back and showed ${time} twice.`,
    `Write ${as(only)} for the first time, or ${as(second)} for the second.`,
  );
}
