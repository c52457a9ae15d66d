import { commands } from "./generated/options.ts";

/** Whom a section of a configuration file is for: every stanza or the operator's own, and perhaps only one command. */
export interface Section {
  /** True for the stanza's own sections, which count before `[global]`. */
  readonly stanza: boolean;
  readonly command?: string;
}

/** The operator's stanza has always the same name (contract section 3). */
const stanzas = new Map([
  ["global", { stanza: false }],
  ["db", { stanza: true }],
]);

/** Reads a section's name, for example `global:archive-push`; `undefined` where no command of this operator reads it. */
export function sectionOf(name: string): Section | undefined {
  const whole = stanzas.get(name);
  if (whole !== undefined) return whole;
  const colon = name.indexOf(":");
  const section = stanzas.get(name.slice(0, colon));
  const command = name.slice(colon + 1);
  return colon < 0 || section === undefined || !commands.includes(command) ? undefined : { ...section, command };
}
