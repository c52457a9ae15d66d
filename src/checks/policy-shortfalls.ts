import type { Demand } from "../recovery/shortfall.ts";
import type { ClusterContext } from "./cluster-context.ts";
import type { RuleDiagnostic } from "./rule.ts";
import { archivingOff } from "./rules/archiving-off.ts";

/** In what a cluster falls short of one demand of the policy; nothing without a policy. */
export function shortfalls(context: ClusterContext, demand: Demand): readonly RuleDiagnostic[] {
  const { cluster, policy } = context;
  if (policy === undefined) return [];
  const archives = [...archivingOff.checkCluster(context)].length === 0;
  return policy(context, archives)
    .filter((shortfall) => shortfall.demand === demand)
    .map(({ path, problem, fix, severity }) => ({
      at: { in: "field", object: cluster.object, path },
      ...{ problem, fix },
      ...(severity && { severity }),
    }));
}
