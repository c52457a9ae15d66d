import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Does work in which files change places and other programs run. With a listener, a signal is delivered between two steps, never
 * within one. It aborts `stop`; when the work has ended, the signal ends the process as it would without a listener.
 */
export async function whileSignalsWait<Result>(work: (stop: AbortController) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // each program that runs listens
  let received: NodeJS.Signals | undefined;
  const receive = (signal: NodeJS.Signals) => {
    received ??= signal;
    stop.abort();
  };
  for (const signal of signals) process.on(signal, receive);
  try {
    return await work(stop);
  } finally {
    for (const signal of signals) process.off(signal, receive);
    if (received !== undefined) {
      process.kill(process.pid, received);
      await pause(1000); // nothing more is said or done until it is delivered
    }
  }
}
