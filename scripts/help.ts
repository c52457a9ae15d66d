import { readFileSync } from "node:fs";

/* `npm run help`: what the scripts of package.json are for, from `scripts-info` beside them. npm itself lists only their commands. */
const manifest: { readonly "scripts-info": Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const rows = Object.entries(manifest["scripts-info"]).map(
  ([name, sentence]) => [name === "test" ? "npm test" : `npm run ${name}`, sentence] as const,
);
const width = Math.max(...rows.map(([command]) => command.length));
process.stdout.write(rows.map(([command, sentence]) => `${command.padEnd(width)}  ${sentence}\n`).join(""));
