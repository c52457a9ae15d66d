import { type Line, shownKey } from "../../configuration/line.ts";
import type { OptionType } from "../../pgbackrest/option.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

/** Options with rules of their own for what is not a value of theirs. */
const otherRules = /^repo-azure-key$|-(bucket|container|endpoint|host)$/;
/** Options whose values are anything that their author likes. */
const free = /-pass$|-passphrase$|^(annotation|exclude|repo-storage-tag)$/;

/** Values of other types are refused with quotes or a comment. */
const types: ReadonlySet<OptionType> = new Set(["string", "list", "hash", "path"]);

/** Values that are no fields, with something in them that can be a quote, a comment or a blank. */
export const suspect: LineSubject = {
  ofKey: ({ from, meaning }) => from !== "repository" && meaning.is === "option" && types.has(meaning.option.type),
  ofValue: (value) => !/^[!#-&(-~]*$/.test(value),
};

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
  appliesToLine: suspect,
  *checkCluster({ configuration: { written } }) {
    for (const line of linesAbout(written, suspect)) {
      const found = judge(line);
      if (found !== undefined) yield found;
    }
  },
} as const satisfies ClusterRule;

/** What is wrong with a value of one of these types. */
export function judge(line: Line): RuleDiagnostic | undefined {
  const { meaning, value } = line;
  if (meaning.is !== "option" || otherRules.test(meaning.name)) return undefined;
  const severity = free.test(meaning.name) ? "warning" : "error";
  const kept = meaning.name.includes("pass")
    ? " If backups have been encrypted with it already, leave the line as it is: they need the same passphrase."
    : "";
  const found = problemOf(value, meaning.option.type === "path", free.test(meaning.name));
  if (found === undefined) return undefined;
  return {
    at: line.place,
    severity,
    problem: `The value of ${shownKey(line)} ${found.problem}`,
    fix: `${found.fix}${kept}`,
  };
}

function problemOf(
  value: string,
  isPath: boolean,
  isFree: boolean,
): Pick<RuleDiagnostic, "problem" | "fix"> | undefined {
  if (!isPath && /^(?:""|'')$/.test(value))
    return {
      problem: "consists of two quotes, which pgBackRest takes as the value.",
      fix: "Write the value without quotes; if there is none, remove the line.",
    };
  if (!isPath && /^(?:(["']).+\1|[\u2018-\u201f].*[\u2018-\u201f])$/s.test(value))
    return {
      problem: "is in quotes, which pgBackRest takes as part of it.",
      fix: "Remove the quotes from the value.",
    };
  // A passphrase may begin or end in anything.
  if (!isFree && /^["'\u2018-\u201f]|["'\u2018-\u201f]$/.test(value))
    return {
      problem: `has a quote at its ${/^["'\u2018-\u201f]/.test(value) ? "beginning" : "end"}, which pgBackRest takes as part of it.`,
      fix: "Remove the quote from the value.",
    };
  const comment = /\s(#|;(?=\s))/.exec(value)?.[1];
  if (comment !== undefined)
    return {
      problem: `contains \` ${comment}\`: pgBackRest takes what follows as part of the value, not as a comment.`,
      fix: "If it is a comment, put it on a line of its own that begins with `#`.",
    };
  if (unseen.test(value))
    return {
      problem:
        "begins or ends with a blank that is not an ordinary one, such as a no-break space, which pgBackRest takes as part of it.",
      fix: "Remove what stands before and after the visible value, and write it again by hand.",
    };
  return undefined;
}

/** What looks like nothing at an end of a value and is not among the blanks that pgBackRest removes. */
const unseen = /^[\s\u200b-\u200f\u2060\ufeff]|[\s\u200b-\u200f\u2060\ufeff]$/;
