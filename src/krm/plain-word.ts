import { isReservedWord } from "../yaml/words.ts";

/** Text that items of every form spell as it is, whatever is around it, and that every reader reads as text. */
export const isPlainWord = (text: string): boolean =>
  /^(?![eE]-?\d+$)[A-Za-z/][A-Za-z0-9_./@-]*$/.test(text) && !isReservedWord(text);
