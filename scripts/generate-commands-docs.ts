import { writeFileSync } from "node:fs";
import { commandTable } from "../src/cli/commands.ts";
import { version } from "../src/version.ts";
import { commandsPage } from "./commands-page.ts";
import { manPage } from "./man-page.ts";

/* Writes docs/commands.md and the manual page docs/expand-pgbackrest.1, from the table of commands. */

const docs = new URL("../docs/", import.meta.url);
const table = await commandTable();
writeFileSync(new URL("commands.md", docs), commandsPage(table));
writeFileSync(new URL("expand-pgbackrest.1", docs), manPage(table, version));
