import { knownReleases } from "../explain/known-releases.ts";
import { version } from "../version.ts";
import type { Command } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { jsonText } from "./json-text.ts";

/** Shows the version of the program, and of what it knows. */
export const versionCommand: Command = {
  name: "version",
  takes: "",
  usage: "version [--format FORMAT]",
  title: "show the version of the program, and which releases it knows",
  summary: `Shows the version of the program and of Node.js, the releases of the operator whose objects it makes,
and the releases of pgBackRest whose options it knows.`,
  examples: [{ does: "show the version", call: "version" }],
  exitCodes: { 0: exits.done, 2: exits.badArguments },
  flags: {
    format: { choices: ["text", "json"], help: "how to print it" },
    help: { short: "h", help: "show this help" },
  },
  async run({ flags }, io) {
    io.stdout(flags.format === "json" ? jsonText(versions()) : versionText());
    return 0;
  },
};

const versions = () => ({ version, node: process.versions.node, ...knownReleases });

/** What `--version` prints. */
export function versionText(): string {
  const { node, operator, pgbackrest } = versions();
  const range = (all: readonly string[]) => `${all[0]} to ${all.at(-1)}`;
  return `expand-pgbackrest ${version}
Node.js ${node}
operator ${range(operator)}
pgBackRest ${range(pgbackrest)}
`;
}
