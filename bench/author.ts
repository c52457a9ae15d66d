import type { Random } from "./random.ts";

/** A manifest as its author thinks of it, before layout. Fields that are `undefined` are left out. */
export type Value = string | number | boolean | readonly Value[] | { readonly fields: readonly Field[] };
export type Field = readonly [key: string, value: Value] | undefined;

export const fields = (...list: readonly Field[]): Value => ({ fields: list });
export const textsOf = (texts: Readonly<Record<string, string>>): Value => fields(...Object.entries(texts));

/** The habits of one author: quotes, the order of fields, where comments stand. */
export interface Author {
  /** The fields that are there, in this author's order. */
  readonly ordered: (list: readonly Field[]) => readonly (readonly [string, Value])[];
  readonly write: (value: Value, indent: string) => string;
}

const remarks = [
  "as agreed with the platform team",
  "see the runbook",
  "do not change without a ticket",
  "moved here in March",
  "default of the team",
  "TODO: review after the migration",
] as const;

export function authorOf(random: Random): Author {
  const quote = random.one(["'", '"']);
  const shuffles = random.chance(0.5);
  const remarkable = random.one([0, 0.01, 0.04]);

  const ordered: Author["ordered"] = (list) => {
    const there = list.filter((field) => field !== undefined);
    return shuffles ? random.shuffled(there) : there;
  };
  const scalar = (text: string) => (isPlain(text) ? text : quote === '"' ? JSON.stringify(text) : `'${text}'`);
  const remark = (before: string, after: string) =>
    random.chance(remarkable) ? `${before}# ${random.one(remarks)}${after}` : "";

  const write = (value: Value, indent: string): string => {
    if (typeof value === "number" || typeof value === "boolean") return ` ${value}${remark(" ", "")}\n`;
    if (typeof value === "string") {
      return value.includes("\n")
        ? ` |\n${value.replace(/^(?=.)/gm, indent)}`
        : ` ${scalar(value)}${remark(" ", "")}\n`;
    }
    if (isList(value)) {
      if (value.length === 0) return " []\n";
      const at = indent.slice(2);
      const items = value.map((item) => {
        const text = write(item, `${at}  `);
        return `${at}-${typeof item === "string" ? text : ` ${text.trimStart()}`}`;
      });
      return `\n${items.join("")}`;
    }
    const list = ordered(value.fields);
    if (list.length === 0) return " {}\n";
    const lines = list.map(([key, field], index) => {
      const own = index === 0 ? "" : remark(indent, "\n"); // the first stands behind the `-` of a list
      return `${own}${indent}${key}:${write(field, `${indent}  `)}`;
    });
    return `\n${lines.join("")}`;
  };
  return { ordered, write };
}

const isList = (value: Exclude<Value, string | number | boolean>): value is readonly Value[] => Array.isArray(value);

/** Left without quotes: what no reader of YAML takes for something else than a text. */
const isPlain = (text: string) =>
  (/^[A-Za-z/][\w./:+-]*(?: [\w./:*,-]+)*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)) ||
  /^\d+(?:\.\d+)?[A-Za-z]+$/.test(text) ||
  /^\d[\d,/-]* [\d *,/A-Z-]+$/.test(text);
