import { foreignLines } from "../text/quotable.ts";

/** Places where kustomize quotes what somebody wrote where a secret may be, and how they are shown. */
const quoted: ReadonlyArray<readonly [RegExp, string]> = [
  // A literal of a `secretGenerator` without its `=`.
  [
    /literal sources \[[\s\S]*?\]: invalid literal source [\s\S]*?, expected key=value/g,
    "literal sources […]: invalid literal source …, expected key=value",
  ],
  // A line of an `envs` file: as the numbers of its bytes, then as text.
  [/\[(?:\d{1,3} ){3,}\d{1,3}\]( has invalid utf8 bytes : )[^\n]*/g, "[…]$1…"],
  [/\[(?:\d{1,3} ){3,}\d{1,3}\]/g, "[…]"],
  // User and password of a remote base.
  [/(\b\w+:\/\/)[^\s/@'"`]+@/g, "$1…@"],
  // A value, or a key that is a list, of a manifest.
  [/(cannot decode \S+ )`[^`]*`/g, "$1`…`"],
  [/(invalid map key: )[^\n]*/g, "$1…"],
  // A patch that cannot be read.
  [/(with config: )`[\s\S]*?`(?=: unable to parse)/g, "$1`…`"],
  [/\[patch: "(?:[^"\\]|\\[\s\S])*"\]/g, '[patch: "…"]'],
];

/** What kustomize says, in lines, without what may be a secret. */
export function kustomizeLines(text: string): readonly string[] {
  const shown = quoted.reduce((now, [pattern, replacement]) => now.replace(pattern, replacement), text);
  return foreignLines(shown.trimEnd().split(/\r?\n/));
}
