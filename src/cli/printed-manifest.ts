import type { Finding } from "../findings/finding.ts";
import { reportText } from "../findings/finding-text.ts";
import type { JsonObject } from "../json/json-value.ts";
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
  /** What it is called in messages. */
  readonly what: string;
  /** True where `--force` was given. Errors in what is printed cannot be forced. */
  readonly isForced: boolean;
}

/** Prints a manifest, unless `check` finds errors in the cluster that it is for. */
export function printManifest(
  { manifest, notes, what, isForced }: Printed,
  { errors, isConfigBad }: JudgedCluster,
  io: Io,
): ExitCode {
  if (errors.length > 0) io.stderr(reportText(errors.map(placed)));
  if (isConfigBad) return 3;
  const ofItself = errors.filter(({ finding }) => isInRestore(finding));
  if (errors.length > 0 && (!isForced || ofItself.length > 0)) {
    const rest = ofItself.length > 0 ? "" : "; --force prints it nevertheless";
    io.stderr(`\nNo ${what} is printed because of this${rest}.\n`);
    return 1;
  }
  io.stdout(`${notes.map((line) => `# ${visible(line)}\n`).join("")}${writeYaml(manifest, 0)}`);
  return 0;
}

/** True for an error in the restore itself, which the operator would only meet after it has stopped the cluster. */
const isInRestore = ({ at, also = [] }: Finding) =>
  [at, ...also].some(
    (place) => place.in === "field" && place.path.join(".").startsWith("spec.backup.pgbackrest.restore"),
  );
