import { expect } from "chai";
import fc from "fast-check";

/** What a stranger would write to forge lines of a log, to command the runner that reads it, or to repaint the terminal. */
const payload = fc.constantFrom(
  "\n::error file=a.go,line=1::FORGED",
  "::error::FORGED",
  "  ::set-output name=x::FORGED",
  "\r##vso[task.complete result=Succeeded]FORGED",
  "##[error]FORGED",
  "\u2028::warning::FORGED",
  "\u0085::warning::FORGED",
  "\u001b[2J\u001b[1;1HFORGED",
  "\u009b31mFORGED",
  "</failure><testcase name='FORGED'/>",
  "]]>\u0000\ufffe\ud800FORGED",
  '","severity":"FORGED',
  "`\n\nFORGED: info: x [y]\n  z",
);
/** A text that a stranger chose, for any field. */
export const hostile = fc
  .tuple(fc.constantFrom("", "a", "repo1-", "x: "), payload, fc.constantFrom("", "\n", "=y"))
  .map((parts) => parts.join(""));

/** Fails where a line begins with what the input chose, or holds what a runner or a terminal would obey. */
export function expectNoForgery(text: string): void {
  expect(text).to.not.match(/[^\P{Cc}\n]|[\u2028\u2029]/u);
  expect(text).to.not.match(/##[A-Za-z]*\[/);
  for (const line of text.split("\n")) expect(line).to.not.match(/^\s*(::|FORGED)/);
}
