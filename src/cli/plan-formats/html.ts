import { deflateRawSync } from "node:zlib";
import { planPage } from "../../plan-page/plan-page.ts";
import { planChanges } from "../../recovery/plan-changes.ts";
import { runbookFor } from "../../restore/runbook-for.ts";
import type { PlanReport } from "./plan-format.ts";

/** One file for a browser: the fleet, and for each cluster its timelines and its runbook. */
export function html({ checkOf, earlier, plan, timelines, sources, manifests }: PlanReport): string {
  const compared = earlier === undefined ? plan : { ...plan, changes: [...planChanges(earlier, plan)] };
  const runbookAt = (index: number) => {
    const [planned, source] = [plan.clusters[index], sources[index]];
    if (planned === undefined || source === undefined) return undefined;
    const { name, namespace, complete } = planned;
    const called = namespace === undefined ? name : `${namespace}/${name}`;
    return runbookFor(source, { name: called, manifests, notes: complete ? [] : [doubt] });
  };
  return planPage(compared, timelines({ weeksBefore: 5, weeksAfter: 3 }), { compress, runbookAt, checkOf });
}

const doubt = "The manifest of this cluster has errors, so commands may be wrong or missing.";

const compress = (text: string) => deflateRawSync(text).toString("base64");
