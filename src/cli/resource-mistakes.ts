import type { Finding } from "../findings/finding.ts";
import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";

/** So many mistakes are said. */
const said = 3;

/** Errors that stop no backup of a cluster that is there: they are about what it was made from. */
const stopsNone = /^clone-/;

/** What `check` says against a cluster, although it can be read, as one problem; undefined for nothing. */
export function mistakeProblem(cluster: string, findings: readonly Finding[]): StatusProblem | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  return problemOf("mistake-in-resource", visible(mistakeSentences(findings)), {
    object: objectOf(cluster, findings),
    ...(findings.every(({ rule }) => stopsNone.test(rule)) && { level: "warning" }),
  });
}

/** What `check` says against a cluster for the Secret that it has in the cluster; undefined for nothing. */
export const secretMistakeProblem = (cluster: string, findings: readonly Finding[]): StatusProblem | undefined =>
  findings.length === 0
    ? undefined
    : problemOf("mistake-in-secret", visible(mistakeSentences(findings)), { object: objectOf(cluster, findings) });

/** The Secret, where all is about one. */
function objectOf(cluster: string, findings: readonly Finding[]): string {
  const secret = findings.every(({ at }) => at.object.kind === "Secret") ? findings[0]?.at.object.name : undefined;
  return visible(secret === undefined ? `postgresql/${cluster}` : `Secret/${secret}`);
}

/** What some findings say, in a few sentences. */
export function mistakeSentences(findings: readonly Finding[]): string {
  const sentences = [...new Set(findings.map(({ problem, fix }) => `${problem} ${fix}`))];
  const more = sentences.length - said;
  return [...sentences.slice(0, said), ...(more > 0 ? [`There are ${more} more; \`check\` says them all.`] : [])].join(
    " ",
  );
}
