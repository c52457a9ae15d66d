import type { ClusterRule } from "../rule.ts";

export const repositoryOrder = {
  id: "repository-order",
  severity: "error",
  title: "Repositories not numbered in order",
  why: "The operator numbers volumes by their place in the list and jobs by name; the first backup and the repo host's log always use repo1.",
  source: "contract 5.8, 5.11",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo2-retention-full: "7"
            repos:
            - name: repo2
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * *
    `,
    "s3.conf": `
      [global]
      repo2-s3-key = example
      repo2-s3-key-secret = example
    `,
  },
  good: {},
  *checkCluster({ cluster }) {
    const wrong = cluster.repositories.find(({ number, position }) => number !== position);
    if (wrong === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: [...wrong.path, "name"] },
      problem: `\`${wrong.name}\` is in place ${wrong.position} of the list, and the operator mixes up the two numbers, so volumes, jobs or the first backup use the wrong repository.`,
      fix: `Name the repositories \`repo1\`, \`repo2\` and so on in the order of the list: this one \`repo${wrong.position}\`, and its options in \`global\` and the Secret accordingly.`,
    };
  },
} as const satisfies ClusterRule;
