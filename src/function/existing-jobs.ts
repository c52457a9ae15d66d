import type { CheckInput } from "../checks/input.ts";
import { valueAt } from "../json/value-at.ts";
import { refOf } from "../krm/resource.ts";
import type { Item } from "./item.ts";

/** Finds a CronJob among the items that may be objects of ours. */
export function existingJobs(candidates: readonly Item[]): CheckInput["existingJob"] {
  if (candidates.length === 0) return undefined;
  const jobs = new Map<string, ReturnType<NonNullable<CheckInput["existingJob"]>>>();
  for (const { head, value } of candidates) {
    const key = `${head.namespace}/${head.name}`;
    if (head.kind === "CronJob" && !jobs.has(key))
      jobs.set(key, { object: refOf(head), valueAt: (path) => valueAt(value, path) });
  }
  return (name, namespace = "") => jobs.get(`${namespace}/${name}`);
}
