import { type Line, shownKey } from "../../configuration/line.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

/** Options with rules of their own for what is not a value of theirs. */
const otherRules = /^repo-azure-key$|-(bucket|container|endpoint|host)$/;
/** Options whose values are anything that their author likes. */
const free = /-pass$|-passphrase$|^(annotation|exclude|repo-storage-tag)$/;

export const quotesOrCommentInValue = {
  id: "quotes-or-comment-in-value",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Quotes or a comment that become part of a value",
  why: "pgBackRest takes everything between `=` and the end of the line as the value: quotes belong to it, and so does what follows a `#`. A key with quotes is another key, so the store refuses it.",
  source: "pgbackrest-e2e rules 8, 9, 10; run with pgBackRest 2.45",
  bad: {
    "s3.conf": `
      [global]
      repo1-s3-key = "example"
      repo1-s3-key-secret = example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkCluster({ configuration: { written } }) {
    for (const line of written) {
      const found = judge(line);
      if (found !== undefined) yield found;
    }
  },
} as const satisfies ClusterRule;

function judge(line: Line): RuleDiagnostic | undefined {
  const { meaning, place, value } = line;
  if (meaning.is !== "option" || otherRules.test(meaning.name)) return undefined;
  // Values of the other types are refused with quotes or a comment.
  if (!["string", "list", "hash", "path"].includes(meaning.option.type)) return undefined;
  const severity = free.test(meaning.name) ? "warning" : "error";
  const kept = meaning.name.includes("pass")
    ? " If backups have been encrypted with it already, leave the line as it is: they need the same passphrase."
    : "";
  if (meaning.option.type !== "path" && /^(["']).+\1$/s.test(value))
    return {
      at: place,
      severity,
      problem: `The value of ${shownKey(line)} is in quotes, which pgBackRest takes as part of it.`,
      fix: `Remove the quotes from the value.${kept}`,
    };
  if (!/\s#/.test(value)) return undefined;
  return {
    at: place,
    severity,
    problem: `The value of ${shownKey(line)} contains \` #\`: pgBackRest takes what follows as part of the value, not as a comment.`,
    fix: `If it is a comment, put it on a line of its own that begins with \`#\`.${kept}`,
  };
}
