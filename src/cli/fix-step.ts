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
  const [{ mended }, { diffOf, tellMended, writeMended }] = await Promise.all([
    import("./fix.ts"),
    import("./fix-report.ts"),
  ]);
  const result = await mended(first, given, io);
  if (isDry) io.stdout(diffOf(result));
  else writeMended(result);
  tellMended(result, isDry, io);
  return { ...stepOf(result.after), fixed: result.fixed };
}

function stepOf({ input, found: { exitCode, ...judged } }: Judged): MendedStep {
  return { input, judged, exitCode };
}
