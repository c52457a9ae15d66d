import { visible } from "../text/visible.ts";
import type { CheckSettings } from "./check-settings.ts";
import { type CheckedUnits, checkUnits } from "./check-units.ts";
import { clusterFindings } from "./cluster-findings.ts";
import type { Given } from "./command.ts";
import { confFindings } from "./conf-findings.ts";
import { counted } from "./counted.ts";
import { type FailOn, failsOn } from "./fail-on.ts";
import { formats } from "./formats/index.ts";
import { isNote, type Report } from "./formats/report.ts";
import type { Io } from "./io.ts";
import { foundIn, type JudgedInput } from "./judged-input.ts";
import { type Located, locatedBy } from "./located.ts";

/* The steps of `check`, in their order. */

/** What the command line names, or what the file with settings names where nothing else does. */
export function withNamed(given: Given, { paths, kustomize }: CheckSettings["named"]): Given {
  const isNamed = given.paths.length > 0 || (given.lists.kustomize ?? []).length > 0;
  return isNamed ? given : { ...given, paths, lists: { ...given.lists, kustomize } };
}

/** All that is found, and in what. */
export async function judge(input: JudgedInput): Promise<Omit<CheckedUnits, "counts">> {
  const { counts, exitCode, ...judged } = await checkUnits(input.units, input.settings);
  const { clusters } = judged;
  const alone = await confFindings(input.confFiles, input.settings.functionConfig);
  const found = foundIn(input, clusters);
  const located = [
    ...input.unread,
    ...input.failed,
    ...input.notices,
    ...judged.located,
    // Of a cluster beside the file, its `global` says it, or the info that this is checked unbuilt.
    ...alone.filter(({ finding }) => clusters === 0 || finding.rule !== "cipher-pass-without-type"),
    // With a bad functionConfig, no cluster was looked at.
    ...(exitCode === 3
      ? []
      : locatedBy(input.files.locate, clusterFindings(counts, found, input.settings.requiredClusters))),
  ];
  return { ...judged, exitCode, located };
}

/** What is left of findings by a baseline, which may be written first. */
export async function withoutAccepted(
  located: readonly Located[],
  { judges, looksAt, settings }: JudgedInput,
  { flags }: Given,
  io: Io,
): Promise<readonly Located[]> {
  const written = flags["write-baseline"];
  const path = typeof written === "string" ? written : settings.baseline;
  if (path === undefined) return located;
  const [{ readBaseline, writeBaseline }, { underBaseline }] = await Promise.all([
    import("./baseline.ts"),
    import("./baseline-findings.ts"),
  ]);
  if (typeof written === "string") {
    const isMeant = failsOn(settings.failOn === "info" ? "info" : "warning");
    const count = writeBaseline(
      path,
      located.filter(({ finding }) => isMeant(finding)),
    );
    io.stderr(`${counted(count, "finding")} written to ${visible(path)}.\n`);
  }
  return underBaseline(located, readBaseline(path), { judges, looksAt });
}

/** True for what makes the exit code 1. How much a baseline accepts is no finding of this run. */
export const isFailure = (failOn: FailOn) => {
  const fails = failsOn(failOn);
  return ({ finding }: Located): boolean => fails(finding) && finding.rule !== "in-baseline";
};

/** Tells what `--quiet` leaves: what fails, or would without `--fail-on none`, and what is said of the input as a whole. */
export const isLoud = (failOn: FailOn) => {
  const fails = failsOn(failOn === "none" ? "error" : failOn);
  return (each: Located): boolean => fails(each.finding) || isNote(each);
};

/** Prints a report, or writes it to a file: then people read what is found on standard error. */
export async function print(report: Report, { format }: CheckSettings, output: string | true | undefined, io: Io) {
  const text = formats[format](report);
  if (typeof output !== "string" || output === "-") {
    io.stdout(text);
    return;
  }
  const { writeWholeFile } = await import("./write-file.ts");
  writeWholeFile(output, [text]);
  io.stderr(formats.text({ ...report, color: false }));
}
