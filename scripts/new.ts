import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isRuleId, isRuleKind, ruleName, ruleText, withRule } from "./new-rule.ts";

/*
 * `npm run new check <id> [kind]`: writes a rule to fill in, and lists it. The kind is `cluster` where none is given, `clone` or `input`: see
 * src/checks/rule.ts.
 */
const rules = new URL("../src/checks/rules/", import.meta.url);
const [what, id = "", kind = "cluster", ...more] = process.argv.slice(2);

if (what !== "check" || id === "" || more.length > 0) fail("Usage: npm run new check <id> [cluster|clone|input]");
else if (!isRuleId(id)) fail(`\`${id}\` is not an id in kebab-case. Write it like \`no-retention\`.`);
else if (!isRuleKind(kind))
  fail(
    `\`${kind}\` is not a kind of rule. Write \`cluster\`, \`clone\` or \`input\`; src/checks/rule.ts explains them.`,
  );
else if (existsSync(new URL(`${id}.ts`, rules))) fail(`src/checks/rules/${id}.ts exists already.`);
else {
  writeFileSync(new URL(`${id}.ts`, rules), ruleText(id, kind));
  const index = new URL("index.ts", rules);
  writeFileSync(index, withRule(readFileSync(index, "utf8"), id));
  process.stdout.write(`src/checks/rules/${id}.ts: write its texts, its examples and its check.
src/checks/rules/index.ts: move \`${ruleName(id)}\` to where its finding is to be read.
Then \`npm run generate\` writes its page, and \`npx mocha test/checks\` says what is missing.
`);
}

/** Ends with a sentence, before anything is written. */
function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}
