import { instance } from "@viz-js/viz";

/* Draws rooms and the arrows between them: Graphviz finds the places, the rest is written here, so that it follows light and dark. */

/** A directed graph without cycles: names of rooms, and for each the names that it imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The graph without arrows that a longer way stands for: with a -> b -> c, the arrow a -> c goes. For a graph without cycles there is
 * exactly one such graph.
 */
export function withoutShortcuts(graph: Graph): Graph {
  const reaches = (from: string, to: string): boolean =>
    (graph.get(from) ?? []).some((next) => next === to || reaches(next, to));
  return new Map(
    [...graph].map(([from, targets]) => [
      from,
      targets.filter((to) => !targets.some((other) => other !== to && reaches(other, to))),
    ]),
  );
}

const box = { width: 176, height: 44 };
const margin = 24;
const pointsPerInch = 72;

type Point = readonly [x: number, y: number];

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly { readonly name: string; readonly center: Point }[];
  /** The control points of Bézier curves: the start, then three for each curve. */
  readonly arrows: readonly (readonly Point[])[];
}

/** The graph as Graphviz lays it out. Its format "plain" has a line for each thing, in inches from the lower left corner. */
async function layout(graph: Graph): Promise<Layout> {
  const inches = (points: number) => (points / pointsPerInch).toFixed(4);
  const dot = [
    "digraph {",
    `graph [nodesep=${inches(28)} ranksep=${inches(40)}]`,
    `node [shape=box fixedsize=true width=${inches(box.width)} height=${inches(box.height)}]`,
    "edge [arrowhead=none]",
    ...[...graph.keys()].map((name) => `"${name}"`),
    ...[...graph].flatMap(([from, targets]) => targets.map((to) => `"${from}" -> "${to}"`)),
    "}",
  ].join("\n");
  const lines = (await instance())
    .renderString(dot, { format: "plain" })
    .split("\n")
    .map((line) => line.split(" ").map((word) => word.replaceAll('"', "")));
  const [, , width = 0, height = 0] = (lines[0] ?? []).map((word) => Number(word) * pointsPerInch);
  const point = (x = "", y = ""): Point => [
    Math.round(Number(x) * pointsPerInch + margin),
    Math.round(height - Number(y) * pointsPerInch + margin),
  ];
  const points = (numbers: readonly string[]): Point[] =>
    numbers.flatMap((x, index) => (index % 2 === 0 ? [point(x, numbers[index + 1])] : []));
  return {
    width: Math.ceil(width + 2 * margin),
    height: Math.ceil(height + 2 * margin),
    boxes: lines.filter(([what]) => what === "node").map(([, name = "", x, y]) => ({ name, center: point(x, y) })),
    arrows: lines
      .filter(([what]) => what === "edge")
      .map(([, , , count, ...numbers]) => points(numbers.slice(0, 2 * Number(count)))),
  };
}

const style = `
    .paper { fill: #ffffff; stroke: #d1d9e0 }
    .room { fill: #eef4fb; stroke: #54779e }
    .entry { fill: #fdf3e1; stroke: #a9742a }
    .arrow { fill: none; stroke: #6b7785; stroke-width: 1.5 }
    .head { fill: #6b7785 }
    text { fill: #1f2328; font: 600 16px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; text-anchor: middle }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #0d1117; stroke: #30363d }
      .room { fill: #17253a; stroke: #6f9bcb }
      .entry { fill: #33260f; stroke: #c99a4d }
      .arrow { stroke: #8b96a3 }
      .head { fill: #8b96a3 }
      text { fill: #e6edf3 }
    }`;

/** The picture of a graph as SVG. Entries are drawn in a color of their own. */
export async function picture(graph: Graph, entries: readonly string[], description: string): Promise<string> {
  const { width, height, boxes, arrows } = await layout(withoutShortcuts(graph));
  const path = ([start, ...rest]: readonly Point[]) =>
    `M${start?.join(",")} C${rest.map((to) => to.join(",")).join(" ")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${description}">
  <style>${style}
  </style>
  <defs>
    <marker id="head" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">
      <path class="head" d="M0,1 L10,5 L0,9 z"/>
    </marker>
  </defs>
  <rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12"/>
${arrows.map((points) => `  <path class="arrow" d="${path(points)}" marker-end="url(#head)"/>`).join("\n")}
${boxes
  .map(
    ({
      name,
      center: [x, y],
    }) => `  <rect class="${entries.includes(name) ? "entry" : "room"}" x="${x - box.width / 2}" y="${y - box.height / 2}" width="${box.width}" height="${box.height}" rx="8"/>
  <text x="${x}" y="${y + 5.5}">${name}</text>`,
  )
  .join("\n")}
</svg>
`;
}
