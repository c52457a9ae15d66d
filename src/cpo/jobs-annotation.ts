import { remembered } from "../text/memo.ts";
import { nearest } from "../text/nearest.ts";
import type { Cluster } from "./cluster.ts";
import {
  type JobSetting,
  type JobSettings,
  jobSettingNames,
  jobSettingOf,
  type RefusedSetting,
  refusedValue,
} from "./job-settings.ts";

/**
 * The annotation by which one cluster sets its CronJobs: `name=value`, several separated by `;`. Example:
 * `timeZone=Europe/Vienna; suspend=true`.
 */
export const jobsAnnotation = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs";

/** An annotation as it was read: values that are of the right type, and what is wrong with the others. */
interface ReadAnnotation {
  readonly settings: JobSettings;
  readonly refused: readonly RefusedSetting[];
}

/** Reads the text of the annotation. A time zone is not looked up here. */
export const readJobsAnnotation = remembered((text): ReadAnnotation => {
  const settings: { [Name in JobSetting]?: JobSettings[Name] } = {};
  const refused: RefusedSetting[] = [];
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const [, given = part.trim(), value] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    const name = jobSettingNames.find((known) => known === given);
    if (name === undefined || value === undefined) refused.push(notASetting(given, value));
    else if (Object.hasOwn(settings, name))
      refused.push({ problem: `\`${name}\` is set twice.`, fix: "Keep one of the two." });
    else {
      const read = jobSettingOf(name, value);
      if (read === undefined) refused.push(refusedValue(name, value));
      else Object.assign(settings, { [name]: read });
    }
  }
  return { settings, refused };
});

function notASetting(given: string, value: string | undefined): RefusedSetting {
  const [word = ""] = given.split(/[\s:]/);
  const isName = jobSettingNames.some((name) => name === word);
  const meant = isName ? word : nearest(word, jobSettingNames);
  if (meant !== undefined && (isName || value === undefined))
    return { problem: `\`${given}\` has no \`=\` behind the name.`, fix: `Write \`${meant}=\` and the value.` };
  return {
    problem: `\`${given}\` is not a setting of CronJobs.`,
    fix:
      meant === undefined
        ? `Write one of ${jobSettingNames.map((name) => `\`${name}\``).join(", ")}.`
        : `Did you mean \`${meant}\`?`,
  };
}

/** What is set for the CronJobs of a cluster: by the cluster itself, else for all. */
export function jobSettingsOf(
  { annotations }: Pick<Cluster, "annotations">,
  { jobs }: { readonly jobs: JobSettings },
): JobSettings {
  const text = annotations[jobsAnnotation];
  return text === undefined ? jobs : { ...jobs, ...readJobsAnnotation(text).settings };
}
