import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rules } from "../src/checks/rules/index.ts";
import { version } from "../src/version.ts";
import { exampleInput } from "./rule-example.ts";
import { ruleIndex } from "./rule-index.ts";
import { rulePage } from "./rule-page.ts";

/* Writes docs/checks.md and a page for each rule, from the rules themselves; removes the pages of rules that are gone. */

const docs = new URL("../docs/", import.meta.url);
const pages = new URL("checks/", docs);
const sinceFile = new URL("data/rules-since.json", import.meta.url);

/** The release that brought each rule; a rule that is new comes with the one in package.json. */
const known: Readonly<Record<string, string>> = JSON.parse(readFileSync(sinceFile, "utf8"));
const since = new Map(rules.map(({ id }) => [id, known[id] ?? version]));
writeFileSync(sinceFile, `${JSON.stringify(Object.fromEntries([...since].sort()), null, 2)}\n`);

mkdirSync(pages, { recursive: true });
for (const name of readdirSync(pages)) if (!since.has(name.replace(/\.md$/, ""))) rmSync(new URL(name, pages));
for (const rule of rules)
  writeFileSync(new URL(`${rule.id}.md`, pages), await rulePage(rule, since.get(rule.id) ?? version));
writeFileSync(new URL("checks.md", docs), ruleIndex(rules, exampleInput({}).manifests));
