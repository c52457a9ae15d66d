import type { Command } from "./command.ts";

/** A subcommand, as the program's own help lists it. */
interface ListedCommand {
  readonly usage: string;
  readonly does: string;
  /** Loads it. The filter must start fast, so none is loaded before it is called. */
  readonly load: () => Promise<Command>;
}

/** The subcommands, by name. */
export const commands: Readonly<Record<string, ListedCommand>> = {
  render: {
    usage: "PATH...",
    does: "print plain manifests with the expansion",
    load: async () => (await import("./render.ts")).render,
  },
  check: {
    usage: "PATH...",
    does: "check manifests and report, for CI",
    load: async () => (await import("./check.ts")).check,
  },
  hydrate: {
    usage: "DIR... -o OUT",
    does: "run kustomize on many folders and write the expanded objects",
    load: async () => (await import("./hydrate.ts")).hydrate,
  },
  plan: {
    usage: "PATH...",
    does: "show what could be restored, to which moments, and how much could be lost",
    load: async () => (await import("./plan.ts")).plan,
  },
  status: {
    usage: "[PATH...]",
    does: "ask a living cluster about its backups, and hold it to its manifests",
    load: async () => (await import("./status.ts")).status,
  },
  runbook: {
    usage: "CLUSTER",
    does: "print what to type when a cluster has to be restored",
    load: async () => (await import("./runbook.ts")).runbook,
  },
  "restore-patch": {
    usage: "CLUSTER",
    does: "print the patch that restores a cluster in place",
    load: async () => (await import("./restore-patch.ts")).restorePatchCommand,
  },
  "clone-patch": {
    usage: "CLUSTER NEWNAME",
    does: "print a new cluster that starts from the backups of another",
    load: async () => (await import("./clone-patch.ts")).clonePatch,
  },
};

/** One line for each subcommand, in columns. */
export function commandList(): string {
  const rows = Object.entries(commands).map(([name, { usage, does }]) => ({ call: `${name} ${usage}`, does }));
  const width = Math.max(...rows.map(({ call }) => call.length));
  return rows.map(({ call, does }) => `  ${call.padEnd(width)}  ${does}`).join("\n");
}
