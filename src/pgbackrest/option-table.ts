import { optionTexts } from "./generated/options.ts";
import type { Option } from "./option.ts";

const parsed = new Map<string, Option>();

/**
 * The option of this name; `undefined` where pgBackRest has none. Parsed when it is asked for: a run asks for twenty of two hundred, and to
 * make them all took a tenth of what the program adds to the start of Node.
 */
export function optionNamed(name: string): Option | undefined {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const text = Object.hasOwn(optionTexts, name) ? optionTexts[name] : undefined;
  if (text === undefined) return undefined;
  const option: Option = JSON.parse(text);
  parsed.set(name, option);
  return option;
}

/** All options with their names. */
export const allOptions = (): ReadonlyArray<readonly [name: string, option: Option]> =>
  Object.keys(optionTexts).flatMap((name) => {
    const option = optionNamed(name);
    return option === undefined ? [] : [[name, option] as const];
  });
