import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import type { Pod } from "./pods.ts";

/** Runs pgBackRest in a pod; it must succeed without a warning. Returns its output. */
export function pgbackrest(pod: Pod, ...args: readonly string[]): string {
  const { status, stdout, stderr } = pod.run("pgbackrest", "--stanza=db", ...args);
  if (status !== 0 || /WARN:/.test(stdout + stderr))
    throw new Error(`${pod.name}: pgbackrest ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout.trim();
}

const report = Type.Tuple([
  Type.Object({
    repo: Type.Array(
      Type.Object({
        cipher: Type.String(),
        // Everything else is an error that pgBackRest ends with 0 for.
        status: Type.Object({ message: Type.Enum(["ok", "no valid backups"]) }),
      }),
    ),
    archive: Type.Array(Type.Object({ min: Type.String(), max: Type.String() })),
    backup: Type.Array(
      Type.Object({
        label: Type.String(),
        type: Type.String(),
        archive: Type.Object({ start: Type.String() }),
        database: Type.Object({ "repo-key": Type.Integer() }),
      }),
    ),
  }),
]);

/** What `info` says of the stanza. */
export function info(pod: Pod): Static<typeof report>[0] {
  const value: unknown = JSON.parse(pgbackrest(pod, "--output=json", "info"));
  if (!Check(report, value)) throw new Error(`info: ${JSON.stringify(value)}`);
  return value[0];
}
