import { arch, cpus, loadavg, release, type as system, totalmem } from "node:os";

/** Where and with what the figures were measured, in one line. */
export function machineLine(): string {
  const { length, 0: first } = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${length} x ${first?.model.trim() ?? arch()}, ${memory} GiB, ${system()} ${release()}, Node ${process.versions.node}`;
}

/** The load of the machine: the mean number of processes that run or wait, over the last 1, 5 and 15 minutes. */
export const loadLine = (): string =>
  loadavg()
    .map((load) => load.toFixed(2))
    .join(", ");
