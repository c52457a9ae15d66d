import type { Pods } from "./pods.ts";
import type { Rendered } from "./rendered.ts";

/**
 * Runs a CronJob's command as the image's script does (pgbackrest/backup/start.sh): in the first pod whose labels its SELECTOR matches, in
 * the CONTAINER of that pod. `running` has the pods' templates by name.
 */
export function runBackupJob(pods: Pods, job: Rendered, running: Readonly<Record<string, Rendered>>): string {
  const { env } = job.spec.jobTemplate.spec.template.spec.containers[0];
  const value = (name: string): string => env.find((variable: Rendered) => variable.name === name).value;
  const wanted = value("SELECTOR")
    .split(",")
    .map((pair) => pair.split("="));
  const found = Object.entries(running).find(([, { metadata }]) =>
    wanted.every(([key = "", text]) => metadata.labels[key] === text),
  );
  if (found === undefined) throw new Error(`no pod has the labels ${value("SELECTOR")}`);
  const [name, { spec }] = found;
  if (!spec.containers.some((container: Rendered) => container.name === value("CONTAINER")))
    throw new Error(`${name} has no container ${value("CONTAINER")}`);
  return pods.must(name, "pgbackrest", "backup", ...value("COMMAND_OPTS").split(" "));
}

/** The value of an option in a configuration text. */
export function optionOf(text: string, option: string): string {
  return new RegExp(`^${option}\\s*=\\s*(.*)$`, "m").exec(text)?.[1] ?? "";
}
