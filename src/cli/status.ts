import { findingsText } from "../findings/finding-text.ts";
import { problemOf } from "../status/problem.ts";
import { statusReport } from "../status/status.ts";
import type { Status } from "../status/status-schema.ts";
import { nowFlag, nowOf } from "./clock.ts";
import { type Command, type ExitCode, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { inputFlags } from "./judged-input.ts";
import { screenOf } from "./screen.ts";
import { statusFormats } from "./status-formats/index.ts";
import type { StatusFormat } from "./status-formats/status-format.ts";
import { orderFlags, secondsOf, statusOrder } from "./status-order.ts";
import { statusRun } from "./status-run.ts";

const levels = ["ok", "warning", "unknown", "critical"] as const satisfies ReadonlyArray<Status["level"]>;

/** Asks a living cluster about its backups, and holds it to its manifests. */
export const status: Command = {
  name: "status",
  takes: "[PATH...]",
  usage: "status [PATH... | -n NAMESPACE | -A] [--context CONTEXT] [--format FORMAT]",
  title: "ask a living cluster about its backups, and hold it to its manifests",
  summary: `Shows what a living cluster has of its backups: what succeeded and when, what failed, is late or suspended, whether WAL is archived, and
whether the objects are what the manifests ask for. It reads, and changes nothing.
PATH is a file, a folder (with all manifests below it) or - for standard input, and DIR the folder of a kustomization: these say what is wanted.
Without them, the postgresql resources in the cluster say it themselves.
The exit codes are those of monitoring plugins.`,
  failure: 3,
  examples: [
    { does: "look at the clusters of the current namespace", call: "status" },
    { does: "look at all clusters, and ask pgBackRest in their pods", call: "status -A --exec" },
    { does: "hold the living cluster to its manifests", call: "status -k overlays/prod" },
  ],
  exitCodes: { 0: "ok", 1: "warning", 2: "critical", 3: "unknown, and what cannot be read, also of the arguments" },
  flags: {
    ...orderFlags,
    format: { choices: Object.keys(statusFormats), help: "how to print it" },
    level: { choices: levels, help: "show what is as bad as this, or worse; the exit code stays that of all" },
    output: { short: "o", value: "FILE", help: "write it to FILE" },
    watch: { value: "SECONDS", help: "look again every so many seconds, until it is interrupted" },
    now: { ...nowFlag.now, hidden: true },
    kustomize: inputFlags.kustomize.kustomize,
    "kustomize-command": inputFlags.kustomize["kustomize-command"],
    timeout: orderFlags.timeout,
    ...inputFlags.settings,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const { flags } = given;
    const format = formatOf(flags.format);
    const least = levelOf(flags.level, format);
    const order = statusOrder(given);
    if (flags.output !== undefined) (await import("./replaced-file.ts")).refuseToReplace(flags.output);
    const every = secondsOf(typeof flags.watch === "string" ? flags.watch : undefined, "--watch");
    const once = async () => {
      const now = Math.floor(nowOf(flags.now) / 1000);
      const shown = progress(io);
      try {
        const run = await statusRun(order, given, { io, now, seen: shown.seen });
        return run.is === "seen" ? run.status : refused(io, findingsText(run.findings));
      } catch (error) {
        return failed(error, now, flags.format);
      } finally {
        shown.end();
      }
    };
    const file = typeof flags.output === "string" && flags.output !== "-" ? flags.output : undefined;
    const pass = async () => {
      const seen = await once();
      if (seen === undefined) return { text: "", exitCode: 3 } as const;
      const text = format(seen, { ...(file === undefined ? screenOf(io) : inFile), least });
      const exitCode = exitCodes[seen.level];
      if (file === undefined) return { text, exitCode };
      const { writeWholeFile } = await import("./write-file.ts");
      try {
        writeWholeFile(file, [text]);
      } catch (error) {
        throw (await import("./can-write.ts")).cannotWrite(file, error);
      }
      return { text: "", exitCode };
    };
    if (every !== undefined) {
      const { watch } = await import("./watch.ts");
      // What cannot be written at the first look never can.
      if (file !== undefined) (await import("./can-write.ts")).checkWritable(file);
      return await watch(pass, { io, seconds: every, isTerminal: io.terminal && file === undefined });
    }
    const { text, exitCode } = await pass();
    try {
      io.stdout(text);
    } catch (error) {
      // `status | head -1`: who reads has seen enough, and what was found is known.
      if (!(error instanceof Error) || error.name !== "ReaderGone") throw error;
    }
    return exitCode;
  },
};

const inFile = { color: false, columns: Number.POSITIVE_INFINITY };

const exitCodes: Readonly<Record<Status["level"], ExitCode>> = { ok: 0, warning: 1, critical: 2, unknown: 3 };

function formatOf(given: string | true | undefined): StatusFormat {
  const formats: Readonly<Record<string, StatusFormat>> = statusFormats;
  const format = typeof given === "string" && Object.hasOwn(formats, given) ? formats[given] : undefined;
  if (format === undefined)
    throw new UsageError(
      `--format cannot be \`${String(given)}\`; the formats are ${Object.keys(statusFormats).join(", ")}.`,
    );
  return format;
}

/** The least level that is shown. */
function levelOf(given: string | true | undefined, format: StatusFormat): Status["level"] {
  const level = levels.find((each) => each === given);
  if (level === undefined)
    throw new UsageError(`--level cannot be \`${String(given)}\`; the choices are ${levels.join(", ")}.`);
  if (level !== "ok" && format !== statusFormats.text && format !== statusFormats.markdown)
    throw new UsageError("--level is for people, with the formats text and markdown. Programs are told everything.");
  return level;
}

function refused(io: Io, text: string): undefined {
  io.stderr(text);
  return undefined;
}

/** A monitoring system reads standard output: for it, what keeps it from being known is part of the report. People read standard error. */
function failed(error: unknown, now: number, format: string | true | undefined): Status {
  const isSaid = error instanceof Error && (error.name === "UsageError" || error.name === "UnreadableInput");
  if (!isSaid || (format !== "nagios" && format !== "prometheus" && format !== "json")) throw error;
  const problem = problemOf("unreachable", error.message);
  return statusReport({ clusters: [], problems: [problem], now, context: undefined });
}

/** Says on a terminal how far it is, once there is something to wait for. */
function progress({ stderr }: Io): { readonly seen: (clusters: number) => void; readonly end: () => void } {
  // Also where the report goes into a file: a person waits for it.
  if (process.stderr.isTTY !== true) return { seen: () => {}, end: () => {} };
  const since = nowOf(undefined);
  let last: number | undefined;
  return {
    seen(clusters) {
      const at = nowOf(undefined);
      if (at - since < 1000 || at - (last ?? 0) < 200) return;
      last = at;
      stderr(`\r${clusters} clusters looked at ...\u001b[K`);
    },
    end() {
      if (last !== undefined) stderr("\r\u001b[K");
    },
  };
}
