import { asErrors } from "../findings/errors.ts";
import { filter } from "../function/filter.ts";
import { staleDiagnostic } from "../krm/stale-object.ts";
import { type Command, UsageError } from "./command.ts";
import { formats } from "./formats/index.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { clusterCount, locate } from "./located.ts";
import { readManifests } from "./manifests.ts";

/** Checks manifests without a host, for CI. */
export const check: Command = {
  name: "check",
  usage: "check PATH... [--format FORMAT] [--fail-on SEVERITY]",
  summary: `Checks manifests and reports what would lose a backup, and which objects that the function created are out of date.
PATH is a file, a folder (with all manifests below it) or - for standard input. The exit code is 1 for errors.`,
  flags: {
    format: { choices: Object.keys(formats), help: "how to print findings" },
    "fail-on": { choices: ["error", "warning"], help: "lowest severity that makes the exit code 1" },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run({ paths, flags }, io) {
    if (paths.length === 0) throw new UsageError("check needs a file, a folder, or - for standard input.");
    const list = readManifests(paths, io);
    const outcome = await filter(list, await functionConfigFrom(flags["function-config"]), { everyCluster: true });
    const findings = [...outcome.findings, ...asErrors("stale-object", outcome.stale.map(staleDiagnostic))];
    const format = formats[String(flags.format)];
    if (format === undefined) throw new UsageError(`There is no format \`${flags.format}\`.`);
    io.stdout(
      format({
        located: locate(list, findings),
        clusters: clusterCount(list),
        color: io.terminal && io.env.NO_COLOR === undefined,
      }),
    );
    if (outcome.exitCode !== 0) return outcome.exitCode;
    if (outcome.stale.length > 0) return 1;
    return flags["fail-on"] === "warning" && findings.some(({ severity }) => severity === "warning") ? 1 : 0;
  },
};
