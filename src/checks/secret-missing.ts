import { nearest } from "../nearest.ts";
import { configured } from "./configured.ts";
import type { Rule } from "./rule.ts";

export const secretMissing = {
  id: "secret-missing",
  severity: "error",
  title: "Configuration Secret not in the input",
  why: "The operator mounts the Secret as optional: with a wrong name the pods run, without credentials and perhaps without encryption.",
  source: "contract 5.16; krm-hosts B.2",
  bad: { postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: demo-S3}}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: demo-s3}}}}" },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const { secret } = configured(subject, cluster);
      const { secretName: name, namespace = "" } = cluster;
      if (name === "" || secret !== undefined) continue;
      const at = {
        in: "field" as const,
        object: cluster.object,
        path: ["spec", "backup", "pgbackrest", "configuration", "secret"],
      };
      const present = subject.secretNames();
      const elsewhere = present.find((other) => other.name === name);
      const meant = nearest(
        name,
        present.flatMap((other) => (other.namespace === namespace ? [other.name] : [])),
      );
      if (elsewhere !== undefined) {
        yield {
          at,
          problem: `Secret \`${name}\` is in namespace \`${elsewhere.namespace}\`, and the cluster in \`${namespace}\` cannot see it.`,
          fix: `Put the Secret into namespace \`${namespace}\`.`,
        };
      } else if (
        meant !== undefined &&
        !subject.allClusters.some((other) => other !== cluster && other.name === meant)
      ) {
        yield {
          at,
          problem: `There is no Secret \`${name}\` in the input, but there is \`${meant}\`.`,
          fix: `Write \`secret: ${meant}\` if that is the one.`,
        };
      } else if (subject.secretsElsewhere) {
        yield {
          at,
          severity: "info",
          problem: `Secret \`${name}\` is not in the input, so nothing in it could be checked.`,
          fix: "Nothing, if it is made in the cluster.",
        };
      }
    }
  },
} as const satisfies Rule;
