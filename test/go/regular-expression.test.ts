import { expect } from "chai";
import { goRegularExpression } from "../../src/go/regular-expression.ts";

const keys = [
  "downscaler/uptime",
  "downscaler/downtime-replicas",
  "Example.com/UPTIME",
  "a.b",
  "aXb",
  "K8s_2",
  "aaaaaa",
  "9z",
  "",
];

/** What Go's `regexp` says that these expressions match: the verdicts of go1.26. */
const read: ReadonlyArray<readonly [expression: string, matches: readonly string[]]> = [
  ["downscaler/*", ["downscaler/uptime", "downscaler/downtime-replicas"]],
  ["^downscaler/", ["downscaler/uptime", "downscaler/downtime-replicas"]],
  ["uptime$", ["downscaler/uptime"]],
  ["UPTIME", ["Example.com/UPTIME"]],
  ["a.b", ["a.b", "aXb"]],
  [String.raw`a\.b`, ["a.b"]],
  ["^a+$", ["aaaaaa"]],
  ["^a{6}$", ["aaaaaa"]],
  ["^a{2,3}$", []],
  ["^a{7,}", []],
  ["x{0}", keys],
  ["a{1000}", []],
  ["a+?b", []],
  ["a??b", ["a.b", "aXb"]],
  ["^(?:a|K8)", ["a.b", "aXb", "K8s_2", "aaaaaa"]],
  ["(a|K8)s", ["downscaler/downtime-replicas", "K8s_2"]],
  ["()", keys],
  ["a||b", keys],
  ["", keys],
  ["|", keys],
  ["^$", [""]],
  [String.raw`^\d`, ["9z"]],
  [
    String.raw`\D$`,
    ["downscaler/uptime", "downscaler/downtime-replicas", "Example.com/UPTIME", "a.b", "aXb", "aaaaaa", "9z"],
  ],
  [String.raw`\w_\w`, ["K8s_2"]],
  [String.raw`^\W`, []],
  [String.raw`\s`, []],
  [
    String.raw`^\S+$`,
    ["downscaler/uptime", "downscaler/downtime-replicas", "Example.com/UPTIME", "a.b", "aXb", "K8s_2", "aaaaaa", "9z"],
  ],
  [String.raw`\bX`, []],
  [String.raw`\BX`, ["aXb"]],
  ["[A-Z]", ["Example.com/UPTIME", "aXb", "K8s_2"]],
  ["^[^A-Z]*$", ["downscaler/uptime", "downscaler/downtime-replicas", "a.b", "aaaaaa", "9z", ""]],
  [String.raw`[\d_]$`, ["K8s_2"]],
  ["[-X]", ["downscaler/downtime-replicas", "aXb"]],
  ["[X-]", ["downscaler/downtime-replicas", "aXb"]],
  [String.raw`[\-\]X]`, ["downscaler/downtime-replicas", "aXb"]],
  ["[!-.]", ["downscaler/downtime-replicas", "Example.com/UPTIME", "a.b"]],
  [String.raw`\_|\/`, ["downscaler/uptime", "downscaler/downtime-replicas", "Example.com/UPTIME", "K8s_2"]],
  ["#|@|,| ", []],
];

const groups = "Write groups as `(...)` or `(?:...)`, without flags, names or look-around.";
const pairs = "Write `(` and `)` in pairs, or `\\(` and `\\)` for the characters.";
const inClass = "Write a class as `[a-z0-9_]`, with `\\` before `[`, `]`, `^` and `-` for the characters.";
const escapes = "Write `^`, `$`, `\\d`, `\\w`, `\\s`, `\\b`, or `\\` before a punctuation character.";
const repetition = "Write one repetition behind what it repeats, up to 1000, or `\\` before the character.";
const characters = "Write `\\` before a bracket, and only characters that an annotation key can have.";

/** What Go refuses, or reads in another way than JavaScript, or only one of them reads. */
const refused: ReadonlyArray<readonly [expression: string, unread: string, instead: string]> = [
  ["(?i)uptime", "cannot be read at `(?i)`", groups],
  ["up(?i:time)", "cannot be read at `(?i:`", groups],
  ["(?P<name>up)", "cannot be read at `(?P<name>`", groups],
  ["(?<name>up)", "cannot be read at `(?<name>`", groups],
  ["up(?=time)", "cannot be read at `(?=time)`", groups],
  ["(?", "cannot be read at `(?`", groups],
  ["(up", "cannot be read at `(`", pairs],
  ["(up))", "cannot be read at `)`", pairs],
  ["[[:alpha:]]+", "cannot be read at `[[:alpha:]]`", inClass],
  ["[]a]", "cannot be read at `[]`", inClass],
  ["[^]a]", "cannot be read at `[^]`", inClass],
  ["[a", "cannot be read at `[a`", inClass],
  ["[a-\\d]", "cannot be read at `[a-\\d]`", inClass],
  ["[\\b]", "cannot be read at `[\\b]`", inClass],
  ["[z-a]", "has a range or a count from high to low", "Write the lower end first."],
  ["a{2,1}", "has a range or a count from high to low", "Write the lower end first."],
  ["\\Aup", "cannot be read at `\\A`", escapes],
  ["time\\z", "cannot be read at `\\z`", escapes],
  ["\\pL", "cannot be read at `\\p`", escapes],
  ["\\x41", "cannot be read at `\\x`", escapes],
  ["\\Qa.b\\E", "cannot be read at `\\Q`", escapes],
  ["(a)\\1", "cannot be read at `\\1`", escapes],
  ["\\", "cannot be read at `\\`", escapes],
  ["*", "cannot be read at `*`", repetition],
  ["a**", "cannot be read at `*`", repetition],
  ["^*", "cannot be read at `*`", repetition],
  ["\\b+", "cannot be read at `+`", repetition],
  ["a|+", "cannot be read at `+`", repetition],
  ["a{1001}", "cannot be read at `{1001}`", repetition],
  ["(a{40}){40}", "cannot be read at `{40}`", repetition],
  ["a{01}", "cannot be read at `{01}`", repetition],
  ["a{,2}", "cannot be read at `{,2}`", repetition],
  ["a{", "cannot be read at `{`", repetition],
  ["a}", "cannot be read at `}`", characters],
  ["]", "cannot be read at `]`", characters],
  ["é", "cannot be read at `é`", characters],
  ["a\nb", "cannot be read at `\n`", characters],
  ["a".repeat(1001), "is longer than 1000 characters", "Write a shorter expression, or several."],
];

describe("regular expressions of downscaler_annotations", () => {
  for (const [expression, matches] of read)
    it(`${JSON.stringify(expression)} matches what it matches in Go`, () => {
      const found = goRegularExpression(expression);
      expect(found).to.be.instanceOf(RegExp);
      expect(keys.filter((key) => found instanceof RegExp && found.test(key))).to.deep.equal(matches);
    });

  for (const [expression, unread, instead] of refused)
    it(`${JSON.stringify(expression.slice(0, 20))} is not read: it ${unread.slice(0, 30)}`, () => {
      expect(goRegularExpression(expression)).to.deep.equal({ unread, instead });
    });
});
