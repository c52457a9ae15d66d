import type { InputRule } from "../rule.ts";

export const objectTwice = {
  id: "object-twice",
  severity: "warning",
  otherSeverities: ["error"],
  title: "Object that is there twice",
  why: "The one that is applied last replaces the other, so changes to one of them have no effect. Two Secrets with different content are an error: it is left to chance which keys and which passphrase the backups get. Copies in different kustomizations are versions of one object, and nothing is said of them.",
  source: "kustomize: `may not add resource with an already registered id`; kubectl applies one after the other",
  bad: {
    other: `
      metadata:
        name: demo
    `,
  },
  good: {
    other: `
      metadata:
        name: demo-two
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /two
    `,
  },
  *checkInput({ copies }) {
    for (const { object, earlier, isEqual } of copies) {
      const what = `${object.kind} \`${object.name ?? ""}\``;
      yield {
        at: { in: "field", object, path: ["metadata", "name"] },
        also: [{ in: "field", object: earlier, path: ["metadata", "name"] }],
        ...(!isEqual && { severity: "error" }),
        problem: isEqual
          ? `${what} is there twice, so a change to one of the two has no effect.`
          : `${what} is there twice, with different content, and only one of the two reaches the cluster.`,
        fix: "Remove one of the two.",
      };
    }
  },
} as const satisfies InputRule;
