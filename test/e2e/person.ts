import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Runbook, RunbookCommand, RunbookNeed, RunbookStep } from "../../src/restore/runbook-step.ts";
import type { ClusterPods } from "./cluster.ts";
import type { Pod, Pods } from "./pods.ts";
import { postgresIds } from "./postgres-user.ts";
import type { ScenarioFolder } from "./rendered.ts";

/** What a person fills in: the variables of a step. */
export type Values = Readonly<Record<string, string>>;

/** A person who follows a runbook: at a machine with kubectl and the manifests, and on a host with pgBackRest and PostgreSQL. */
export interface Person {
  /**
   * Types the commands of a step that need no controller; `mistake` changes them. Each must succeed. Returns what they print.
   */
  readonly follow: (id: string, values?: Values, mistake?: (command: string) => string) => string;
  /** Where the person restores to. */
  readonly host: Pod;
  /** The commands that were typed, as the runbook has them. */
  readonly typed: ReadonlySet<string>;
}

/** The folder of it. */
export const hostFolder = "/var/tmp/restore";

/** `fill` puts in what stands in angle brackets. */
export function personAt(
  places: { readonly pods: Pods; readonly cluster: ClusterPods; readonly folder: ScenarioFolder },
  runbook: Runbook,
  fill: (text: string) => string,
): Person {
  const { pods, cluster, folder } = places;
  const source = join(pods.work, "restored");
  mkdirSync(source, { mode: 0o700 });
  own(source);
  const mounts = [{ source, target: hostFolder }];
  const workstation = cluster.workstation(mounts);
  const host = pods.make({ name: "host", mounts: [...mounts, cluster.programs] });
  const typed = new Set<string>();
  const steps = new Map(runbook.chapters.flatMap((chapter) => chapter.steps).map((step) => [step.id, step] as const));
  return {
    host,
    typed,
    follow(id, values = {}, mistake = (command) => command) {
      const step = steps.get(id);
      if (step === undefined) throw new Error(`the runbook has no step ${id}`);
      // What only controllers do, nobody does here.
      const possible = step.commands.filter(({ needs }) => needs !== "controllers");
      return runs(possible)
        .map(({ needs, commands }) => {
          for (const { text } of commands) typed.add(text);
          const lines = [...assignments(step, values), ...commands.map(({ text }) => mistake(text))].join("\n");
          if (needs === "program") return folder.type(lines);
          const output = (needs === "host" ? host : workstation).must(
            "bash",
            "--norc",
            "-euo",
            "pipefail",
            "-c",
            fill(lines),
          );
          // What root has fetched for the person.
          if (needs === "pods") workstation.must("chown", "-R", "postgres:postgres", hostFolder);
          return output;
        })
        .join("\n");
    },
  };
}

/** Commands of a step that are typed at one place, one after the other; they share a shell. */
function runs(commands: readonly RunbookCommand[]) {
  const found: Array<{ readonly needs: RunbookNeed; readonly commands: RunbookCommand[] }> = [];
  for (const command of commands) {
    const last = found.at(-1);
    if (last?.needs === command.needs) last.commands.push(command);
    else found.push({ needs: command.needs, commands: [command] });
  }
  return found;
}

function assignments({ id, variables }: RunbookStep, values: Values): readonly string[] {
  return variables.map(({ name }) => {
    const value = name === "DIR" ? hostFolder : values[name];
    if (value === undefined) throw new Error(`${id} asks for ${name}`);
    return `${name}='${value}'`;
  });
}

function own(folder: string): void {
  const { user, group } = postgresIds();
  chownSync(folder, user, group);
}
