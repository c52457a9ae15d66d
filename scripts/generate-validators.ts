import { mkdirSync, writeFileSync } from "node:fs";
import type { TSchema } from "typebox";
import { baselineSchema } from "../src/cli/baseline-schema.ts";
import { configSchema } from "../src/cli/config-schema.ts";
import { operatorConfiguration } from "../src/cpo/operator-configuration.ts";
import { postgresql } from "../src/cpo/postgresql.ts";
import { functionConfig } from "../src/function/function-config-schema.ts";
import { planSchema } from "../src/recovery/plan-schema.ts";

/*
 * Writes a validator per TypeBox schema into `generated` beside it, made of the checks of src/json/validate.ts. TypeBox could compile validators
 * itself, but its code is ten times as long, and a program that starts for every build pays for every byte; a test holds the two to
 * agree.
 */
const schemas: ReadonlyArray<readonly [folder: string, file: string, type: string, from: string, schema: TSchema]> = [
  ["cpo", "postgresql", "Postgresql", "postgresql.ts", postgresql],
  ["cpo", "operator-configuration", "OperatorConfiguration", "operator-configuration.ts", operatorConfiguration],
  ["function", "function-config", "FunctionConfig", "function-config-schema.ts", functionConfig],
  ["cli", "baseline", "Baseline", "baseline-schema.ts", baselineSchema],
  ["cli", "config-file", "ConfigFile", "config-schema.ts", configSchema],
  // Another release may have more keys in its plans.
  ["recovery", "plan", "Plan", "plan-schema.ts", opened(planSchema)],
];

/** The same schema for values that have other keys, too. */
function opened(schema: TSchema): TSchema {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === "additionalProperties" ? undefined : value)));
}

interface Node {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** With escapes for letters beyond ASCII: esbuild leaves them in regular expressions, and one makes V8 keep the whole program in two bytes a letter. */
const inAscii = (regularExpression: string) =>
  regularExpression.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * Schemas that occur more than once become constants. The checks of fields are made when the first such mapping is checked: a resource has
 * few of the fields that it could have.
 */
class Writer {
  readonly used = new Set<string>();
  readonly #constants = new Map<string, string>();
  readonly #whole: string;

  constructor(root: Node) {
    this.#whole = JSON.stringify(root);
  }

  check(node: Node): string {
    const code = this.#code(node);
    if (code.length < 12 || this.#whole.split(JSON.stringify(node)).length < 3) return code;
    const name = this.#constants.get(code) ?? `c${this.#constants.size}`;
    this.#constants.set(code, name);
    return name;
  }

  get constants(): string {
    return [...this.#constants].map(([code, name]) => `const ${name} = ${code};`).join("\n");
  }

  #call(name: string, ...parts: readonly string[]): string {
    this.used.add(name);
    return parts.length === 0 ? name : `${name}(${parts.join(", ")})`;
  }

  #code(node: Node): string {
    if (node.const !== undefined) return this.#call("oneOf", JSON.stringify(node.const));
    if (node.enum !== undefined) return this.#call("oneOf", ...node.enum.map((value) => JSON.stringify(value)));
    if (node.anyOf !== undefined) return this.#call("either", ...node.anyOf.map((option) => this.check(option)));
    switch (node.type) {
      case "string":
        return node.pattern === undefined ? this.#call("text") : this.#matching(node.pattern);
      case "boolean":
        return this.#call("flag");
      case "null":
        return this.#call("oneOf", "null");
      case "number":
        return this.#call("number");
      case "integer":
        return this.#call("integer", ...[node.minimum ?? "", node.maximum ?? []].flat().map(String));
      case "array":
        return this.#call(
          "list",
          this.check(node.items ?? {}),
          ...(node.minItems === undefined ? [] : [String(node.minItems)]),
        );
      case "object":
        return this.#object(node);
      default:
        throw new Error(`No check for ${JSON.stringify(node)}`);
    }
  }

  /** A pattern that only a digit of a few is open in is a choice: to compile an expression takes a start longer than all of its clusters. */
  #matching(pattern: string): string {
    const [, head, from, to] = /^\^(\w+)\[(\d)-(\d)\]\$$/.exec(pattern) ?? [];
    if (head === undefined) return this.#call("matching", inAscii(String(new RegExp(pattern))));
    const digits = Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
    return this.#call("oneOf", ...digits.map((digit) => JSON.stringify(`${head}${digit}`)));
  }

  #object({ properties, patternProperties, required = [], additionalProperties }: Node): string {
    const [pattern] = Object.values(patternProperties ?? {});
    if (pattern !== undefined) return this.#call("map", this.check(pattern));
    const known = Object.entries(properties ?? {}).map(
      ([key, node]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${this.check(node)}`,
    );
    const closed = additionalProperties === false;
    return this.#call(
      "fields",
      `() => ({ ${known.join(", ")} })`,
      ...(required.length > 0 || closed ? [JSON.stringify(required)] : []),
      ...(closed ? ["true"] : []),
    );
  }
}

for (const [folder, file, type, from, schema] of schemas) {
  const node: Node = JSON.parse(JSON.stringify(schema));
  const writer = new Writer(node);
  const root = writer.check(node);
  const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  mkdirSync(new URL(`../src/${folder}/generated`, import.meta.url), { recursive: true });
  writeFileSync(
    new URL(`../src/${folder}/generated/is-${file}.ts`, import.meta.url),
    `// Generated by scripts/generate-validators.ts. Do not edit.
import type { ${type} } from "../${from}";
import type { FieldTree } from "../../json/field-tree.ts";
import { type Check, ${[...writer.used].sort().join(", ")} } from "../../json/validate.ts";

/** Made when it is first asked for: most lists have no such resource. */
let check: Check | undefined;

/** True where the value fits the schema \`${name}\` of ../${from}. With the fields that are kept: and where it has no others, and no nulls. */
export function is${type}(value: unknown, kept?: FieldTree): value is ${type} {
  check ??= make();
  return check(value, kept);
}

function make(): Check {
${`${writer.constants}\nreturn ${root};`.trimStart().replace(/^/gm, "  ")}
}
`,
  );
}
