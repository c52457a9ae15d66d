/** Rows whose cells stand in columns, two blanks apart; the last cell of a row is as long as it is. */
export function inColumns(rows: ReadonlyArray<readonly string[]>): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.slice(0, -1).forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, at) => (at < row.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell))
      .join("  ")
      .trimEnd(),
  );
}

/**
 * A text in lines that are no longer than a width, each behind a gutter, so that none begins with what a stranger wrote. What stands between
 * backticks is left whole: somebody may copy it.
 */
export function wrapped(text: string, gutter: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const [word] of text.matchAll(/(?:`[^`]*`|[^\s`]|`)+/g)) {
    if (line !== "" && gutter.length + line.length + 1 + word.length > columns) {
      lines.push(`${gutter}${line}`);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, `${gutter}${line}`];
}

/** A text of at most a width, with an ellipsis where something is cut off. */
export const clipped = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, Math.max(1, columns - 1)).toWellFormed()}…`;
