import { readFileSync, writeFileSync } from "node:fs";
import { picture } from "./architecture-picture.ts";
import { entries, importedBy, knowledge, rooms } from "./rooms.ts";

/* Writes the picture of the rooms, and the list of them in docs/architecture.md, from what src/ imports and what biome.json says. */

const page = new URL("../docs/architecture.md", import.meta.url);
const generated = /(?<=<!-- rooms: .* -->\n).*(?=<!-- end of rooms -->)/s;

const names = [...entries, ...rooms];
const roomsOf = (name: string) => importedBy(name).filter((other) => rooms.includes(other));
const graph = new Map(names.map((name) => [name, roomsOf(name)]));

/** Those who import before those who are imported. */
const depth = (name: string): number => Math.max(0, ...(graph.get(name) ?? []).map((other) => 1 + depth(other)));
const inOrder = rooms.toSorted((left, right) => depth(right) - depth(left));

const sentence = (room: string) => {
  const others = roomsOf(room).map((other) => `\`${other}\``);
  return `- \`src/${room}\` ${knowledge(room)}${others.length === 0 ? "" : ` It imports ${others.join(", ")}.`}\n`;
};

const text = readFileSync(page, "utf8");
if (!generated.test(text)) throw new Error("docs/architecture.md has lost the comments around its list of rooms.");
writeFileSync(
  page,
  text.replace(generated, () => inOrder.map(sentence).join("")),
);
writeFileSync(
  new URL("../docs/architecture.svg", import.meta.url),
  await picture(graph, ["cli", ...entries], "The folders of src/, with arrows to the folders that they import"),
);
