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
  const secret = findings.every(({ at }) => at.object.kind === "Secret") ? first.at.object.name : undefined;
  return problemOf("mistake-in-resource", visible(mistakeSentences(findings)), {
    object: visible(secret === undefined ? `postgresql/${cluster}` : `Secret/${secret}`),
    ...(findings.every(({ rule }) => stopsNone.test(rule)) && { level: "warning" }),
  });
}

/** What some findings say, in a few sentences. */
export function mistakeSentences(findings: readonly Finding[]): string {
  const sentences = [...new Set(findings.map(({ problem, fix }) => `${problem} ${fix}`))];
  const more = sentences.length - said;
  return [...sentences.slice(0, said), ...(more > 0 ? [`There are ${more} more; \`check\` says them all.`] : [])].join(
    " ",
  );
}
