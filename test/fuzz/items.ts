import type { KubernetesObject } from "@kubernetes/client-node";
import { filter } from "../../src/function/filter.ts";
import { isObject, type JsonValue } from "../../src/json/json-value.ts";
import { ownerLabel } from "../../src/krm/ownership.ts";
import { metadataOf } from "../../src/kubernetes/metadata.ts";
import { writeYaml } from "../../src/yaml/writer.ts";
import { type BuilderSet, builderSets } from "./builders.ts";
import { itemsOfList } from "./items-of-list.ts";
import type { Random } from "./random.ts";

/** An item of a generated list. */
export interface GeneratedItem {
  /** As a mapping in block style at column 0, ending in a line break. */
  readonly block: string;
  /** On one line, as JSON or in flow style; `undefined` for what is only written in block style. */
  readonly flow: string | undefined;
  /** True for what no run may touch. */
  readonly foreign: boolean;
}

type Value = Readonly<Record<string, JsonValue>>;

const metadata = (name: string) => ({ name, namespace: "pg" });

const cluster = (name: string, backup: Value | undefined): Value => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: metadata(name),
  spec: {
    teamId: "acid",
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    ...(backup !== undefined && {
      backup: { pgbackrest: { image: "x/y:18", global: { "repo1-retention-full": "4" }, ...backup } },
    }),
  },
});
const onVolume = {
  repos: [{ name: "repo1", storage: "pvc", volume: { size: "5Gi" }, schedule: { full: "0 2 * * *" } }],
};
const inS3 = {
  configuration: { secret: "demo-s3" },
  repos: [
    { name: "repo1", storage: "s3", resource: "b", endpoint: "s3.x", region: "eu", schedule: { full: "30 2 * * 0" } },
  ],
};
const secret: Value = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: metadata("demo-s3"),
  stringData: { "s3.conf": "[global]\nrepo1-s3-key=a\nrepo1-s3-key-secret=b\n" },
};
const clusters: readonly [Value, ...Value[]] = [
  cluster("demo", inS3),
  cluster("demo", inS3),
  cluster("demo", inS3),
  cluster("demo", onVolume),
  cluster("demo", undefined),
];

/** True for an object with our mark. */
export const isOurs = (item: JsonValue): boolean => metadataOf(item).labels[ownerLabel] !== undefined;

/** A mapping as an item of a list at a column. */
export function asItem(block: string, indent = 0, after = 1): string {
  const [margin, deeper] = [" ".repeat(indent), " ".repeat(indent + 1 + after)];
  const [first = "", ...others] = block.split(/(?<=\n)/);
  return `${margin}-${" ".repeat(after)}${first}${others.map((line) => (line === "\n" ? line : deeper + line)).join("")}`;
}

/** What a run makes of a cluster, right and in the ways in which it may be found later. */
async function objectsOf(each: Value, builders: BuilderSet): Promise<readonly Value[]> {
  const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${asItem(writeYaml(each, 0))}`;
  const { parts } = await filter(Buffer.from(list), undefined, { builders: builderSets[builders] });
  const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
  return (await itemsOfList(output)).filter((item): item is Value => isObject(item) && isOurs(item));
}
const made = {
  own: [...(await objectsOf(cluster("demo", inS3), "own")), ...(await objectsOf(cluster("demo", onVolume), "own"))],
  small: await objectsOf(cluster("demo", inS3), "small"),
};

const withMetadata = (object: Value, change: Value): Value => ({
  ...object,
  metadata: { ...(isObject(object.metadata) ? object.metadata : {}), ...change },
});

function changed(object: Value, random: Random): Value {
  const labels = { ...metadataOf(object).labels };
  return random.pick<() => Value>([
    () => object,
    () => withMetadata(object, { labels: { ...labels, team: "wrong" } }),
    () => withMetadata(object, { labels: { ...labels, theirs: "x" }, annotations: { a: "b" } }),
    () => withMetadata(object, { name: "gone", labels: { ...labels, [ownerLabel]: "gone" } }),
    () => withMetadata(object, { name: "gone-2", labels: { ...labels, [ownerLabel]: "gone" } }),
    () => ({ ...object, ...(object.kind === "ConfigMap" ? { data: { x: "text\nof two lines" } } : { spec: {} }) }),
  ])();
}

/** Items that no run touches; those without a text in flow style stand for what only block style can write. */
const foreignValues: readonly [Value, ...Value[]] = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { a: "b" } },
  { apiVersion: "v1", kind: "Service", metadata: { name: "s", labels: { x: "y" } } },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "m" },
    data: { pgbackrest: "kind: CronJob\nitems:\n- a\n" },
  },
  { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Service", metadata: { name: "z" } }] },
  { apiVersion: "acid.zalan.do/v1", kind: "postgresql", metadata: { name: "demo" }, spec: {} },
];
const lastScalars: readonly [string, ...string[]] = [
  "a: |\n  text\n",
  "a: |+\n  text\n",
  "a: |+\n  text\n\n\n",
  "a: |-\n  text\n",
  "a: |-\n  text\n\n",
  "a: >\n  text\n  more\n",
  "a: >+\n  text\n\n",
  "a: >-\n  text\n",
  "a: |2\n    text\n",
  "a: |\n",
  "a: |+\n",
  "a: |+\n\n",
  "a: text\n",
  "a: text\n  of two lines\n",
  "a: 'text'\n",
  "a: 'text\n\n  of two lines'\n",
  'a: "text"\n',
  'a: "text \\\n  more"\n',
  "a:\n",
  "a: # comment\n",
  "a: b # comment\n",
  "a: |\n  # no comment\n",
  "a: [b, c]\n",
  "a: [b,\n  c]\n",
  "a:\n- b\n-\n",
  "a:\n- - b\n  - c\n",
  "a: b\n# comment\n",
  "a: b\n  # comment\n",
  "a: b\n\n# comment\n\n",
  "a:\n  b:\n    c: d\n  # comment\n",
  "? a\n: b\n",
  "? |\n  a\n: |\n  b\n",
  "a: !!str 5\n",
  "a: !!map {}\n",
  "a:\tb\n",
  "a: b\t\n",
  "a: b\t# comment\n",
  "a: |\n  \tb\n",
  "é: ü\n",
  'a: "\u2028\u0085"\n',
  "a: b\u2028c\n",
  "a: 2020-01-01\n",
  "a: 0644\n",
  "<<: {a: b}\n",
];
const oddBlocks: readonly [string, ...string[]] = [
  "{}\n",
  "[]\n",
  "text\n",
  "null\n",
  "~\n",
  "\n",
  "'text'\n",
  "- a\n- b\n",
];

/** Turns a mapping in block style into the same with an anchor somewhere. */
function anchored(block: string, name: string, random: Random): string {
  const places = block
    .split("\n")
    .flatMap((line, index) => (/^ *[a-z]+:(?: [A-Za-z0-9]|$)/i.test(line) ? [index] : []));
  const place = places[random.below(places.length)];
  return block
    .split("\n")
    .map((line, index) => (index === place ? line.replace(":", `: &${name}`) : line))
    .join("\n");
}

function styled(block: string, random: Random): string {
  if (random.chance(0.9)) return block;
  return random.pick<(text: string) => string>([
    (text) => text.replace("kind:", "kind :"),
    (text) => text.replace("kind:", '"kind":'),
    (text) => text.replace(/^kind: (.*)$/m, "kind: '$1'"),
    (text) => text.replace(/^kind: (.*)$/m, "kind: $1 # comment"),
    (text) => text.replace(/^kind: (.*)$/m, "? kind\n: $1"),
    (text) => `# comment\n${text}`,
    (text) => `!!map\n${text}`,
    (text) => `\n${text}`,
    (text) => `${text}\n`,
  ])(block);
}

/** Items that may stand in one list: clusters, what earlier runs made of them, and others. */
export function someItems(random: Random, builders: BuilderSet): readonly GeneratedItem[] {
  const count = random.below(6);
  const anchors: string[] = [];
  const items: GeneratedItem[] = [];
  const add = (value: Value, foreign: boolean) => {
    let block = writeYaml(value, 0);
    let flow = random.chance(0.3) ? flowStyle(value) : JSON.stringify(value);
    if (random.chance(0.12)) {
      const name = random.pick(["a", "b", "a"]);
      if (random.chance(0.3)) block = `&${name}\n${block}`;
      else block = anchored(block, name, random);
      flow = random.chance(0.5) ? `&${name} ${flow}` : flow.replace(/: ?("[^"]*"|\{)/, `: &${name} $1`);
      anchors.push(name);
    }
    items.push({ block: styled(block, random), flow, foreign });
  };
  let hasCluster = false;
  for (let index = 0; index < count; index += 1) {
    const [name] = anchors;
    if (name !== undefined && random.chance(0.4)) items.push(aliasing(name, random));
    else if (random.chance(0.35))
      add(changed(made[builders][random.below(made[builders].length)] ?? {}, random), false);
    else if (random.chance(0.3) && !hasCluster) {
      hasCluster = true;
      add(random.pick(clusters), true);
      if (random.chance(0.5)) add(secret, true);
    } else if (random.chance(0.4)) add(random.pick(foreignValues), true);
    else if (random.chance(0.1)) {
      anchors.push("n");
      items.push({ block: "&n null\n", flow: "&n null", foreign: true });
    } else if (random.chance(0.8)) {
      const block = `apiVersion: v1\nkind: X\nmetadata:\n  name: x${index}\n${random.pick(lastScalars)}`;
      items.push({ block, flow: undefined, foreign: true });
    } else items.push({ block: random.pick(oddBlocks), flow: random.pick(["{}", "[]", "null", "'x'"]), foreign: true });
  }
  return items;
}

function aliasing(name: string, random: Random): GeneratedItem {
  const inBlock = random.pick([`a: *${name}\n`, `<<: *${name}\n`, `<<: [*${name}]\n`, `a: [*${name}, b]\n`]);
  if (random.chance(0.15)) return { block: `*${name}\n`, flow: `*${name} `, foreign: true };
  return { block: `kind: Alias\n${inBlock}`, flow: `{kind: Alias, a: *${name} }`, foreign: true };
}

/** JSON without the quotes that flow style does not need. */
const flowStyle = (value: KubernetesObject | JsonValue): string =>
  JSON.stringify(value).replace(/"([A-Za-z]+)":/g, "$1: ");
