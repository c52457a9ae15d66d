import type { InputRule } from "../rule.ts";

export const operatorRelease = {
  id: "operator-release",
  severity: "warning",
  otherSeverities: ["error", "info"],
  title: "Release of the operator that is not clear",
  why: "Releases of the operator make different objects of the same cluster. If objects of one release are applied next to an operator of another, both replace the repo host: its pod restarts twice.",
  source: "contract section 6; the four releases were run side by side",
  bad: {
    functionConfig: `
      spec:
        operator:
          release: 0.9.3
    `,
  },
  good: {
    functionConfig: `
      spec:
        operator:
          release: 0.9.1
    `,
  },
  *checkInput({ aboutRelease, clusters }) {
    if (clusters.length > 0) yield* aboutRelease;
  },
} as const satisfies InputRule;
