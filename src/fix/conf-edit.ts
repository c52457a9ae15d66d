import type { Edit, Splice, Written } from "./edit.ts";
import type { SourceText } from "./source-text.ts";

/** A line `key = value` of a configuration file, with the offsets of its parts in the text. */
export interface ConfLine {
  readonly written: Written & { readonly value: string };
  readonly splice: (edit: Edit) => Splice | undefined;
}

/** Finds a line of a text, counted from 1, that sets an option. It may be indented: that of a block in YAML is. */
export function confLine({ text, lineEnd, lineStart }: SourceText, line: number): ConfLine | undefined {
  const start = lineStart(line);
  if (start === undefined) return undefined;
  const next = text.indexOf("\n", start);
  const end = next < 0 ? text.length : next + 1;
  const [, before, key, equals, value] =
    /^([ \t]*)([^=\s#[][^=]*?)([ \t]*=[ \t]*)(.*?)[ \t]*(?:\r?\n)?$/.exec(text.slice(start, end)) ?? [];
  if (before === undefined || key === undefined || equals === undefined || value === undefined) return undefined;
  const keyAt = start + before.length;
  const valueAt = keyAt + key.length + equals.length;
  const setTo = (fresh: string): Splice => ({ start: valueAt, end: valueAt + value.length, text: fresh });
  return {
    written: { form: "conf", key, value },
    splice(edit) {
      switch (edit.do) {
        case "set":
          return setTo(edit.value);
        case "unquote":
          return setTo(value.slice(1, -1));
        case "rename":
          return { start: keyAt, end: keyAt + key.length, text: edit.key };
        case "remove":
          // The last line of a file that does not end in a line break.
          return next < 0 ? undefined : { start, end, text: "" };
        case "insert":
          return { start, end: start, text: `${before}${edit.key}${equals}${edit.value}${lineEnd}` };
        case "quote":
          return undefined;
      }
    },
  };
}
