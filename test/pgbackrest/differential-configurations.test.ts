import type { Finding } from "../../src/findings/finding.ts";
import { findingsText } from "../../src/findings/finding-text.ts";
import { meaningOf } from "../../src/pgbackrest/option-names.ts";
import { requireTool, which } from "../tools.ts";
import { count, expectNone, findingsIn, firstSeed, manifests, pods } from "./judged.ts";
import { randomConfiguration } from "./random-configuration.ts";
import { inEffect, verdictOf } from "./real-pgbackrest.ts";

/*
 * Whole configurations, drawn from seeds, judged by us and by the real binary: several files and sections, duplicates, precedence,
 * older names, variables, all storages.
 */

/** What pgBackRest silently ignores, or notices only when it talks to a store: here, the binary's silence proves nothing. */
const beyondTheBinary = new Set([
  "azure-key-encoding",
  "bucket-name",
  "cipher-pass-without-type",
  "endpoint-host",
  "endpoint-protocol",
  "file-not-in-secret",
  "gcs-key-file",
  "host-option",
  "option-without-effect",
  "path-on-volume",
  "quotes-or-comment-in-value",
  "repository-unknown",
  "s3-key-type",
  "secret-file-unread",
  "section-ignored",
  "server-port",
  "shared-repository",
  "standby-unknown",
  "wal-queue-limit",
]);

/** The path of a key file is never empty to pgBackRest, for the operator puts the folder before it; it finds no file when it runs. */
const keyFileMissing = ({ rule, problem }: Finding) =>
  rule === "repository-field-missing" && problem.includes("key file");
/** Options of the server in a stanza's section are read by no command, and no command says so. */
const forServer = ({ rule, problem }: Finding) => rule === "option-placement" && problem.includes("server");

describe("whole configurations against the real pgbackrest", function () {
  this.timeout(0);

  it("get the same verdict from us as from the binary", async function () {
    const binary = requireTool(this, "pgbackrest", which("pgbackrest"));
    const differences: string[] = [];
    const seen = { refused: 0, warned: 0, quiet: 0 };
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const configuration = randomConfiguration(seed);
      const { text } = manifests(configuration);
      const findings = await findingsIn(text);
      const each = pods(configuration);
      const theirs = each.map(({ files, commands, environment }) => verdictOf(binary, files, commands, environment));
      const is =
        (["refused", "warned"] as const).find((worst) => theirs.some((verdict) => verdict.is === worst)) ?? "quiet";
      seen[is] += 1;
      const errors = findings.filter(({ severity }) => severity === "error");
      const missed = (is === "refused" && errors.length === 0) || (is === "warned" && findings.length === 0);
      const alarms =
        is === "quiet"
          ? errors.filter(
              (finding) => !beyondTheBinary.has(finding.rule) && !keyFileMissing(finding) && !forServer(finding),
            )
          : [];
      const effective =
        is === "refused" ? [] : errors.filter((finding) => each.every((pod) => hasEffect(binary, finding, pod)));
      if (!missed && alarms.length + effective.length === 0) continue;
      differences.push(
        `SEED=${seed}: the binary: ${is}\n${theirs.flatMap(({ says }) => says.slice(0, 3)).join("\n")}\nwe:\n${findingsText(findings)}\n${text}`,
      );
    }
    expectNone(differences, seen);
  });
});

/** True for an option that we call ineffective but that still has a value in a command. */
function hasEffect(binary: string, { rule, problem }: Finding, { files, commands }: ReturnType<typeof pods>[number]) {
  const meaning = meaningOf(/^`([^`]+)`/.exec(problem)?.[1] ?? "");
  // The binary shows the values of all numbers at once.
  if (rule !== "option-without-effect" || meaning.is !== "option" || (meaning.index ?? 1) !== 1) return false;
  return inEffect(binary, files, meaning.name, commands.parsed).length > 0;
}
