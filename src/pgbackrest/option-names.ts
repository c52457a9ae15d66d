import { remembered } from "../text/memo.ts";
import { isSpelledLike, nearest, nearestOf } from "../text/nearest.ts";
import { commands } from "./generated/options.ts";
import { type Option, optionIn } from "./option.ts";
import { optionSynonyms } from "./option-synonyms.ts";
import { allOptions, optionNamed, optionOfAlias } from "./option-table.ts";

/** What a key of a configuration file is to pgBackRest (pgbackrest-e2e rules 19 to 21). */
export type KeyMeaning =
  | {
      readonly is: "option";
      readonly name: string;
      readonly option: Option;
      readonly index?: number;
      readonly alias: boolean;
    }
  | { readonly is: "unknown" }
  | { readonly is: "index-missing" | "index-forbidden" | "index-range"; readonly name: string };

/** True if a command takes an option; also if a release does not know the option at all, which is reported elsewhere. */
export function takes(command: string, option: Option, release: string): boolean {
  const known = optionIn(option, release);
  const bits = known?.commands;
  // Of options of the command line the table tells only what restores take.
  if (bits === undefined) return known?.section !== "command-line";
  return Math.floor(bits / 2 ** commands.indexOf(command)) % 2 === 1;
}

/** The server does not belong to a stanza, so it reads no stanza's section. */
const serverBits = ["server", "server-ping"].reduce((bits, name) => bits + 2 ** commands.indexOf(name), 0);

/** True for an option that no other command takes. */
export const isForServer = ({ commands: bits }: Option) => bits !== undefined && (bits | serverBits) === serverBits;

/** Every key as it would be written for a repository or host, for suggestions. */
const knownKeys = (index: number) => keysOfIndex(String(index));

const keysOfIndex = remembered((index) =>
  allOptions().flatMap(([name, { section, group }]) =>
    section === "command-line" ? [] : [group === undefined ? name : name.replace(group, `${group}${index}`)],
  ),
);

/** Resolves a key. Keys are case-sensitive; `_` is not `-`. What they mean is remembered, for a fleet repeats the same few. */
export const meaningOf = remembered(resolve);

function resolve(key: string): KeyMeaning {
  // No option has an index in its own name, and to find that there is none takes the longest.
  const [, group, digits, rest] = /^([a-z]+)(\d+)-(.+)$/.exec(key) ?? [];
  if (group !== undefined && digits !== undefined && rest !== undefined) return indexed(group, digits, rest);
  const plain = optionNamed(key);
  if (plain !== undefined && plain.group === undefined) return { is: "option", name: key, option: plain, alias: false };
  const alias = optionOfAlias(key);
  const aliased = alias === undefined ? undefined : optionNamed(alias);
  if (alias !== undefined && aliased !== undefined) {
    return {
      is: "option",
      name: alias,
      option: aliased,
      ...(aliased.group !== undefined && { index: 1 }),
      alias: true,
    };
  }
  return plain !== undefined ? { is: "index-missing", name: key } : { is: "unknown" };
}

function indexed(group: string, digits: string, rest: string): KeyMeaning {
  const name = `${group}-${rest}`;
  const own = optionNamed(name);
  const alias = own?.group === undefined ? optionOfAlias(`${group}?-${rest}`) : undefined;
  const option = alias === undefined ? own : optionNamed(alias);
  if (option === undefined) return { is: "unknown" };
  if (option.group === undefined) return { is: "index-forbidden", name };
  const index = Number(digits);
  if (index < 1 || index > 256) return { is: "index-range", name };
  return { is: "option", name: alias ?? name, option, index, alias: alias !== undefined };
}

/** The key of an option, with the number that it needs and without one that it does not take; `undefined` where it names none. */
export function writtenKey(key: string, number = 1): string | undefined {
  const meaning = meaningOf(key);
  if (meaning.is === "option") return key;
  if (meaning.is === "unknown") return undefined;
  return optionNamed(meaning.name)?.group === undefined
    ? meaning.name
    : meaning.name.replace(/^(repo|pg)(?=-)/, `$1${number}`);
}

/** The key that was probably meant by an unknown one. */
export const suggestedKey = remembered(suggestion);

function suggestion(key: string): string | undefined {
  const index = Number(/^(?:repo|pg)[-_]?(\d+)/i.exec(key)?.[1] ?? 1);
  const negated = /^(?:no|reset)-(.+)$/.exec(key)?.[1];
  const plain = negated === undefined ? undefined : writtenKey(negated, index);
  if (plain !== undefined) return plain;
  return synonym(key, index) ?? nearest(key, knownKeys(index));
}

/** The same, only where nothing else can be meant: not for one of several that are as near, nor where the repository's number is a guess. */
export const soleSuggestion = remembered(onlySuggestion);

function onlySuggestion(key: string): string | undefined {
  // `no-` turns the meaning around.
  if (/^(no|reset)-/.test(key)) return undefined;
  const [, number] = /^(?:repo|pg)[-_]?(\d+)/i.exec(key) ?? [];
  const index = Number(number ?? 1);
  const [only, ...others] = [synonym(key, index) ?? nearestOf(key, knownKeys(index))].flat();
  if (only === undefined || others.length > 0) return undefined;
  return number === undefined && /^(?:repo|pg)\d/.test(only) ? undefined : only;
}

/** The key of pgBackRest for one that other tools have. */
function synonym(key: string, index: number): string | undefined {
  const [, , rest] = /^(repo[-_]?\d*[-_])?(.+)$/i.exec(key) ?? [];
  if (rest === undefined) return undefined;
  const found = Object.entries(optionSynonyms()).find(([, names]) => names.some((name) => isSpelledLike(name, rest)));
  return found === undefined ? undefined : `repo${index}-${found[0]}`;
}
