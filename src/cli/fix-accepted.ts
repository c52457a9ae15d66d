import { existsSync } from "node:fs";
import type { Given } from "./command.ts";
import type { Limits } from "./fix-candidates.ts";

/** Finds what the baseline accepts. One that is only to be written may not be there yet. Throws `UsageError`. */
export async function acceptedByBaseline(path: string | undefined, { flags }: Given): Promise<Limits["acceptedOf"]> {
  if (path === undefined || (flags["write-baseline"] !== undefined && !existsSync(path))) return () => new Set();
  const [{ readBaseline }, { acceptedBy }] = await Promise.all([
    import("./baseline.ts"),
    import("./baseline-findings.ts"),
  ]);
  const baseline = readBaseline(path);
  return (located) => new Set(acceptedBy(located, baseline).accepted);
}
