/* Draws what a terminal shows as an SVG file: commands that are typed one after the other, each with what it prints. */

/** A command and what it prints, with the colors of a terminal (red, green, yellow, cyan). */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/** Pixels: a character of the font below is 0.6 of its size wide. */
const column = 8.43;
const lineHeight = 20;
const margin = 20;
/** Seconds: for a character that is typed, before what it prints, and to read a line of that. */
const pace = { character: 0.04, answer: 0.4, reading: 0.45 };

/** The colors by the numbers that terminals have for them. */
const colors: Readonly<Record<string, string>> = {
  31: "red",
  32: "green",
  33: "yellow",
  36: "cyan",
};
const light = {
  paper: "#f6f8fa",
  ink: "#1f2328",
  red: "#cf222e",
  green: "#116329",
  yellow: "#7d4e00",
  cyan: "#1b7c83",
};
const dark = { paper: "#151b23", ink: "#d1d7e0", red: "#ff7b72", green: "#56d364", yellow: "#e3b341", cyan: "#56d4dd" };
const palette = (values: Readonly<Record<string, string>>) =>
  `svg { ${Object.entries(values)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ")} }`;

/**
 * A picture of the steps, in light and dark colors as the reader's system asks. They appear one after the other, once; all at the same time
 * where a reader wants no motion.
 * @param columns Longer lines are broken between words.
 */
export function terminalPicture(title: string, steps: readonly Step[], columns: number): string {
  const rows: string[] = [];
  let seconds = 0.5;
  const show = (characters: readonly Character[]) => {
    for (const line of wrapped(characters, columns)) rows.push(row(rows.length, seconds, line));
  };
  for (const { command, output } of steps) {
    show(charactersOf(`\u001b[1m$ ${command}`));
    seconds += command.length * pace.character + pace.answer;
    const before = rows.length;
    for (const line of output.trimEnd().split("\n")) show(charactersOf(line));
    seconds += (rows.length - before) * pace.reading;
    rows.push("");
  }
  const width = Math.ceil(columns * column + 2 * margin);
  const height = (rows.length - 1) * lineHeight + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<style>
${palette(light)}
@media (prefers-color-scheme: dark) { ${palette(dark)} }
rect { fill: var(--paper); }
text { fill: var(--ink); font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
.bold { font-weight: bold; }
${Object.values(colors)
  .map((color) => `.${color} { fill: var(--${color}); }`)
  .join("\n")}
@media (prefers-reduced-motion: no-preference) { text { animation: appear 0.1s var(--at) both; } }
@keyframes appear { from { opacity: 0; } }
</style>
<rect width="${width}" height="${height}" rx="8"/>
${rows.filter((text) => text !== "").join("\n")}
</svg>
`;
}

/** A character of a line, with the class of its color. */
interface Character {
  readonly character: string;
  readonly style: string;
}

/** The characters of a line with escape sequences. */
function charactersOf(line: string): readonly Character[] {
  let style = "";
  const characters: Character[] = [];
  for (const part of line.split(/(\u001b\[\d*m)/)) {
    const code = /^\u001b\[(\d*)m$/.exec(part)?.[1];
    if (code === undefined) characters.push(...[...part].map((character) => ({ character, style })));
    else style = code === "1" ? "bold" : (colors[code] ?? "");
  }
  return characters;
}

/** Lines of at most so many characters, broken at blanks; what goes on is indented as the line is, and two blanks more. */
function wrapped(characters: readonly Character[], columns: number): readonly (readonly Character[])[] {
  const lines: (readonly Character[])[] = [];
  const first = characters.findIndex(({ character }) => character !== " ");
  const indent = Array.from({ length: Math.max(0, first) + 2 }, () => ({ character: " ", style: "" }));
  let rest = characters;
  while (rest.length > columns) {
    const blank = rest.slice(0, columns + 1).findLastIndex(({ character }) => character === " ");
    const end = blank <= indent.length ? columns : blank;
    lines.push(rest.slice(0, end));
    rest = [...indent, ...rest.slice(blank <= indent.length ? end : end + 1)];
  }
  return [...lines, rest];
}

function row(index: number, seconds: number, line: readonly Character[]): string {
  const y = margin + 14 + index * lineHeight;
  return `<text x="${margin}" y="${y}" style="--at: ${seconds.toFixed(1)}s" xml:space="preserve">${spans(line)}</text>`;
}

function spans(line: readonly Character[]): string {
  const parts: { style: string; text: string }[] = [];
  for (const { character, style } of line) {
    const last = parts.at(-1);
    if (last?.style === style) last.text += character;
    else parts.push({ style, text: character });
  }
  return parts
    .map(({ style, text }) => (style === "" ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`))
    .join("");
}

const escaped = (text: string) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
