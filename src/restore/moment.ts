/** A moment: whole seconds since 1970, and the microseconds after them, which is as exact as PostgreSQL is. */
export interface Moment {
  readonly seconds: number;
  readonly micros: number;
}

/** What a text that is not one moment is told: what is wrong with it, and what to write instead. */
export interface Refused {
  readonly is: "refused";
  readonly problem: string;
  readonly fix: string;
}

export const refused = (problem: string, fix: string): Refused => ({ is: "refused", problem, fix });

/** Earlier first. */
export const compareMoments = (left: Moment, right: Moment): number =>
  left.seconds - right.seconds || left.micros - right.micros;

/** A moment as a time in UTC that pgBackRest can find a backup for, with a numeric zone: `2026-01-31 11:59:00+00` (pgbackrest-e2e rule 53). */
export const targetTime = (moment: Moment): string => `${dateAndTime(moment)}+00`;

/** A moment as people read it: `2026-01-31 11:59:00 UTC`. */
export const shownMoment = (moment: Moment): string => `${dateAndTime(moment)} UTC`;

/** A moment as an RFC 3339 time with a numeric zone, as the operator's schema wants it. */
export const numericTimestamp = (moment: Moment): string => `${dateAndTime(moment).replace(" ", "T")}+00:00`;

function dateAndTime({ seconds, micros }: Moment): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const fraction = String(micros).padStart(6, "0").replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
