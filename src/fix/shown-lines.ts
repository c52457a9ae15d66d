import { isMap, isNode, isSeq } from "yaml";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { namesSecret, quotableName, quotableText } from "../text/quotable.ts";
import { documentsOf } from "./source-text.ts";

/** What stands in the place of what is not shown. */
const mask = "***";

/**
 * What a diff may show of each line of a file: of what is in a Secret, or in what makes one, names of options and sections alone; of
 * everything else what a message may quote.
 */
export function shownLines(text: string, path: string): (line: string, index: number) => string {
  const isSecret = path.endsWith(".conf") ? () => true : secretLines(text);
  return (line, index) => (isSecret(index) ? ofSecret(line) : ofOthers(line));
}

/** Tells which lines, from 0, are in a Secret, or are what a `secretGenerator` makes one of; all where that cannot be read. */
function secretLines(text: string): (index: number) => boolean {
  const documents = documentsOf(text);
  if (documents.length === 0) return () => true;
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length - 1;
  const spans = documents.flatMap(({ contents, range }) => {
    if (holdsSecret(contents)) return [{ first: lineAt(range[0]), last: lineAt(range[2]) }];
    const generator: unknown = isMap(contents) ? contents.get("secretGenerator", true) : undefined;
    return isNode(generator) && generator.range
      ? [{ first: lineAt(generator.range[0]), last: lineAt(generator.range[2]) }]
      : [];
  });
  return (index) => spans.some(({ first, last }) => first <= index && index <= last);
}

function holdsSecret(node: unknown): boolean {
  if (isSeq(node)) return node.items.some(holdsSecret);
  if (!isMap(node)) return false;
  const kind: unknown = node.get("kind");
  return (typeof kind === "string" && kind.includes("Secret")) || holdsSecret(node.get("items", true));
}

const heads = /^(\s*(?:- )?)(apiVersion|kind|metadata|name|namespace|type|data|stringData|files|literals)(\s*:)(.*)$/;

function ofSecret(line: string): string {
  if (/^\s*(?:---|\[(?:global|db)(?::[a-z-]+)?\])?\s*$/.test(line)) return line;
  const [, blank = "", key = "", between = ""] = /^(\s*)([\w-]+)(\s*=\s*)/.exec(line) ?? [];
  if (key !== "" && meaningOf(key).is !== "unknown") return `${blank}${key}${between}${mask}`;
  const [, before = "", head = "", colon = "", value = ""] = heads.exec(line) ?? [];
  if (head !== "")
    return `${before}${head}${colon}${/^\s*$/.test(value) ? value : ` ${isPlain(value) ? value.trim() : mask}`}`;
  const [, indent = "", file = ""] = /^(\s*(?:- )?)([\w-]+\.conf)\s*[:=]/.exec(line) ?? [];
  if (file !== "" && quotableName(file) === file)
    return `${indent}${file}${line.charAt(indent.length + file.length)} ${mask}`;
  return `${/^\s*/.exec(line)?.[0] ?? ""}${mask}`;
}

/** The kinds and versions of objects, which are no secret. */
const isPlain = (value: string) => /^\s*(?:v1|Secret|Opaque)\s*$/.test(value);

function ofOthers(line: string): string {
  const content = line.trim();
  const [, before = "", key = ""] = /^(\s*(?:- )*)(["']?[\w./-]+["']?)\s*:/.exec(line) ?? [];
  const name = key.replace(/["']/g, "");
  if (isShown(content)) return line;
  if (key !== "" && quotableName(name) === name) return `${before}${key}: ${mask}`;
  return `${/^\s*/.exec(line)?.[0] ?? ""}${mask}`;
}

/** Braces, brackets and quotes of flow style and JSON are no part of a text. */
const structure = /[{}[\]"',]+/g;

function isShown(content: string): boolean {
  const rest = content.replace(ofObjects, "").replace(plainValue, "");
  const told = rest.replace(/^#.*$/, "");
  if (namesSecret(told) || /\bvalue\b["']?\s*:/.test(told)) return false;
  const bare = rest.replace(structure, " ").trim();
  return [rest, bare].some((text) => quotableText(text) === text);
}

/** Where a Secret is only named. */
const ofObjects = /\bsecretGenerator\b|\bsecret["']?\s*:|\bkind["']?\s*:\s*["']?Secret\b/g;

/** A `value` that begins on the next line, or that is a boolean or a small number. */
const plainValue =
  /\bvalue["']?\s*:(?:(?=\s*$)|\s*(["']?)(?:true|false|yes|no|on|off|y|n|\d{1,3})\1(?=\s*(?:[,}\]#]|$)))/g;
