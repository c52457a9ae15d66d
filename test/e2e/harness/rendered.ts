import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { V1ConfigMap, V1CronJob, V1Secret, V1StatefulSet } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import type { Postgresql } from "../../../src/cpo/postgresql.ts";
import { execFunction, workspace } from "../../hosts/example.ts";
import { program, run, which } from "../../tools.ts";

/** The objects that kustomize and the function made of a scenario. All that a test knows of the backup comes from here. */
export interface Rendered {
  readonly postgresql: Postgresql;
  readonly configMaps: V1ConfigMap[];
  readonly secrets: V1Secret[];
  readonly statefulSets: V1StatefulSet[];
  readonly cronJobs: V1CronJob[];
}

/** What a run of kustomize gave. */
export interface Build {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs standalone kustomize with our program on a copy of `scenarios/<name>`; `files` adds or replaces files, by name from the files that
 * are there. The copy has the same Component as users have, with the built program instead of the image.
 */
export function build(name: string, files: Readonly<Record<string, (text: string) => string>> = {}): Build {
  const folder = join("test", "e2e", "scenarios", name);
  const work = workspace(folder, "fn-config");
  try {
    work.write("fn-config/component/function.yaml", execFunction(program, '{pgbackrestRelease: "2.45"}'));
    mkdirSync(work.path(folder), { recursive: true });
    const there = work.files(folder);
    for (const [file, change] of Object.entries(files)) work.write(join(folder, file), change(there[file] ?? ""));
    return run(which("kustomize") ?? "kustomize", [
      "build",
      "--enable-alpha-plugins",
      "--enable-exec",
      work.path(folder),
    ]);
  } finally {
    work.remove();
  }
}

/** The objects of a scenario; an error where kustomize or the function refuses it. */
export function render(name: string, files: Readonly<Record<string, (text: string) => string>> = {}): Rendered {
  const { status, stdout, stderr } = build(name, files);
  if (status !== 0) throw new Error(`kustomize build ${name}: exit code ${status}\n${stderr}`);
  return sort(parseAllDocuments(stdout).map((document) => document.toJS()));
}

// biome-ignore lint/suspicious/noExplicitAny: parsed YAML
function sort(objects: readonly any[]): Rendered {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  const [postgresql, ...more] = of("postgresql");
  if (postgresql === undefined || more.length > 0) throw new Error("a scenario has one postgresql");
  return {
    postgresql,
    configMaps: of("ConfigMap"),
    secrets: of("Secret"),
    statefulSets: of("StatefulSet"),
    cronJobs: of("CronJob"),
  };
}
