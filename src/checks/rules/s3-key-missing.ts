import { isSetEverywhere } from "../../configuration/pod-configuration.ts";
import type { Path } from "../../findings/finding.ts";
import type { Secret } from "../../secret/secret.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const s3KeyMissing = {
  id: "s3-key-missing",
  severity: "error",
  title: "S3 repository without a key",
  why: "pgBackRest refuses to run without the access key and its secret, unless `repoN-s3-key-type` chooses another kind of key.",
  source: "pgbackrest-e2e rule 39",
  bad: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  appliesTo: "s3",
  *checkCluster({ cluster, configuration: { complete, database, secret } }: ClusterContext) {
    if (!complete) return;
    for (const { storage, name, number, path } of cluster.repositories) {
      if (storage !== "s3" || (database.effective("repo-s3-key-type", number)?.value ?? "shared") !== "shared")
        continue;
      const missing = ["key", "key-secret"].filter((part) => !isSetEverywhere(database, `repo-s3-${part}`, number));
      if (missing.length === 0) continue;
      const options = missing.map((part) => `\`${name}-s3-${part}\``).join(" and ");
      yield {
        at: { in: "field", object: cluster.object, path },
        ...(secret !== undefined && { also: [{ in: "field", object: secret.object, path: mapOf(secret) }] }),
        problem: `${name} is stored in S3, but ${options} ${missing.length > 1 ? "are" : "is"} ${missing.some((part) => database.effective(`repo-s3-${part}`, number)) ? "set for some commands only" : "not set"}.`,
        fix: `Add ${options} under \`[global]\` in ${secret === undefined ? "a `.conf` file of a Secret and name that Secret in `configuration.secret`" : "the Secret's `.conf` file"}, or set \`${name}-s3-key-type: auto\` to use temporary credentials.`,
      };
    }
  },
  *checkClone({ cluster, secret: secretOf, source: { options = {}, repo } }: CloneContext) {
    const secret = repo?.storage === "s3" ? secretOf() : undefined;
    if (secret === undefined || !secret.isReadable) return;
    // The image gives a clone no other configuration, and no variables.
    const given = (option: string) =>
      options[option.replace("repo", "repo1")] ??
      secret.lines.find(({ meaning }) => meaning.is === "option" && meaning.name === option && meaning.index === 1)
        ?.value;
    if ((given("repo-s3-key-type") ?? "shared") !== "shared") return;
    const missing = ["repo-s3-key", "repo-s3-key-secret"].filter((option) => given(option) === undefined);
    if (missing.length === 0) return;
    const shown = missing.map((option) => `\`${option.replace("repo", "repo1")}\``).join(" and ");
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "configuration", "secret"] },
      also: [{ in: "field", object: secret.object, path: mapOf(secret) }],
      problem: `The clone reads from S3, but ${shown} ${missing.length > 1 ? "are" : "is"} not set in the Secret that it names.`,
      fix: `Add ${shown} under \`[global]\` in the Secret's \`.conf\` file; the clone's repository is always \`repo1\`.`,
    };
  },
} as const satisfies ClusterRule;

/** Where a Secret's keys are: in its own `data`, or in the template of what makes it. */
const mapOf = ({ files }: Secret): Path => files.find(({ path }) => path.length > 2)?.path.slice(0, -1) ?? ["data"];
