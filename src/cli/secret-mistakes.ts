import { isError } from "../findings/errors.ts";
import type { Finding } from "../findings/finding.ts";
import type { Outcome } from "../function/write.ts";

/**
 * Tells the errors that the Secrets of an API server bring from those that there are without them.
 * @param judged What was found with these Secrets.
 * @param without Judges the same resources without them; it is asked where there are errors alone.
 */
export async function errorsOfSecrets(
  judged: Pick<Outcome, "findings">,
  without: () => Promise<Pick<Outcome, "findings">>,
): Promise<{ readonly ofSecrets: readonly Finding[]; readonly others: readonly Finding[] }> {
  const errors = clusterErrors(judged);
  if (errors.length === 0) return { ofSecrets: [], others: [] };
  const known = new Set(clusterErrors(await without()).map(keyOf));
  return {
    ofSecrets: errors.filter((finding) => !known.has(keyOf(finding))),
    others: errors.filter((finding) => known.has(keyOf(finding))),
  };
}

/** Errors, without those of a policy, which keep no backup from being taken. */
export const clusterErrors = ({ findings }: Pick<Outcome, "findings">): readonly Finding[] =>
  findings.filter((finding) => isError(finding) && !finding.rule.startsWith("policy-"));

const keyOf = ({ rule, at, problem }: Finding) => JSON.stringify([rule, at, problem]);
