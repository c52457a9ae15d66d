import { visible as visibleWhole } from "../text/visible.ts";

/** So many characters of a text from a cluster are shown: no name is longer, and a message says in fewer what it has to say. */
const most = 500;

/** A text from a cluster as the report may have it: on one line, and not longer than a person reads. */
export const visible = (text: string): string =>
  visibleWhole(text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`);
