import { expect } from "chai";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import { requireTool } from "../tools.ts";
import { followRunbook } from "./follow-runbook.ts";
import { startObjectStores } from "./object-stores.ts";
import { scenarioFolder, userOption } from "./rendered.ts";
import { requireTools, scenario } from "./scenario.ts";
import { storesInstalled } from "./stores/store.ts";
import { startVolume } from "./volume.ts";

describe("end to end: a person follows the runbook", () => {
  before(function () {
    requireTools(this);
    requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
  });

  /** A passphrase that a shell would read in its own way. */
  const odd = (text: string) => text.replace("fake-passphrase-for-the-tutorial", `fake $HOME \`id\` 'pass' "phrase"`);
  const oneInstance = (text: string) => text.replace("numberOfInstances: 2", "numberOfInstances: 1");

  for (const [name, what] of Object.entries({ volume: "a repository on a volume", s3: "a repository in S3" }))
    scenario(`${what}: every command that needs no controller works, and each target has its rows`, (run) => {
      const conf = name === "volume" ? "pgbackrest.conf" : "s3.conf";
      const folder = run.step("folder", () => scenarioFolder(name, { [conf]: odd, "postgresql.yaml": oneInstance }));
      try {
        const yaml = run.step("render", () => folder.build());
        const runbook: Runbook = JSON.parse(
          run.step("runbook", () => folder.type("expand-pgbackrest runbook demo -k . --format json")),
        );
        const { cluster, database } = name === "volume" ? startVolume(run, yaml) : startObjectStores(run, name, yaml);
        // All that is printed of a secret is its name.
        const fill = (text: string) =>
          text.replace(
            /^(repo\d-[a-z0-9-]+)=<.*>$/gm,
            (_, option: string) => `${option}=${odd(userOption(name, option))}`,
          );
        const { typed } = followRunbook(run, {
          cluster,
          database,
          runbook,
          folder,
          fill,
          withMistakes: name === "volume",
        });
        const untyped = runbook.chapters
          .flatMap(({ steps }) => steps.flatMap(({ commands }) => commands))
          .filter(({ text, needs }) => (needs === "pods" || needs === "host") && !typed.has(text));
        expect(untyped).to.deep.equal([]);
      } finally {
        folder.remove();
      }
    });
});
