import { type Line, shownKey } from "../../configuration/line.ts";
import type { ClusterContext } from "../cluster-context.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

/**
 * How each of them begins in small letters, also below a folder: hardly any value does, and the expression for the whole is dear to make, as is
 * any that ignores case.
 */
const fillerBegins = /(?:^|\/)(?:ch|repl|to|fi|tb|xx|pl|yo|nu|[*.<$%@])/;

/** What nobody has for a secret, and no later step replaces. Argo CD Vault Plugin fills in `<key>`, but hardly `<your key>`. */
const isFiller = (value: string) =>
  /^(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with.*)|to[-_]?do|fix[-_]?me|tbd|x{3,}|\*{3,}|\.{3}|placeholder|your[-_ ].+|null|<(?:your\b|change|replace|insert|enter|to-?do).*>|<[^<>:]*\s[^<>:]*>|\$\([A-Za-z_]\w*\)|%%?[A-Za-z_]\w*%%?|@@?[A-Z_]+@@?)$/i.test(
    value,
  );

/** True for a part of a path that a later step replaces, or nobody filled in. */
const isInBrackets = (part: string) => /^<[^<>:]+>$/.test(part);

/** Secrets, and paths of repositories, that may not have been filled in. */
const unfilled: LineSubject = {
  ofKey: ({ meaning }) => meaning.is === "option" && (meaning.name === "repo-path" || meaning.option.secure === true),
  ofValue: (value, { meaning }) =>
    fillerBegins.test(value.toLowerCase()) &&
    (meaning.is === "option" && meaning.name === "repo-path"
      ? value.split("/").some((part) => isFiller(part) || isInBrackets(part))
      : isFiller(value)),
};

export const placeholderValue = {
  id: "placeholder-value",
  severity: "warning",
  title: "Value that nobody filled in",
  why: "A word that an example has in the place of a secret is not a key of any store, so every command of pgBackRest fails; as a part of a path, it is the same for every cluster that was copied from the example.",
  source:
    "CYBERTEC-operator-tutorials@707f74c:cluster-tutorials/pgbackrest_with_s3/s3.conf; https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ (`$(NAME)` is for variables of a container)",
  bad: {
    "s3.conf": `
      [global]
      repo1-s3-key = CHANGEME
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
  appliesToLine: unfilled,
  *checkCluster(context: ClusterContext) {
    for (const line of linesAbout(context.configuration.written, unfilled)) {
      const found = judge(line, context);
      if (found !== undefined) yield found;
    }
  },
} as const satisfies ClusterRule;

function judge(line: Line, { cluster }: ClusterContext): RuleDiagnostic | undefined {
  const { from, meaning, value } = line;
  if (meaning.is !== "option") return undefined;
  if (meaning.name === "repo-path") {
    // Of a Secret, nobody knows here what fills it in.
    const isFilledInLater = from === "secret" || cluster.annotations["avp.kubernetes.io/path"] !== undefined;
    const parts = value.split("/");
    if (!parts.some((part) => isFiller(part) || (!isFilledInLater && isInBrackets(part)))) return undefined;
    return {
      at: line.place,
      problem: `The path in ${shownKey(line)} has a part that was not filled in.`,
      fix: "Write a path of the cluster's own, for example with its namespace, its name and the repository's.",
    };
  }
  // Another rule knows the passphrases of examples.
  if (meaning.name === "repo-cipher-pass" && /^(?:your|<)/i.test(value)) return undefined;
  return {
    at: line.place,
    problem: `The value of ${shownKey(line)} is a word that stands for one, as in an example; it was not filled in.`,
    fix: meaning.name.includes("pass")
      ? "Generate your own before the first backup, for example with `openssl rand -base64 48`, and keep a copy outside the cluster."
      : "Write the value that the store gave you.",
  };
}
