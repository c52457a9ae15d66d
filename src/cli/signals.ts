const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work in which files change places. With a listener, a signal is delivered between two steps, never within one; then it ends the
 * process as it would without a listener.
 */
export async function whileSignalsWait<Result>(work: () => Promise<Result>): Promise<Result> {
  const end = (signal: NodeJS.Signals) => {
    for (const name of signals) process.off(name, end);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
