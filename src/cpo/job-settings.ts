import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { nearest } from "../text/nearest.ts";

/** When and how often the Jobs of a CronJob run, and what becomes of them: what the operator leaves as it is (contract 4.5). */
export interface JobSettings {
  readonly timeZone?: string;
  readonly suspend?: boolean;
  /** Seconds. */
  readonly startingDeadlineSeconds?: number;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  /** Seconds. */
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  /** Seconds. */
  readonly ttlSecondsAfterFinished?: number;
}

export type JobSetting = keyof JobSettings;

/** Counts are of 32 bits in Kubernetes' API. */
export const mostJobs = 2 ** 31 - 1;
/** The controllers count deadlines in nanoseconds of 64 bits; a longer one overflows, and is in the past (k8s v1.34.4, time.Duration). */
export const mostSeconds = Math.floor(2 ** 63 / 1e9);

type Kind =
  | { readonly is: "time zone" }
  | { readonly is: "flag" }
  | { readonly is: "whole number"; readonly most: number };

/** Every setting, with its values. Those of `job` are fields of the Jobs, the others of the CronJob. */
export const jobSettings = {
  timeZone: { is: "time zone", of: "cronJob" },
  startingDeadlineSeconds: { is: "whole number", most: mostSeconds, of: "cronJob" },
  suspend: { is: "flag", of: "cronJob" },
  successfulJobsHistoryLimit: { is: "whole number", most: mostJobs, of: "cronJob" },
  failedJobsHistoryLimit: { is: "whole number", most: mostJobs, of: "cronJob" },
  activeDeadlineSeconds: { is: "whole number", most: mostSeconds, of: "job" },
  backoffLimit: { is: "whole number", most: mostJobs, of: "job" },
  ttlSecondsAfterFinished: { is: "whole number", most: mostJobs, of: "job" },
} as const satisfies Readonly<Record<JobSetting, Kind & { readonly of: "cronJob" | "job" }>>;

/** The names of the settings, in the order in which they are written into a CronJob. */
export const jobSettingNames = [
  "timeZone",
  "startingDeadlineSeconds",
  "suspend",
  "successfulJobsHistoryLimit",
  "failedJobsHistoryLimit",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
] as const satisfies readonly JobSetting[];

export const isJobSetting = (name: string): name is JobSetting => Object.hasOwn(jobSettings, name);

/** Where a setting stands in a CronJob. */
export const pathInCronJob = (name: JobSetting): readonly string[] =>
  jobSettings[name].of === "job" ? ["spec", "jobTemplate", "spec", name] : ["spec", name];

/** The settings of a CronJob, which may hold anything. The API server drops a null. */
export const settingsInCronJob = (
  job: JsonValue,
): ReadonlyArray<{ readonly name: JobSetting; readonly value: JsonValue }> =>
  places.flatMap(({ name, path }) => {
    const value = valueAt(job, path);
    return value === undefined || value === null ? [] : [{ name, value }];
  });

const places = jobSettingNames.map((name) => ({ name, path: pathInCronJob(name) }));

/** What is wrong, and what to write instead. */
export interface RefusedSetting {
  readonly problem: string;
  readonly fix: string;
}

/** The value of a setting that is written as text; `undefined` where it is none. A time zone is any text but an empty one. */
export function jobSettingOf(name: JobSetting, text: string): string | number | boolean | undefined {
  const kind: Kind = jobSettings[name];
  switch (kind.is) {
    case "time zone":
      return text === "" ? undefined : text;
    case "flag":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "whole number":
      return /^\d{1,16}$/.test(text) && Number(text) <= kind.most ? Number(text) : undefined;
  }
}

/**
 * Says what Kubernetes does not take as the value of a setting: what its API server refuses (k8s v1.34.4, pkg/apis/batch/validation), and
 * deadlines that overflow in its controllers. `zones` are the names of time zones.
 */
export function refusedJobSetting(
  name: JobSetting,
  value: unknown,
  zones: ReadonlySet<string>,
): RefusedSetting | undefined {
  const kind: Kind = jobSettings[name];
  switch (kind.is) {
    case "time zone":
      return typeof value === "string" && zones.has(value) ? undefined : refusedZone(value, zones);
    case "flag":
      return typeof value === "boolean" ? undefined : refusedValue(name, value);
    case "whole number":
      return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= kind.most
        ? undefined
        : refusedValue(name, value);
  }
}

/** A value that is not of the type of its setting. */
export function refusedValue(name: JobSetting, value: unknown): RefusedSetting {
  const kind: Kind = jobSettings[name];
  const is = `\`${name}\` is ${shown(value)}, which is`;
  switch (kind.is) {
    case "time zone":
      return refusedZone(value, new Set());
    case "flag":
      return { problem: `${is} neither \`true\` nor \`false\`.`, fix: "Write `true` or `false`." };
    case "whole number":
      return {
        problem: `${is} not a whole number from 0 to ${kind.most}.`,
        fix: `Write digits only, for example \`${examples[name]}\`.`,
      };
  }
}

const examples: Readonly<Record<JobSetting, string>> = {
  timeZone: "Europe/Vienna",
  suspend: "true",
  startingDeadlineSeconds: "3600",
  successfulJobsHistoryLimit: "3",
  failedJobsHistoryLimit: "3",
  activeDeadlineSeconds: "86400",
  backoffLimit: "6",
  ttlSecondsAfterFinished: "86400",
};

function refusedZone(value: unknown, zones: ReadonlySet<string>): RefusedSetting {
  const problem = `\`timeZone\` is ${shown(value)}, which is not a time zone that Kubernetes knows.`;
  const meant =
    typeof value === "string" ? zoneLike(value.replace(/^\s*(?:CRON_)?TZ=/, "").trim(), [...zones]) : undefined;
  return {
    problem,
    fix:
      meant === undefined
        ? "Write the name of a zone in the IANA database, for example `Europe/Vienna` or `Etc/UTC`."
        : `Did you mean \`${meant}\`?`,
  };
}

/**
 * The zone that was probably meant: one that differs in case or blanks, the only one with that city, or one of the same area with a name that
 * is near. Abbreviations are near one another without being alike, so nothing is said of these.
 */
function zoneLike(text: string, zones: readonly string[]): string | undefined {
  const folded = (zone: string) => zone.toLowerCase().replace(/[\s-]/g, "_");
  const same = zones.find((zone) => folded(zone) === folded(text));
  if (same !== undefined) return same;
  const cityOf = (zone: string) => zone.slice(zone.lastIndexOf("/") + 1);
  const inCity = zones.filter((zone) => zone.includes("/") && folded(cityOf(zone)) === folded(cityOf(text)));
  if (inCity.length === 1) return inCity[0];
  const area = text.slice(0, text.lastIndexOf("/") + 1).toLowerCase();
  if (area === "") return undefined;
  const cities = zones.filter((zone) => zone.toLowerCase().startsWith(area)).map((zone) => zone.slice(area.length));
  const city = nearest(cityOf(text), cities);
  return city === undefined ? undefined : zones.find((zone) => zone.toLowerCase() === `${area}${city}`.toLowerCase());
}

const shown = (value: unknown): string =>
  value === ""
    ? "empty"
    : typeof value === "object"
      ? value === null
        ? "null"
        : "a list or a mapping"
      : `\`${value}\``;
