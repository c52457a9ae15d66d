import type { Finding } from "../findings/finding.ts";
import { reportText } from "../findings/finding-text.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { Refused } from "../restore/moment.ts";
import { visible } from "../text/visible.ts";
import { writeYaml } from "../yaml/writer.ts";
import type { ExitCode } from "./command.ts";
import { placed } from "./formats/report.ts";
import type { Io } from "./io.ts";
import type { JudgedCluster } from "./judged-cluster.ts";

/** What is printed if nothing speaks against it. */
export interface Printed {
  readonly manifest: JsonObject;
  /** What its reviewer must know, as comments. */
  readonly notes: readonly string[];
  /** Why the plan is against it; absent also where that does not matter. */
  readonly refusal: Refused | undefined;
  /** What it is called in messages. */
  readonly what: string;
  /** Whether `--force` prints it despite errors, except for those in a restore itself, which nothing can force. */
  readonly force: "given" | "possible" | "never";
}

/** Prints a manifest, unless `check` finds errors in the cluster that it is for. */
export function printManifest(
  { manifest, notes, refusal, what, force }: Printed,
  { errors, isConfigBad }: JudgedCluster,
  io: Io,
): ExitCode {
  const said = errors.length === 0 ? [] : [reportText(errors.map(placed))];
  if (isConfigBad) {
    io.stderr(said.join(""));
    return 3;
  }
  const canForce = force !== "never" && !errors.some(({ finding }) => isInRestore(finding));
  const isStopped = errors.length > 0 && !(canForce && force === "given");
  if (isStopped)
    said.push(`No ${what} is printed because of this${canForce ? "; --force prints it nevertheless" : ""}.\n`);
  if (refusal !== undefined) said.unshift(`${visible(`${refusal.problem} ${refusal.fix}`)}\n`);
  if (said.length > 0) io.stderr(said.join("\n"));
  if (isStopped || refusal !== undefined) return 1;
  io.stdout(`${notes.map((line) => `# ${visible(line)}\n`).join("")}${writeYaml(manifest, 0)}`);
  return 0;
}

/** True for an error in the restore itself, which the operator would only meet after it has stopped the cluster. */
const isInRestore = ({ at, also = [] }: Finding) =>
  [at, ...also].some(
    (place) => place.in === "field" && place.path.join(".").startsWith("spec.backup.pgbackrest.restore"),
  );
