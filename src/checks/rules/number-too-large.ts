import type { ClusterRule } from "../rule.ts";

const most = 2 ** 31 - 1;

export const numberTooLarge = {
  id: "number-too-large",
  severity: "error",
  title: "Number that the operator cannot read",
  why: "The API server stores numbers that do not fit into 32 bits. The operator cannot read them, marks the whole cluster invalid and skips it.",
  source: "contract 8.5; run with the API server's schema code",
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 3000000000
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 3
    `,
  },
  *checkCluster({ cluster }) {
    const { numberOfInstances } = cluster.resource.spec;
    if (numberOfInstances <= most) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      problem: `\`numberOfInstances\` is ${numberOfInstances}, which does not fit into 32 bits, so the operator skips the whole cluster.`,
      fix: "Write the number of instances, for example `numberOfInstances: 3`.",
    };
  },
} as const satisfies ClusterRule;
