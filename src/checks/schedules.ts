import type { Cluster } from "../cpo/cluster.ts";
import type { Repository, Schedule } from "../cpo/repository.ts";
import { type Cron, parseCron } from "../pgbackrest/cron.ts";

const parsed = new Map<string, Cron | string>();

/** A schedule's text, parsed; the result is remembered, for a fleet repeats the same few. */
export function cronOf(text: string): Cron | string {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const cron = parseCron(text);
  if (parsed.size < 1000) parsed.set(text, cron);
  return cron;
}

/** Every schedule of a cluster with its repository, in the order of the CR. */
export function schedulesOf({
  repositories,
}: Cluster): ReadonlyArray<{ readonly repository: Repository; readonly schedule: Schedule }> {
  return repositories.flatMap((repository) => repository.schedules.map((schedule) => ({ repository, schedule })));
}
