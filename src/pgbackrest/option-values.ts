import { compareReleases, type Option, optionIn } from "./option.ts";

/** Why a value is refused or misread; the text goes on after "the value ...". */
export interface ValueProblem {
  readonly problem: string;
  readonly fix: string;
}

/** What to do about a value in YAML, where a bare `y` is a boolean and bare digits are a number. In a configuration file, quotes are part of the value. */
export const fixInYaml = ({ type }: Option, fix: string) =>
  type === "boolean" || fix === yesOrNo
    ? 'Write `"y"` or `"n"`, with the quotes.'
    : type === "integer" || type === "time"
      ? `${fix}, in quotes.`
      : `${fix}.`;

const yesOrNo = "Write `y` or `n`";
const sizeUnits = ["b", "k", "m", "g", "t", "p"];
const timeUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Judges a value as one release of pgBackRest does (pgbackrest-e2e rules 27 to 34). `undefined` where it is fine, or where that release
 * does not know the option at all. Empty values are another rule's.
 */
export function valueProblem(
  option: Option,
  value: string,
  release: string,
  byType?: string,
): ValueProblem | undefined {
  const facts = optionIn(option, release);
  if (facts === undefined || value === "") return undefined;
  switch (facts.type) {
    case "boolean":
      return /^[yn]$/.test(value)
        ? undefined
        : {
            problem: "is neither `y` nor `n`, the only booleans that pgBackRest accepts",
            fix: yesOrNo,
          };
    case "integer":
      return integerProblem(facts, value, byType);
    case "size":
      return sizeProblem(facts, value, byType);
    case "time":
      return timeProblem(facts, value, release);
    case "path":
      if (!value.startsWith("/")) return { problem: "is not an absolute path", fix: "Begin the path with `/`" };
      return value.includes("//") ? { problem: "contains `//`", fix: "Write `/` instead of `//`" } : undefined;
    case "string-id":
      return allowProblem(facts, value);
    case "hash":
      return value.includes("=") ? undefined : { problem: "is not of the form `key=value`", fix: "Write `key=value`" };
    case "string":
    case "list":
      return undefined;
  }
}

function integerProblem(facts: Option, value: string, byType: string | undefined): ValueProblem | undefined {
  if (!/^[+-]?\d+$/.test(value)) return { problem: "is not a whole number", fix: "Write a whole number, digits only" };
  return allowProblem(facts, Number(value)) ?? rangeProblem(facts, Number(value), String, byType);
}

function sizeProblem(facts: Option, value: string, byType: string | undefined): ValueProblem | undefined {
  const match = /^(\d+)(?:(k|m|g|t|p)(?:i?b)?|b)?$/i.exec(value);
  if (match === null)
    return {
      problem: "is not a size that pgBackRest accepts",
      fix: "Write a whole number and a unit without white space, for example `1GiB`",
    };
  const bytes = Number(match[1]) * 1024 ** sizeUnits.indexOf((match[2] ?? "b").toLowerCase());
  return allowProblem(facts, bytes) ?? rangeProblem(facts, bytes, sizeText, byType);
}

function timeProblem(facts: Option, value: string, release: string): ValueProblem | undefined {
  if (compareReleases(release, "2.53") >= 0) {
    const match = /^(\d+)(ms|s|m|h|d|w)?$/i.exec(value);
    if (match === null)
      return {
        problem: "is not a time that pgBackRest accepts",
        fix: "Write a whole number of seconds, for example `60`",
      };
    return rangeProblem(facts, Number(match[1]) * (timeUnits[(match[2] ?? "s").toLowerCase()] ?? 1000), timeText);
  }
  if (/^\d+(\.\d+)?$/.test(value)) return rangeProblem(facts, Number(value) * 1000, timeText);
  return /^\d/.test(value)
    ? {
        problem: "is read as seconds despite its unit",
        fix: "Write a number of seconds without a unit",
      }
    : { problem: "is not a time that pgBackRest accepts", fix: "Write a whole number of seconds, for example `60`" };
}

function allowProblem({ allow, type }: Option, value: string | number): ValueProblem | undefined {
  if (allow === undefined || allow === null || allow.includes(value)) return undefined;
  const list = allow.map((allowed) => `\`${type === "size" ? sizeText(Number(allowed)) : allowed}\``).join(", ");
  return { problem: "is not a value that pgBackRest allows", fix: `Write one of ${list}` };
}

function rangeProblem(
  { range }: Option,
  value: number,
  text: (value: number) => string,
  byType?: string,
): ValueProblem | undefined {
  const limits = isPair(range) ? range : byType === undefined ? undefined : range?.[byType];
  if (limits === undefined || (value >= limits[0] && value <= limits[1])) return undefined;
  return { problem: "is out of range", fix: `Write a value from ${text(limits[0])} to ${text(limits[1])}` };
}

const isPair = (range: Option["range"]): range is readonly [number, number] => Array.isArray(range);

function sizeText(bytes: number): string {
  const power = [5, 4, 3, 2, 1].find((at) => bytes >= 1024 ** at && bytes % 1024 ** at === 0);
  return power === undefined
    ? String(bytes)
    : `${bytes / 1024 ** power}${["", "KiB", "MiB", "GiB", "TiB", "PiB"][power]}`;
}

const timeText = (milliseconds: number) => `${milliseconds / 1000} seconds`;
