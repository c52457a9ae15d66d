import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { importsOf } from "./imports.ts";

/*
 * The rooms of src/, the walls that biome.json puts around them, and what they really import. The architecture page, its picture and
 * test/architecture.test.ts read all of it here.
 */

const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");

/** An import from one file of src/ to another file of the project. Paths are relative to the project's folder. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of a file of src/ that names a file, in the order of the files. */
export const imports: readonly Import[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .flatMap((file) => {
    const path = join(source, file);
    return importsOf(file, readFileSync(path, "utf8"))
      .filter((name) => name.startsWith("."))
      .map((name) => ({ from: relative(root, path), to: relative(root, resolve(dirname(path), name)) }));
  });

/** The room that a file of src/ is in; for a file directly in src/, its own name. */
export const roomOf = (path: string): string => path.split("/")[1] ?? "";

/** The folders of src/. */
export const rooms: readonly string[] = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** What a room, or a file directly in src/, imports from others: their names, each once and sorted. */
export function importedBy(room: string): readonly string[] {
  const others = imports.filter(({ from, to }) => roomOf(from) === room && roomOf(to) !== room);
  return [...new Set(others.map(({ to }) => roomOf(to)))].sort();
}

/** The files directly in src/ that import rooms: entry points that are not part of the command line. */
export const entries: readonly string[] = [...new Set(imports.map(({ from }) => roomOf(from)))].filter(
  (name) => !rooms.includes(name) && importedBy(name).length > 0,
);

/** A wall of biome.json. */
export interface Wall {
  /** The files inside, for example `src/text/**`. */
  readonly includes: readonly string[];
  /** The patterns of the imports that it stops; a later one that begins with `!` lets some through again. */
  readonly group: readonly string[];
  /** One sentence that begins with the room's path: what the room may know. */
  readonly message: string;
}

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports?: {
          readonly options: {
            readonly patterns: readonly { readonly group: readonly string[]; readonly message: string }[];
          };
        };
      };
    };
  };
}

const configuration: { readonly overrides: readonly Override[] } = JSON.parse(
  readFileSync(join(root, "biome.json"), "utf8"),
);

/** The walls in the order of biome.json. */
export const walls: readonly Wall[] = configuration.overrides.flatMap(({ includes, linter }) =>
  (linter.rules.style.noRestrictedImports?.options.patterns ?? []).map((pattern) => ({ includes, ...pattern })),
);

/** What a room may know, in the words of its wall: the sentence without the room's path. */
export function knowledge(room: string): string {
  const message = walls.find(({ includes }) => includes.includes(`src/${room}/**`))?.message ?? "";
  return message.replace(`src/${room} `, "");
}
