import type { Command } from "./command.ts";
import { exits } from "./exit-codes.ts";

/** What help says of the filter. It stands apart, since a filter that runs does not need it. */
export const filterDescription: Omit<Command, "flags" | "run"> = {
  name: "filter",
  takes: "",
  usage: "[-i FILE] [-o FILE] [-f FILE]",
  title: "expand the ResourceList that kustomize or kpt writes to standard input",
  summary: `Expands postgresql resources of the CYBERTEC PG operator into their pgBackRest objects.
Reads a ResourceList from standard input and writes it, with the objects added, to standard output.`,
  examples: [
    { does: "expand a list", call: "< list.yaml > expanded.yaml" },
    { does: "expand a list with a functionConfig", call: "-f function-config.yaml -i list.yaml -o expanded.yaml" },
  ],
  exitCodes: {
    0: "done",
    1: "findings of severity error; the output is the input with `results`",
    2: `${exits.unreadable}; no output`,
    3: `${exits.badConfig}; otherwise as 1`,
  },
};
