import { processIo } from "../../src/cli/io.ts";
import { watch } from "../../src/cli/watch.ts";

/*
 * A program that watches passes which are made up: the first finds a warning, the second fails, the third finds something critical, and then it
 * says so on standard error and takes as long as it is let. Its argument says what the third pass shows.
 */
let passes = 0;
const [lines = "3"] = process.argv.slice(2);
const exitCode = await watch(
  async () => {
    passes++;
    if (passes === 1) return { text: "first\nof two lines\n", exitCode: 1 };
    if (passes === 2) throw Object.assign(new Error("No cluster answers\u001b[2J."), { name: "UsageError" });
    if (passes === 3)
      return { text: Array.from({ length: Number(lines) }, (_, at) => `line ${at + 1}\n`).join(""), exitCode: 2 };
    processIo.stderr("fourth\n");
    return new Promise(() => setTimeout(() => {}, 1 << 30));
  },
  { io: processIo, seconds: 0.01, isTerminal: processIo.terminal },
);
process.exit(exitCode);
