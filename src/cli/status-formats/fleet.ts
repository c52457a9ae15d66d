import type { ClusterStatus, Level, Status } from "../../status/status-schema.ts";
import { counted } from "../counted.ts";
import { byLevel, isAtLeast, nameOf } from "./words.ts";

/** So many clusters with the same kinds of problems are shown; of more, the number is said. */
const mostOfAKind = 20;
const mostNames = 3;

/** Clusters with the same level and the same kinds of problems as some that are shown. */
export interface MoreClusters {
  readonly level: Level;
  /** `and 1,980 more clusters with cron-job-missing, drift: f1/a, f1/b, f1/c, ...`, in parts that a format marks. */
  readonly count: string;
  readonly ids: readonly string[];
  readonly names: string;
}

/** What of a status is shown: clusters with problems, the worst first; the healthy ones; and what is like others that are shown. */
export function shownOf({ clusters, problems }: Status, least: Level) {
  const asked = byLevel(clusters, nameOf).filter(({ level }) => isAtLeast(level, least));
  const groups = new Map<string, ClusterStatus[]>();
  const sick: ClusterStatus[] = [];
  for (const cluster of asked) {
    if (cluster.level === "ok") continue;
    const key = JSON.stringify([cluster.level, ...idsOf(cluster)]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (group.push(cluster) <= mostOfAKind) sick.push(cluster);
  }
  const more = [...groups.values()].flatMap((group): readonly MoreClusters[] => {
    const [first] = group;
    const others = group.slice(mostOfAKind);
    if (first === undefined || others.length === 0) return [];
    const names = others.slice(0, mostNames).map(nameOf);
    return [
      {
        level: first.level,
        count: counted(others.length, "more cluster").replace(/^\d+/, (digits) =>
          Number(digits).toLocaleString("en-US"),
        ),
        ids: idsOf(first),
        names: [...names, ...(others.length > mostNames ? ["..."] : [])].join(", "),
      },
    ];
  });
  return {
    sick,
    more,
    healthy: asked.filter(({ level }) => level === "ok"),
    problems: byLevel(problems).filter(({ level }) => isAtLeast(level, least)),
  };
}

const idsOf = ({ problems }: ClusterStatus) => [...new Set(problems.map(({ id }) => id))].sort();

/** How to see clusters that were not shown. */
export const howToSee =
  "`--cluster NAMESPACE/NAME` shows one of them, `--level critical` leaves out what is not as bad.";
