/** The names of time zones that a CronJob can have; they are loaded only where they are wanted. */
export const timeZonesOf = async (areWanted: boolean): Promise<ReadonlySet<string>> =>
  areWanted ? (await import("../kubernetes/time-zone-names.ts")).timeZoneNames : new Set();
