import type { BuilderSet } from "./builders.ts";
import { asItem, type GeneratedItem, someItems } from "./items.ts";
import type { Random } from "./random.ts";

/** An input of the function. */
export interface GeneratedList {
  readonly builders: BuilderSet;
  readonly text: string;
  /** Texts of items that no run may touch, as they are in the input. */
  readonly kept: readonly string[];
}

type Written = Omit<GeneratedList, "builders">;

/** A list, or a stream of documents, that is valid mostly: written by a host, a library, a person, or nobody whom we know. */
export function someList(random: Random): GeneratedList {
  const builders = random.chance(0.05) ? "own" : "small";
  const items = someItems(random, builders);
  const write = random.pick([blockList, blockList, blockList, flowBelowBlock, flowList, json, stream, stream, stream]);
  const { text, kept } = write(items, random);
  return { builders, ...inLines(text, kept, random) };
}

const version = "config.kubernetes.io/v1";
const ownResult = "message: m\n  severity: info\n  tags: {function: expand-pgbackrest, rule: x}\n";

/** The other keys of a list, in block style. */
function entries(items: string, random: Random): readonly string[] {
  const config = random.pick([
    "functionConfig:\n  apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\n  kind: ExpandPgBackRest\n  metadata: {name: expand-pgbackrest}\n",
    "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  data: {cluster_domain: a.b}\n",
    "functionConfig: {apiVersion: v1, kind: ConfigMap, data: {cluster_domain: a.b}}\n",
    "functionConfig: # expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner\n",
    "functionConfig: null\n",
  ]);
  const results = random.pick([
    "results:\n- message: theirs\n  severity: info\n",
    `results:\n- ${ownResult}`,
    `results: &b\n- ${ownResult}`,
    "results:\n- message: &a theirs\n",
    "results: []\n",
    "results:\n",
    `results:\n- message: theirs\n- ${ownResult}`,
    `results:\n- message: |+\n    theirs\n\n- ${ownResult}`,
  ]);
  const all = [
    `apiVersion: ${version}\n`,
    "kind: ResourceList\n",
    items,
    ...(random.chance(0.4) ? [config] : []),
    ...(random.chance(0.25) ? [results] : []),
    ...(random.chance(0.1)
      ? [random.pick(["x: y\n", "x: |\n  pgbackrest\n", "x: *a\n", "x: &a y\n", "# comment\n"])]
      : []),
  ];
  if (random.chance(0.4)) return all;
  return random.chance(0.3) ? all.toSorted() : random.shuffled(all);
}

const itemsKey = (random: Random): string =>
  random.chance(0.85)
    ? "items:"
    : random.pick([
        '"items":',
        "'items':",
        "items :",
        "items: !!seq",
        "items: &a",
        "items: # comment",
        "? items\n:",
        "!!str items:",
      ]);

function blockList(items: readonly GeneratedItem[], random: Random): Written {
  const indent = random.pick([0, 0, 0, 0, 1, 2, 3]);
  const key = itemsKey(random);
  const texts = items.map(({ block, flow }) => {
    if (flow !== undefined && random.chance(0.1)) return asItem(`${flow}\n`, indent);
    if (random.chance(0.05) && !/^[&!*]/.test(block))
      return `${" ".repeat(indent)}-\n${asItem(block, indent).replace("-", " ")}`;
    return asItem(block, indent, random.chance(0.05) ? 3 : 1);
  });
  const between = () =>
    random.chance(0.9)
      ? ""
      : random.pick(["# comment\n", "\n", "  # comment\n", "      # comment\n", "\n# comment\n\n", "\t\n"]);
  const body = texts.map((text) => between() + text).join("") + between();
  const empty = random.pick([
    " []\n",
    " null\n",
    "\n",
    " {}\n",
    " ~\n",
    " []# comment\n",
    " [] # comment\n",
    " [ ]\n",
    " [\n ]\n",
    "\n  []\n",
    " !!seq []\n",
  ]);
  const list = entries(texts.length === 0 ? `${key}${empty}` : `${key}\n${body}`, random).join("");
  return { text: documented(list, random), kept: keptOf(items, texts) };
}

function flowBelowBlock(items: readonly GeneratedItem[], random: Random): Written {
  const written = items.filter(({ flow }) => flow !== undefined);
  const texts = written.map(({ flow = "" }) => flow);
  const list = entries(`${itemsKey(random)} ${sequence(texts, random, " ")}\n`, random).join("");
  return { text: documented(list, random), kept: keptOf(written, texts) };
}

/** A sequence in flow style; where it is below a block mapping, its lines begin with a margin. */
function sequence(texts: readonly string[], random: Random, margin: string): string {
  const blank = () => random.pick(["", " ", `\n${margin}`, "", `\n${margin}\n${margin} `, ` # comment, ]\n${margin}`]);
  const trailing = texts.length > 0 && random.chance(0.15) ? `${blank()},` : "";
  return `[${blank()}${texts.join(`${blank()},${blank()}`)}${trailing}${blank()}]`;
}

function flowList(items: readonly GeneratedItem[], random: Random): Written {
  const written = items.filter(({ flow }) => flow !== undefined);
  const texts = written.map(({ flow = "" }) => flow);
  const list = [
    `apiVersion: ${version}`,
    "kind: ResourceList",
    `${random.pick(["items", '"items"', "'items'", "? items"])}: ${random.chance(0.1) && texts.length === 0 ? "null" : sequence(texts, random, "")}`,
    ...(random.chance(0.3) ? ["functionConfig: {apiVersion: v1, kind: ConfigMap}"] : []),
    ...(random.chance(0.2) ? [`results: [{message: theirs}, {message: m, tags: {function: expand-pgbackrest}}]`] : []),
    ...(random.chance(0.1) ? ["results: &a []"] : []),
    ...(random.chance(0.1) ? ["x: *a "] : []),
  ];
  const separator = random.pick([", ", ",\n", ",\n\n  ", " ,"]);
  const end = random.pick(["", "", ",", "\n", ",\n"]);
  return {
    text: documented(`{${random.shuffled(list).join(separator)}${end}}\n`, random),
    kept: keptOf(written, texts),
  };
}

function json(items: readonly GeneratedItem[], random: Random): Written {
  const isJson = (flow: string) => {
    try {
      JSON.parse(flow);
      return true;
    } catch {
      return false;
    }
  };
  const written = items.filter(({ flow }) => flow !== undefined && isJson(flow));
  const texts = written.map(({ flow = "" }) => flow);
  const blank = () => random.pick(["", " ", "\n", "  ", "\t", "\n\t", "\r\n"]);
  const list = [
    `"apiVersion":${blank()}"${version}"`,
    `"kind":${blank()}"ResourceList"`,
    `"items":${blank()}${texts.length === 0 && random.chance(0.2) ? "null" : `[${blank()}${texts.join(`${blank()},${blank()}`)}${blank()}]`}`,
    ...(random.chance(0.3) ? ['"functionConfig": {"apiVersion": "v1", "kind": "ConfigMap"}'] : []),
    ...(random.chance(0.2) ? ['"results": [{"message": "theirs"}, {"tags": {"function": "expand-pgbackrest"}}]'] : []),
    ...(random.chance(0.1) ? ['"results": []'] : []),
  ];
  const text = `${blank()}{${blank()}${random.shuffled(list).join(`${blank()},${blank()}`)}${blank()}}${blank()}`;
  return { text, kept: keptOf(written, texts) };
}

function stream(items: readonly GeneratedItem[], random: Random): Written {
  const kept: string[] = [];
  let text = random.pick([
    "",
    "",
    "",
    "---\n",
    "# comment\n",
    "# comment\n---\n",
    "%YAML 1.1\n---\n",
    "\n",
    "---\n---\n",
    "...\n",
  ]);
  for (const [index, { block, flow, foreign }] of items.entries()) {
    const own = flow !== undefined && random.chance(0.15) ? `${flow}\n` : block;
    const comment = random.chance(0.9) ? "" : random.pick(["# comment\n", "\n", "  # comment\n"]);
    if (index > 0) {
      text += random.chance(0.7)
        ? "---\n"
        : random.pick([
            "...\n---\n",
            "--- # comment\n",
            "---  \n",
            "---\n---\n",
            "---\n# comment\n---\n",
            "...\n%YAML 1.1\n---\n",
            "...\n",
            "... # comment\n---\n",
            "...\n...\n---\n",
            "...\n\n# comment\n---\n",
            "---\n...\n---\n",
            "---\n\n",
            "--- ",
          ]);
    }
    text += comment + own;
    if (foreign) kept.push(own);
  }
  if (random.chance(0.3))
    text += random.pick([
      "...\n",
      "---\n",
      "...\n# comment\n",
      "# comment\n",
      "...\n---\n",
      "---\n...\n",
      "\n",
      "...\n...\n",
    ]);
  return { text, kept };
}

const keptOf = (items: readonly GeneratedItem[], texts: readonly string[]) =>
  items.flatMap(({ foreign }, index) => (foreign ? [texts[index] ?? ""] : []));

/** A list as the only document of a stream. */
function documented(list: string, random: Random): string {
  if (random.chance(0.85)) return list;
  return random.pick<(text: string) => string>([
    (text) => `---\n${text}`,
    (text) => `%YAML 1.1\n---\n${text}`,
    (text) => `# comment\n\n---\n${text}`,
    (text) => `${text}...\n`,
    (text) => `${text}---\n`,
    (text) => `${text}...\n---\n`,
    (text) => `${text}...\n# comment\n`,
    (text) => `---\n${text}\n\n...\n`,
    (text) => `--- # comment\n${text}`,
    (text) => `--- !!map\n${text}`,
    (text) => `--- &a\n${text}`,
    (text) => text.replace(/^(?=.)/gm, "  "),
  ])(list);
}

/** The same with other line breaks, marks, and the end that was forgotten. Texts that this changes are no longer known. */
function inLines(text: string, kept: readonly string[], random: Random): Written {
  let result = text;
  const change = (changed: string) => {
    result = changed;
  };
  if (random.chance(0.15)) change(result.replace(/\n+$/, ""));
  else if (random.chance(0.05)) change(`${result}\n\n`);
  if (random.chance(0.08)) change(result.replace(/\r?\n/g, "\r\n"));
  else if (random.chance(0.03)) change(result.replace(/\n/g, () => (random.chance(0.5) ? "\r\n" : "\n")));
  else if (random.chance(0.01)) change(result.replaceAll("\n", "\r"));
  if (random.chance(0.03)) change(`\ufeff${result}`);
  return { text: result, kept };
}

const pieces: readonly [string, ...string[]] = [
  "\n",
  " ",
  "  ",
  "- ",
  ":",
  ",",
  "#",
  " #",
  "'",
  '"',
  "|",
  ">",
  "{",
  "}",
  "[",
  "]",
  "&a ",
  "*a",
  "!!str ",
  "<<: ",
  "\t",
  "\r",
  "\r\n",
  "---\n",
  "\n---\n",
  "...\n",
  "\n...\n",
  "\u0000",
  "\ufeff",
  "\u0085",
  "\u2028",
  "é",
  "items:\n",
  "kind: postgresql\n",
  "null",
  "~",
  "0644",
  "? ",
  "  # comment\n",
];

/** A text with one to three changes, anywhere. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let changes = 1 + random.below(3); changes > 0; changes -= 1) {
    const at = random.below(result.length);
    const choice = random.below(10);
    if (choice < 4) result = result.slice(0, at) + random.pick(pieces) + result.slice(at);
    else if (choice < 7) result = result.slice(0, at) + result.slice(at + 1 + random.below(20));
    else if (choice < 9) {
      const lines = result.split("\n");
      const line = random.below(lines.length);
      const inserted = random.chance(0.5) ? [lines[random.below(lines.length)] ?? ""] : [];
      result = lines.toSpliced(line, random.chance(0.5) ? 1 : 0, ...inserted).join("\n");
    } else if (random.chance(0.6)) result = result.slice(0, at);
    else {
      const end = at + 1 + random.below(200);
      result = result.slice(0, end) + result.slice(at, end) + result.slice(end);
    }
  }
  return result;
}
