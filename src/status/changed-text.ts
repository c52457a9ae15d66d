import { addTo } from "../text/groups.ts";

/** An option of a configuration of pgBackRest that is not as it is wanted. Values are lines as they are; an absent side does not have it. */
export interface ChangedOption {
  /** For example `[global] repo1-path`. Whatever else a line is, it may be a secret: no text of it is in the name. */
  readonly name: string;
  readonly wanted: string | undefined;
  readonly found: string | undefined;
}

/**
 * How two configurations of pgBackRest differ. The order of lines in a section means nothing, and the operator writes the options of `global`
 * in another one each time (contract 4.7).
 */
export function changedOptions(wanted: string, found: string): readonly ChangedOption[] {
  const [left, right] = [optionsOf(wanted), optionsOf(found)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].flatMap((name): readonly ChangedOption[] => {
    const [ours, theirs] = [linesOf(left, name), linesOf(right, name)];
    return ours === theirs ? [] : [{ name, wanted: ours, found: theirs }];
  });
}

const linesOf = (options: ReadonlyMap<string, readonly string[]>, name: string) => {
  const lines = options.get(name);
  return lines === undefined ? undefined : [...lines].sort().join(", ");
};

/** The lines of each option, by section and name. Blank lines and blanks around `=` mean nothing. */
function optionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, string[]>();
  let section = "";
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    if (/^\[[^\]]*\]$/.test(line)) {
      section = isPlainSection.test(line) ? line : "[...]";
      continue;
    }
    const at = line.indexOf("=");
    const name = at < 0 ? "" : line.slice(0, at).trim();
    const shown = isPlainName.test(name) ? name : notAnOption;
    addTo(options, `${section} ${shown}`, at < 0 ? line : `${name} = ${line.slice(at + 1).trim()}`);
  }
  return options;
}

/** What every option of pgBackRest is like. */
const isPlainName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const isPlainSection = /^\[(global(:[a-z-]+)?|[a-z][a-z0-9-]*)\]$/;
const notAnOption = "(not an option)";
