import { jobsAnnotation } from "../../cpo/jobs-annotation.ts";
import { nearest } from "../../text/nearest.ts";
import { checksAnnotation } from "../overrides.ts";
import type { ClusterRule } from "../rule.ts";

export const annotationUnknown = {
  id: "annotation-unknown",
  severity: "warning",
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
    for (const key in annotations) {
      if (!key.startsWith(prefix) || known.includes(key)) continue;
      const meant = nearest(key.slice(prefix.length), names);
      yield {
        at: { in: "field", object, path: ["metadata", "annotations", key] },
        problem: `\`${key}\` is not an annotation that this function reads, so it has no effect.`,
        fix:
          meant === undefined
            ? `Remove it, or write one of ${known.map((each) => `\`${each}\``).join(" and ")}.`
            : `Did you mean \`${prefix}${meant}\`?`,
      };
    }
  },
} as const satisfies ClusterRule;

const prefix = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/";
const known: readonly string[] = [checksAnnotation, jobsAnnotation];
const names = known.map((key) => key.slice(prefix.length));
