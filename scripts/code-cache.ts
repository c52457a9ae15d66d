import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const usualInput = resolve(import.meta.dirname, "data/example-kpt-list.yaml");

/**
 * Writes the compiled code of a built program, for one release of Node on one platform.
 *
 * The cache holds the functions that were called when it was made, so a usual run comes first: a list as kpt writes it, through pipes as
 * hosts run it. Such a list has comments and values in braces, which kustomize does not leave in; a list of kustomize calls nothing more. It
 * is a process of its own, without the options of this one: V8 rejects a cache that was made with other flags. The seed is the exception that V8
 * makes; with the same one, the same program has the same bytes.
 */
export function writeCodeCache(node: string, program: string, file: string): void {
  const usualRun = `
    const { main, script } = require(${JSON.stringify(program)});
    main([]).then(() => require("node:fs").writeFileSync(${JSON.stringify(file)}, script.createCachedData()));
  `;
  execFileSync(node, ["--random-seed=1", "-e", usualRun], {
    input: readFileSync(usualInput),
    stdio: ["pipe", "pipe", "inherit"],
    cwd: join(program, ".."),
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}
