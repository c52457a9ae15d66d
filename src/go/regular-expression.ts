import { lazily, remembered } from "../text/memo.ts";

/*
 * Go's regular expressions for annotation keys, which are printable ASCII. Go and JavaScript spell many things alike and mean
 * others, so only what both read alike is read. Source: go@1.26:src/regexp/syntax/parse.go.
 */

/** Why an expression is not read, as the end of a sentence that begins with it, and what to write. */
export interface UnreadExpression {
  readonly unread: string;
  readonly instead: string;
}

/** Go's limit for a count, and for counts within each other; also ours for the length, which keeps far below its others. */
const most = 1000;

/** What an expression is made of. */
const tokens = lazily(() => {
  const escaped = /\\[!-/:-@[-`{-~]|\\[dDsSwW]/.source;
  const inClass = /(?:[ -,.-Z_-~]|\\[!-/:-@[-`{-~])/.source;
  const characterClass = `\\[\\^?-?(?:${inClass}(?:-${inClass})?|\\\\[dDsSwW])+-?\\]`;
  const repeatable = `${/[ !"#%&',\-/0-9:;<=>@A-Z_`a-z~.]/.source}|${escaped}|${characterClass}|(?<close>\\))`;
  const count = "0|[1-9]\\d{0,3}"; // to Go `{01}` is text
  const repeat = `(?:[*+?]|\\{(?<least>${count})(?:,(?<most>${count})?)?\\})\\??`;
  const others = "(?<open>\\((?!\\?)|\\(\\?:)|[|^$]|\\\\[bB]";
  return new RegExp(`(?<repeatable>${repeatable})|(?<repeat>${repeat})|${others}`, "y");
});

/** By what cannot be read: what to write. */
const advice = lazily(
  (): ReadonlyArray<readonly [part: RegExp, instead: string]> => [
    [/^\(\?[^:)>]*[:)>]?/, "Write groups as `(...)` or `(?:...)`, without flags, names or look-around."],
    [/^[()]/, "Write `(` and `)` in pairs, or `\\(` and `\\)` for the characters."],
    [/^\[[^\]]*(?:\]*)/, "Write a class as `[a-z0-9_]`, with `\\` before `[`, `]`, `^` and `-` for the characters."],
    [/^\\.?/, "Write `^`, `$`, `\\d`, `\\w`, `\\s`, `\\b`, or `\\` before a punctuation character."],
    [/^(?:[*+?]|\{[^}]*\}?)/, "Write one repetition behind what it repeats, up to 1000, or `\\` before the character."],
    [/^./su, "Write `\\` before a bracket, and only characters that an annotation key can have."],
  ],
);

/** The expression as JavaScript's, or why it is not read. */
export const goRegularExpression = remembered(read, { length: most });

/** True for an expression that is read. */
export const isRead = (expression: RegExp | UnreadExpression): expression is RegExp => expression instanceof RegExp;

function read(expression: string): RegExp | UnreadExpression {
  if (expression.length > most)
    return { unread: `is longer than ${most} characters`, instead: "Write a shorter expression, or several." };
  const token = tokens();
  const groups: number[] = [];
  let repetitions = 1;
  let mayRepeat = false;
  for (let at = 0; at < expression.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(expression)?.groups;
    if (found?.open) groups.push(at);
    repetitions *= Number(found?.most ?? found?.least ?? 1) || 1;
    const unpaired = found?.close && groups.pop() === undefined;
    const wrongRepeat = found?.repeat && (!mayRepeat || repetitions > most);
    if (found === undefined || unpaired || wrongRepeat) return unreadAt(expression.slice(at));
    mayRepeat = found.repeatable !== undefined;
  }
  const [unclosed] = groups;
  if (unclosed !== undefined) return unreadAt(expression.slice(unclosed));
  try {
    return new RegExp(expression);
  } catch {
    return { unread: "has a range or a count from high to low", instead: "Write the lower end first." };
  }
}

function unreadAt(rest: string): UnreadExpression {
  const [part, instead] = advice().find(([pattern]) => pattern.test(rest)) ?? [/^/, ""];
  return { unread: `cannot be read at \`${part.exec(rest)?.[0]}\``, instead };
}
