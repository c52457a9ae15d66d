/**
 * The flag, by V8's major version, that makes V8 optimize only what runs very often. V8 complains on standard error about a flag that it
 * does not know, so only versions that were tried are listed: those of Node 20, 22, 24 and 26.
 */
const optimizeLess: Readonly<Record<string, string>> = {
  "11": "--interrupt-budget=2000000",
  "12": "--invocation-count-for-turbofan=20000",
  "13": "--invocation-count-for-turbofan=20000",
  "14": "--invocation-count-for-turbofan=20000",
};

/** Bytes of a list whose run takes so much memory that to save some is worth the time. */
const veryLong = 1 << 26;

/**
 * Tunes V8 for a long list. Its thresholds are made for programs that run for minutes; most of the code that one of our runs optimizes
 * at them is not used enough to pay for the compiler: with them, a list of 10,000 items takes 1.5 times the CPU time. With half of our
 * threshold, a varied fleet takes 4 % more, and with twice of it a list of 100,000 items 8 % more. What a run allocates is either garbage at once or stays,
 * so a young generation that grows, from 1 to 16 MB twice, saves no time.
 *
 * @param bytes Those of the list, where the run has only one. V8 lets its heap grow up to fourfold before it collects all garbage. With a very
 * long list that is a tenth of all the memory of the process, and to collect it twice more takes 1 to 3 % more CPU time.
 */
export async function expectShortRun(bytes = 0): Promise<void> {
  const flag = optimizeLess[process.versions.v8.split(".")[0] ?? ""];
  if (flag === undefined) return;
  const { setFlagsFromString } = await import("node:v8"); // not at start: to load it takes a tenth of the start-up
  setFlagsFromString(flag);
  setFlagsFromString("--semi-space-growth-factor=1");
  if (bytes > veryLong) setFlagsFromString("--heap-growing-percent=80");
}
