import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { hasCode } from "./safe-path.ts";

/**
 * Who holds a lock, as the name of a file: `HOST.BOOT.NAMESPACE.PID.START.RANDOM`. Within the same boot and the same namespace of processes,
 * the process and its start (field 22 of Linux' `/proc/PID/stat`, in clock ticks) are its own and never another's later.
 * @param chance Any number from 0 to 1, of which the random part is made: nobody has to guess it, only to have another.
 */
export const newOwner = (chance: number): string =>
  [...machine(), process.pid, startOf(process.pid) ?? "0", Math.floor(chance * 2 ** 32).toString(16)].join(".");

/** Whether the owner has ended for certain. Of a process on another machine, or in another container, nobody here can tell. */
export function hasEnded(owner: string): boolean {
  const parts = owner.split(".");
  const [pid, start] = [Number(parts[3]), parts[4]];
  if (parts.length !== 6 || !Number.isInteger(pid) || pid < 1) return false;
  if (machine().some((part, index) => part !== parts[index])) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return true;
  }
  const now = startOf(pid);
  return now !== undefined && now !== start;
}

/** The owner in words. */
export function ownerText(owner: string): string {
  const [host = "", , , pid] = owner.split(".");
  return pid === undefined ? owner : `process ${pid} on ${host}`;
}

/** This machine and what counts its processes. Where there is no `/proc`, the name of the host must do. */
function machine(): readonly string[] {
  const host = hostname().replace(/[^\w-]/g, "_");
  return [
    host,
    textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8)),
    namespaceOfProcesses(),
  ];
}

const namespaceOfProcesses = () => textOf(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "");

const textOf = (read: () => string) => {
  try {
    return read() || "0";
  } catch {
    return "0";
  }
};

/** When a process started; `"ended"` for one that only waits for its parent to notice, `undefined` where that cannot be seen. */
function startOf(pid: number): string | undefined {
  try {
    // The name of the program is in brackets and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : fields[19];
  } catch {
    return undefined;
  }
}
