import type { CheckedUnits } from "./check-units.ts";
import { type Given, UsageError } from "./command.ts";
import type { Judged } from "./fix.ts";
import type { Io } from "./io.ts";
import type { JudgedInput } from "./judged-input.ts";
import type { Located } from "./located.ts";

/** What `check` reports: all that was found, or what is left after `--fix`. */
export interface MendedStep {
  readonly input: JudgedInput;
  readonly judged: Omit<CheckedUnits, "counts" | "exitCode">;
  readonly exitCode: CheckedUnits["exitCode"];
  /** Absent without `--fix`. */
  readonly fixed?: readonly Located[];
  /** What is found in the files as they are, which a dry run leaves; absent otherwise. */
  readonly onDisk?: readonly Located[];
}

/** Mends files where the flags ask for it, or prints what it would change. Throws `UsageError`. */
export async function mendedWhereAsked(first: Judged, given: Given, io: Io): Promise<MendedStep> {
  const { flags } = given;
  const isDry = flags["dry-run"] === true;
  if (flags.fix !== true) {
    if (isDry || flags["fix-secrets"] === true)
      throw new UsageError(`${isDry ? "--dry-run" : "--fix-secrets"} says how to fix; give it together with --fix.`);
    return stepOf(first);
  }
  if (isDry) refuseBeside(flags);
  const [{ mended }, { diffOf, tellMended, writeMended }] = await Promise.all([
    import("./fix.ts"),
    import("./fix-report.ts"),
  ]);
  const result = await mended(first, given, io);
  if (isDry) io.stdout(diffOf(result));
  else writeMended(result);
  tellMended(result, isDry, io);
  const { fixed } = result;
  if (!isDry) return { ...stepOf(result.after), fixed };
  return { ...stepOf(result.after), exitCode: first.found.exitCode, fixed, onDisk: first.found.located };
}

/** Refuses flags that a dry run could only drop, or that would write what is not so. */
function refuseBeside(flags: Given["flags"]): void {
  if (flags["write-baseline"] !== undefined)
    throw new UsageError(
      "--dry-run and --write-baseline cannot be given together: nothing is fixed, so the baseline would have a state that does not exist. Write it with --fix alone, or without --fix.",
    );
  for (const [flag, given] of [
    ["--output", flags.output],
    ["--format", flags.format],
  ] as const)
    if (given !== undefined)
      throw new UsageError(
        `--dry-run and ${flag} cannot be given together: a dry run prints a diff, not a report. Keep it with \`> FILE\`, or run check without --fix for the report.`,
      );
}

function stepOf({ input, found: { exitCode, ...judged } }: Judged): MendedStep {
  return { input, judged, exitCode };
}
