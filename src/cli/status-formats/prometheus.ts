import type { Status } from "../../status/status-schema.ts";
import { visible } from "../../text/visible.ts";
import { type Metric, metrics } from "./metrics.ts";
import type { Sample } from "./samples.ts";
import type { StatusFormat } from "./status-format.ts";

/**
 * Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), for node_exporter's textfile
 * collector: without times, each metric once, each of its series once.
 */
export const prometheus: StatusFormat = (status) => metrics.map((metric) => metricText(metric, status)).join("");

function metricText({ help, name, samples, type }: Metric, status: Status): string {
  const series = new Map<string, number>();
  for (const [value, labels] of samples(status)) {
    const key = labelsText(labels);
    if (!series.has(key)) series.set(key, value);
  }
  if (series.size === 0) return "";
  const lines = [...series].map(([labels, value]) => `${prefix}${name}${labels} ${numberText(value)}\n`);
  return `# HELP ${prefix}${name} ${help}\n# TYPE ${prefix}${name} ${type}\n${lines.join("")}`;
}

/** Not `pgbackrest_`: a well-known exporter that asks pgBackRest itself has names that begin so. */
const prefix = "expand_pgbackrest_";

function labelsText(labels: Sample[1]): string {
  const pairs = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${escaped(value)}"`],
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (value: string) => visible(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"');

const numberText = (value: number) => (value === Number.POSITIVE_INFINITY ? "+Inf" : String(value));
