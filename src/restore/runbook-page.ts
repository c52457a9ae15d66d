import type { RunbookHead } from "./runbook-markdown.ts";
import { named } from "./runbook-shell.ts";
import type { Runbook } from "./runbook-step.ts";

/** The title and the first lines of a cluster's runbook. */
export function runbookPage({ cluster, namespace }: Pick<Runbook, "cluster" | "namespace">): RunbookHead {
  return {
    title: `Runbook of ${named(cluster)}${namespace === undefined ? "" : ` in ${named(namespace)}`}`,
    intro: [
      'Find your situation, and follow its steps from top to bottom. Where a chapter has several ways, choose one: follow the steps above "Way A", then those of your way, and none of another. Of steps with the same number and another letter, follow one.',
      "Blocks are for bash, with a kubectl that may `exec` into the cluster's pods. Where a block begins with variables, set them to what you want before you type the rest. A block stops at the first command that fails, and your shell goes on: find out why before you go on yourself.",
      "No secret is in here. Where one is needed, it says which, and where it is kept.",
    ],
  };
}
