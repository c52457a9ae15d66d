import { parameterTime } from "../cpo/parameter-time.ts";
import type { ClusterContext } from "./cluster-context.ts";

/*
 * A backup begins with a checkpoint. PostgreSQL spreads it over nearly the time of `checkpoint_timeout`, unless the backup asks for one at once,
 * by `start-fast`.
 */

/** True where backups ask for their checkpoint at once, or where a variable may say so. */
export const startsAtOnce = ({ configuration: { database, repoHost }, environment }: ClusterContext): boolean =>
  [database, repoHost].some((pod) => pod?.effective("start-fast", undefined, "backup")?.value === "y") ||
  environment.some(({ meaning }) => meaning.is === "option" && meaning.name === "start-fast");

/** The seconds of `checkpoint_timeout`; undefined where they cannot be read, or PostgreSQL refuses them. */
export function checkpointSeconds({ cluster }: Pick<ClusterContext, "cluster">): number | undefined {
  const { parameters = {} } = cluster.resource.spec.postgresql;
  const name = Object.keys(parameters).find((each) => each.toLowerCase() === "checkpoint_timeout");
  if (name === undefined) return checkpointDefault;
  const time = parameterTime(parameters[name] ?? "", "s");
  return time === undefined || time < 30_000 || time > 86_400_000 ? undefined : time / 1000;
}

/** PostgreSQL's own; the image sets none. */
const checkpointDefault = 300;
