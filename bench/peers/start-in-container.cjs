// start-in-container.cjs TIMES FILE COMMAND...: runs a command many times on one file, and prints the CPU time of all runs in seconds. For an image
// that has Node and nothing else.
const { spawnSync } = require("node:child_process");
const { readFileSync } = require("node:fs");

const [times, file, command, ...args] = process.argv.slice(2);
const input = readFileSync(file);
/** User and system time of the children that have ended, in hundredths of a second (proc(5): fields 16 and 17). */
const ticks = () => {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[13]) + Number(fields[14]);
};
const before = ticks();
for (let run = 0; run < Number(times); run += 1) {
  const { status, stderr } = spawnSync(command, args, { input, stdio: ["pipe", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}
console.log((ticks() - before) / 100);
