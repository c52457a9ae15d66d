// Preloaded: kills the program before its n-th change of the file system, with n from KILL_AT.
const fs = require("node:fs");
const at = Number(process.env.KILL_AT);
let step = 0;
for (const name of [
  "mkdirSync",
  "openSync",
  "writeFileSync",
  "linkSync",
  "renameSync",
  "unlinkSync",
  "rmdirSync",
  "rmSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    const changes = name !== "openSync" || (typeof args[1] === "number" && (args[1] & fs.constants.O_CREAT) !== 0);
    if (changes) step += 1;
    if (changes && step === at) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
}
