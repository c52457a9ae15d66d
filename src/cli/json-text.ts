import { visible } from "../text/visible.ts";

/** JSON as a log may show it: marks that a reader of lines would obey are escapes, which mean the same. */
export const jsonText = (value: object): string =>
  `${JSON.stringify(value, null, 2).split("\n").map(visible).join("\n")}\n`;
