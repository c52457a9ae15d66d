/**
 * By V8's major version, how it is told to optimise only what runs very often. V8 complains on standard error about a flag it does not
 * know, so it is told only where that was tried: in Node 20, 22, 24 and 26.
 */
const optimiseLess: Readonly<Record<string, string>> = {
  "11": "--interrupt-budget=1000000",
  "12": "--invocation-count-for-turbofan=20000",
  "13": "--invocation-count-for-turbofan=20000",
  "14": "--invocation-count-for-turbofan=20000",
};

/**
 * Tunes V8 for a long list. Its thresholds are made for programs that run for minutes; of the code that a run of ours optimizes at them,
 * most is not used enough to pay for the compiler. With them a list of 100,000 items takes 3 to 5 % more CPU time, one of 10,000 items no more
 * that can be measured. What a run allocates is either garbage at once or stays, so that a young generation that grows, from 1 to 16 MB
 * twice, saves no time.
 */
export async function expectShortRun(): Promise<void> {
  const flag = optimiseLess[process.versions.v8.split(".")[0] ?? ""];
  if (flag === undefined) return;
  const { setFlagsFromString } = await import("node:v8"); // not at start: to load it takes a tenth of the start-up
  setFlagsFromString(flag);
  setFlagsFromString("--semi-space-growth-factor=1");
}
