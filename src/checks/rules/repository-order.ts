import type { ClusterRule } from "../rule.ts";

export const repositoryOrder = {
  id: "repository-order",
  severity: "error",
  title: "Repositories not numbered in order",
  why: "The operator numbers volumes by place in the list and jobs by name; the first backup and the repo host's log always mean repo1.",
  source: "contract 5.8, 5.11",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {global: {repo2-retention-full: '7'}, repos: [{name: repo2, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}]}}}",
    "s3.conf": "[global]\nrepo2-s3-key = example\nrepo2-s3-key-secret = example",
  },
  good: {},
  *checkCluster({ cluster }) {
    const wrong = cluster.repositories.find(({ number, position }) => number !== position);
    if (wrong === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: [...wrong.path, "name"] },
      problem: `\`${wrong.name}\` stands at place ${wrong.position} of the list, and the operator mixes up the two numbers: volumes, jobs or the first backup use another repository than the one meant.`,
      fix: `Name the repositories repo1, repo2 and so on in the order of the list: this one \`repo${wrong.position}\`, and its options in \`global\` and the Secret too.`,
    };
  },
} as const satisfies ClusterRule;
