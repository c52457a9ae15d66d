/** Marks that stand for long stretches of text, so that many texts with the same stretches take little memory. */
export interface Stretches {
  /** What is put into a text for a stretch: its mark, or the stretch itself where a mark saves little. It must not hold the character NUL. */
  readonly mark: (stretch: string) => string;
  /** The text with the stretches in the place of their marks. Other than by marks it must not hold the character NUL. */
  readonly whole: (text: string) => string;
}

/** A stretch with less than this stays: to put it in costs more than to copy it. */
const shortest = 24;
/** A mark ends in two characters of seven bits, with which it takes three bytes in a text of any encoding. */
const [bits, most] = [7, 1 << 14] as const;

export function stretches(): Stretches {
  const known: string[] = [];
  const marks = new Map<string, string>();
  return {
    mark(stretch) {
      if (stretch.length < shortest) return stretch;
      const found = marks.get(stretch);
      if (found !== undefined || known.length === most) return found ?? stretch;
      const mark = String.fromCharCode(0, known.length >> bits, known.length & ((1 << bits) - 1));
      known.push(stretch);
      marks.set(stretch, mark);
      return mark;
    },
    whole(text) {
      let whole = "";
      let from = 0;
      for (let at = text.indexOf("\u0000"); at >= 0; at = text.indexOf("\u0000", from)) {
        const number = (text.charCodeAt(at + 1) << bits) | text.charCodeAt(at + 2);
        whole += text.slice(from, at) + (known[number] ?? "");
        from = at + 3;
      }
      return whole + text.slice(from);
    },
  };
}
