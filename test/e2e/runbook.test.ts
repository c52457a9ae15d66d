import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { processIo } from "../../src/cli/io.ts";
import { readManifests } from "../../src/cli/manifests.ts";
import { filter } from "../../src/function/filter.ts";
import { runbookFor } from "../../src/restore/runbook-for.ts";
import { requireTool } from "../tools.ts";
import { followRunbook } from "./follow-runbook.ts";
import { startObjectStores } from "./object-stores.ts";
import { render, userOption } from "./rendered.ts";
import { requireTools, runScenario } from "./scenario.ts";
import { storesInstalled } from "./stores/store.ts";
import { startVolume } from "./volume.ts";

describe("end to end: a person follows the runbook", function () {
  this.timeout(300_000);

  for (const name of ["volume", "s3"]) {
    it(`${name}: every command that needs no controller, and the rows of each target`, async function () {
      requireTools(this);
      if (name === "s3") requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
      const yaml = render(name, {
        "postgresql.yaml": (text) => text.replace("numberOfInstances: 2", "numberOfInstances: 1"),
      });
      writeFileSync(join("/tmp/runbook", `${name}.yaml`), yaml);
      const { list } = readManifests([join("/tmp/runbook", `${name}.yaml`)], processIo);
      const outcome = await filter(list, undefined, { everyCluster: true });
      const input = outcome.kept?.().comparable;
      const [cluster] = input?.clusters ?? [];
      if (input === undefined || cluster === undefined) throw new Error("none");
      const runbook = runbookFor(input, { cluster, name: "demo", manifests: [], notes: [] });
      if (runbook === undefined) throw new Error("none");
      const fill = (text: string) =>
        text.replace(/^(repo\d-[a-z0-9-]+)=<.*>$/gm, (_, option: string) => `${option}=${userOption(name, option)}`);
      const { timings, failure } = runScenario((run) => {
        const started = name === "volume" ? startVolume(run, yaml) : startObjectStores(run, name, yaml);
        const person = followRunbook(run, { cluster: started.cluster, database: started.database, runbook, fill });
        const others = runbook.chapters
          .flatMap((chapter) => chapter.steps.flatMap(({ commands }) => commands))
          .filter(({ text, needs }) => (needs === "pods" || needs === "host") && !person.typed.has(text));
        expect(others).to.deep.equal([]);
      });
      console.log(`      ${timings}`);
      if (failure !== undefined) throw new Error(failure.reason);
    });
  }
});
