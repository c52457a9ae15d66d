import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { configFor } from "../parity/exceptions.ts";
import { root } from "../tools.ts";

/** Manifests that the function has run on, as a user would apply them. */
export interface Case {
  readonly name: string;
  readonly text: string;
  /** The functionConfig that it needs, if any. */
  readonly config?: JsonValue | undefined;
}

/** What the function makes of manifests. */
export async function rendered(manifests: string, config?: JsonValue): Promise<string> {
  const { parts, exitCode } = await filter(Buffer.from(manifests), config);
  if (exitCode !== 0) throw new Error(`the function ends with ${exitCode}`);
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
}

/** The output of every tutorial that is a kustomization. */
export function tutorialCases(): readonly Case[] {
  const tutorials = join(root, "tutorials");
  return readdirSync(tutorials, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/expected.yaml"))
    .sort()
    .map((file) => ({ name: `tutorials/${file}`, text: readFileSync(join(tutorials, file), "utf8") }));
}

/** The output for every input that we hold against the operator's. */
export async function parityCases(): Promise<readonly Case[]> {
  const cases = join(root, "test/parity/cases");
  return Promise.all(
    readdirSync(cases)
      .sort()
      .map(async (name) => {
        const config = configFor(name);
        const text = await rendered(readFileSync(join(cases, name, "input.yaml"), "utf8"), config);
        return { name: `parity ${name}`, text, config };
      }),
  );
}

/** One text of several, for one call of kubectl. */
export const joined = (texts: readonly { readonly text: string }[]) =>
  texts.map(({ text }) => text.replace(/\n*$/, "\n")).join("---\n");
