import type { Level, Status } from "../../status/status-schema.ts";

/** Writes what a status found as text, which ends with a line break. */
export type StatusFormat = (
  status: Status,
  options: {
    readonly color: boolean;
    /** How wide the reader's terminal is; `Infinity` where lines may be as long as they are. */
    readonly columns: number;
    /** For people: what is not as bad is counted, and not shown; all is shown where it is absent. */
    readonly least?: Level;
  },
) => string;
