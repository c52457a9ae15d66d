import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

/*
 * Locks a folder many times; ends with an error where another process is in it at the same time. Before a file is opened, and in the work,
 * time passes, in which others come. Arguments: OUT, the folder, how often.
 */

const pass = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
const { openSync } = fs;
fs.openSync = (...args) => {
  pass(Math.random() * 4);
  return openSync(...args);
};
syncBuiltinESMExports();
const { folderLock } = await import("../../src/cli/folder-lock.ts");

const [out = "", folder = "", times = ""] = process.argv.slice(2);
const lock = folderLock(out, { enter: () => {}, say: () => {}, stop: new AbortController().signal });
for (let time = 0; time < Number(times); time += 1)
  await lock(join(out, folder), () => {
    fs.mkdirSync(join(out, "inside")); // throws where it is there
    pass(1);
    fs.rmdirSync(join(out, "inside"));
  });
