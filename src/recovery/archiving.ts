import type { Cluster } from "../cpo/cluster.ts";

/** What the image sets where the cluster does not: seconds (docs/reference/postgresql-parameters.md, section 3). */
const imageTimeout = 1800;

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/**
 * How long a change waits at most until PostgreSQL archives the WAL that holds it, in seconds; undefined where it waits until a segment is
 * full. PostgreSQL reads names without case, and a number without a unit as seconds.
 */
export function archiveTimeout({ resource }: Cluster): number | undefined {
  const parameters = Object.entries(resource.spec.postgresql.parameters ?? {});
  const given = parameters.findLast(([name]) => name.toLowerCase() === "archive_timeout")?.[1];
  const [, number, unit = "s"] = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*(ms|s|min|h|d)?\s*$/.exec(given ?? "") ?? [];
  if (given === undefined) return imageTimeout;
  // What PostgreSQL refuses, Patroni drops. The image's value is replaced by then, so PostgreSQL's own counts: none.
  if (number === undefined) return undefined;
  const seconds = Math.round(Number(number) * (unitSeconds[unit] ?? 1));
  return seconds === 0 ? undefined : seconds;
}
