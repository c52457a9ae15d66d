/**
 * Lets V8 optimise only what runs very often. Its threshold is made for programs that run for minutes; of the code that a run of ours
 * optimises at it, most is never used enough to pay for the compiler, which took a quarter of the CPU time of a long list.
 */
export async function expectShortRun(): Promise<void> {
  const { setFlagsFromString } = await import("node:v8"); // not at start: to load it takes a tenth of the start-up
  setFlagsFromString("--interrupt-budget=1000000");
}
