import { remembered } from "../text/memo.ts";
import { optionTexts } from "./generated/options.ts";
import type { Option } from "./option.ts";

/**
 * The option of this name; `undefined` where pgBackRest has none. Parsed when it is asked for: a run asks for twenty of two hundred, and to
 * make them all took a tenth of what the program adds to the start of Node.
 */
export const optionNamed = remembered((name): Option | undefined => {
  const text = Object.hasOwn(optionTexts, name) ? optionTexts[name] : undefined;
  return text === undefined ? undefined : JSON.parse(text);
});

/** All options with their names. */
export const allOptions = (): ReadonlyArray<readonly [name: string, option: Option]> =>
  Object.keys(optionTexts).flatMap((name) => {
    const option = optionNamed(name);
    return option === undefined ? [] : [[name, option] as const];
  });
