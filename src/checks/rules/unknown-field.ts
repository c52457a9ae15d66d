import type { InputRule } from "../rule.ts";

export const unknownField = {
  id: "unknown-field",
  severity: "warning",
  title: "Field that the API server drops",
  why: "The API server silently drops every field that the operator's CRD does not know. Where the backup section, a clone, or a part of them may be meant, this is an error that cannot be silenced (`api-server-schema`); anywhere else it is a warning.",
  source: "contract 1.1",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        volume:
          storageClassName: fast
    `,
  },
  good: {
    postgresql: `
      spec:
        volume:
          storageClass: fast
    `,
  },
  *checkInput({ dropped }) {
    yield* dropped;
  },
} as const satisfies InputRule;
