import { visible } from "../text/visible.ts";

/** Text that means nothing in Markdown or HTML, on one line. */
export const plainText = (text: string): string =>
  visible(text).replace(/[\\`*_{}[\]<>()#+!|~&@:/-]/g, (character) =>
    /[-():/+!#]/.test(character) ? safe(character) : `\\${character}`,
  );

/** These mean something at the beginning of a line, or in pairs that are broken already. */
const safe = (character: string) => character;
