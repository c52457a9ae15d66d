import { jobsAnnotation } from "../../cpo/jobs-annotation.ts";
import { repoHostAnnotation, repoHostMakers } from "../../cpo/repo-host-maker.ts";
import { nearest } from "../../text/nearest.ts";
import { whatIs } from "../../text/quotable.ts";
import { checksAnnotation } from "../overrides.ts";
import type { ClusterRule } from "../rule.ts";

export const annotationUnknown = {
  id: "annotation-unknown",
  severity: "warning",
  otherSeverities: ["error"],
  title: "Annotation that only looks like one of this function",
  why: "An annotation of this function that is misspelt has no effect: a time zone is not set, or a rule is not silenced.",
  source: "docs/operator.md; docs/checks.md",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/job: timeZone=Asia/Tokyo
    `,
  },
  good: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Asia/Tokyo
    `,
  },
  *checkCluster({ cluster: { annotations, object } }) {
    const maker = annotations[repoHostAnnotation];
    // Its other value would be as dangerous to assume as to leave out.
    if (maker !== undefined && !repoHostMakers.some((known) => known === maker))
      yield {
        severity: "error",
        at: { in: "field", object, path: ["metadata", "annotations", repoHostAnnotation] },
        problem: `\`${repoHostAnnotation}\` is ${whatIs(maker)}, which says neither that the operator makes the repo host nor that you apply it.`,
        fix: "Write `operator` or `apply`.",
      };
    for (const key in annotations) {
      if (!key.startsWith(prefix) || known.includes(key)) continue;
      const meant = nearest(key.slice(prefix.length), names);
      yield {
        at: { in: "field", object, path: ["metadata", "annotations", key] },
        problem: `\`${key}\` is not an annotation that this function reads, so it has no effect.`,
        fix:
          meant === undefined
            ? `Remove it, or write one of ${known.map((each) => `\`${each}\``).join(", ")}.`
            : `Did you mean \`${prefix}${meant}\`?`,
      };
    }
  },
} as const satisfies ClusterRule;

const prefix = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/";
const known: readonly string[] = [checksAnnotation, jobsAnnotation, repoHostAnnotation];
const names = known.map((key) => key.slice(prefix.length));
