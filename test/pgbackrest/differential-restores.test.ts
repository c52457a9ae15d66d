import { stringify } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { takes } from "../../src/pgbackrest/option-names.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { requireTool, which } from "../tools.ts";
import { count, expectNone, findingsIn, firstSeed, manifests, pods, release } from "./judged.ts";
import { keyOf, values } from "./option-examples.ts";
import { randomFrom } from "./random.ts";
import type { Configuration } from "./random-configuration.ts";
import { restoreRefusal } from "./real-pgbackrest.ts";

/* Options of restores, which the operator passes on the command line, judged by us and by the real binary. */

const healthy: Configuration = {
  repositories: [
    {
      name: "repo1",
      storage: "s3",
      resource: "backups",
      endpoint: "s3.example.com",
      region: "eu",
      schedule: { full: "30 2 * * *" },
    },
  ],
  global: { "repo1-path": "/demo", "repo1-retention-full": "7" },
  files: { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n" },
};

const taken = allOptions().filter(
  ([name, option]) => takes("restore", option, release) && !/-local$|^config|^repo-sftp|^repo-host|^pg-host/.test(name),
);
const others = allOptions().filter(([, option]) => !takes("restore", option, release));

/** Restore options from a seed: a type with its target, and up to two more. */
function randomRestore(seed: number): Readonly<Record<string, string>> {
  const random = randomFrom(seed);
  const type = random.pick(["time", "time", "name", "xid", "lsn", "immediate", "immediate", "default", "pit"]);
  const targets = { time: "2026-01-01 00:00:00+00", name: "before", xid: "7", lsn: "0/3000060" };
  const target = Object.entries(targets).find(([known]) => known === type)?.[1];
  const wanted = target !== undefined ? random.chance(0.95) : random.chance(0.1);
  const options: Record<string, string> = {
    ...(random.chance(0.95) && { type }),
    ...(wanted && { target: target ?? "x" }),
  };
  for (let more = random.integer(3); more > 0; more -= 1) {
    const pool = random.chance(0.85) ? taken : others;
    const [name, option] = pool[random.integer(pool.length)] ?? ["set", { type: "string" as const }];
    const examples = values(option);
    const value = examples[random.integer(examples.length)] ?? "x";
    if (!/["$`\\]/.test(value)) options[keyOf(name, option)] = random.chance(0.03) ? "" : value;
  }
  return options;
}

describe("restore options against the real pgbackrest", function () {
  this.timeout(0);

  it("get the same verdict from us as from the binary", async function () {
    const binary = requireTool(this, "pgbackrest", which("pgbackrest"));
    const differences: string[] = [];
    const seen = { refused: 0, quiet: 0 };
    const [pod] = pods(healthy);
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const options = randomRestore(seed);
      const findings = await findingsIn(manifests(healthy, options).text);
      const errors = findings.filter(({ severity }) => severity === "error");
      const refusal = restoreRefusal(binary, pod?.files ?? {}, options);
      seen[refusal === undefined ? "quiet" : "refused"] += 1;
      // Looking for a backup by a time, and a target as such, come only when the restore runs.
      const alarms = errors.filter(({ problem }) => !/PostgreSQL|is not a time that|needs a `target`/.test(problem));
      if (refusal === undefined ? alarms.length === 0 : errors.length > 0) continue;
      differences.push(`SEED=${seed}: ${refusal}\nwe:\n${findingsText(findings)}\n${stringify(options)}`);
    }
    expectNone(differences, seen);
  });
});
