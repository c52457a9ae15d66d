import type { Unknown } from "../../status/observed.ts";
import type { PodCommand } from "../../status/pod-commands.ts";
import type { Place } from "../../status/where-to-look.ts";
import { shellWord } from "../../text/shell-word.ts";
import { visible } from "../../text/visible.ts";
import { lastLineOf } from "./foreign-text.ts";

/*
 * Why a command in a pod has not said what it was asked for, and what to do. The namespace is put into the commands of kubectl where the report is
 * made.
 */

/** There is no such pod. */
export const noPod = (namespace: string, { pod }: Place, command: PodCommand): Unknown => ({
  unknown: "no-pod-to-ask",
  why: `There is no Pod/${visible(pod)} in namespace \`${visible(namespace)}\` to run \`${inShort(command)}\` in.`,
  fix: "See with `kubectl get pods` which pods run, and why this one does not.",
});

/** It ran, and failed. */
export function failedCommand(
  place: Place,
  command: PodCommand,
  { exitCode, stderr, stdout }: { readonly exitCode: number; readonly stderr: string; readonly stdout: string },
): Unknown {
  const said = lastError(stderr.trim() === "" ? stdout : stderr).replace(/\.$/, "");
  return {
    unknown: "unreadable",
    why: `\`${inShort(command)}\` ${inPod(place)} ended with exit code ${exitCode}${said === "" ? ", and said nothing" : `: ${said}`}.`,
    fix: fixOf(place, command, exitCode),
  };
}

/** Kubernetes could not run it, or it did not end. */
export function notRun(
  place: Place,
  command: PodCommand,
  { code, message, reason }: { readonly code: number; readonly message: string; readonly reason: string },
): Unknown {
  if (reason === "Timeout")
    return {
      unknown: "timeout",
      why: `\`${inShort(command)}\` ${inPod(place)} was stopped: ${message}.`,
      fix: `See with ${byHand(place, command)} what it waits for: most often the way from the pod to the repository. Where it is only slow, give it more time with \`--timeout\`.`,
    };
  const said = message === "" ? `${code}` : `${code}, ${message.replace(/\.$/, "")}`;
  const why = `\`${inShort(command)}\` cannot be run ${inPod(place)} (${said}).`;
  if (/executable file not found|no such file or directory/i.test(message))
    return { unknown: "unreadable", why, fix: noProgram(place, command) };
  if (code === 400 || /container[^.]*not (?:found|valid)/i.test(message))
    return {
      unknown: "unreachable",
      why,
      fix: `See with \`kubectl get pod ${shellWord(place.pod)} -o jsonpath='{.spec.containers[*].name}'\` which containers the pod has: \`${place.container}\` has to be one, and to run.`,
    };
  return {
    unknown: "unreachable",
    why,
    fix: `See with \`kubectl describe pod ${shellWord(place.pod)}\` whether the container \`${place.container}\` runs, and try ${byHand(place, command)}.`,
  };
}

function fixOf(place: Place, command: PodCommand, exitCode: number): string {
  const [program] = command;
  // As a shell says it.
  if (exitCode === 126 || exitCode === 127) return noProgram(place, command);
  // https://www.postgresql.org/docs/current/app-psql.html: 2 where the connection went bad.
  if (program === "psql")
    return exitCode === 2
      ? `PostgreSQL does not accept the connection: see why with \`kubectl logs ${shellWord(place.pod)} -c ${place.container} --tail=50\`.`
      : `See what it says with ${byHand(place, command)}.`;
  // pgBackRest's errors of the command line and the configuration (pgbackrest@release/2.58:src/build/error/error.yaml).
  if (exitCode >= 27 && exitCode <= 37)
    return `pgBackRest is not configured there, or refuses its configuration: see with \`kubectl exec ${shellWord(place.pod)} -c ${place.container} -- ls -l /etc/pgbackrest/conf.d\` which files it reads, and with \`kubectl describe pod ${shellWord(place.pod)}\` which ConfigMap and Secret they come from.`;
  return `Mend what it names, and see with ${byHand(place, command)} whether it works.`;
}

const noProgram = ({ container, pod }: Place, [program]: PodCommand) =>
  `The image of the container has no \`${program}\`: see with \`kubectl get pod ${shellWord(pod)} -o jsonpath='{.spec.containers[?(@.name=="${container}")].image}'\` which it is, and use one of the operator's.`;

const inPod = ({ container, pod }: Place) => `in the container \`${container}\` of Pod/${visible(pod)}`;

/** The query of psql is long, and says nothing to whoever reads it. */
const inShort = (command: PodCommand) => (command[0] === "psql" ? "psql" : command.join(" "));

const byHand = ({ container, pod }: Place, command: PodCommand) =>
  `\`kubectl exec ${shellWord(pod)} -c ${container} -- ${command[0] === "psql" ? "psql -U postgres -c 'SELECT * FROM pg_stat_archiver'" : "pgbackrest --stanza=db info"}\``;

/** The last error that it printed, else its last line. Hints stand behind the error that they are about. */
function lastError(printed: string): string {
  const lines = printed.trim().split("\n").slice(-50);
  return lastLineOf(lines.findLast((line) => /\b(?:ERROR|FATAL|error|fatal):/.test(line)) ?? lines.at(-1) ?? "");
}
