import { expect } from "chai";
import { requireTool } from "../tools.ts";
import { type Mutation, mutated, mutationsBelow } from "./mutation.ts";
import { proveObjectStores } from "./object-stores.ts";
import { render } from "./rendered.ts";
import { requireTools, runScenario } from "./scenario.ts";
import { serviceAccountFile } from "./stores/gcs.ts";
import { storesInstalled } from "./stores/store.ts";
import { proveVolume } from "./volume.ts";

/* The proof itself is proven: each row of mutations.md makes one line of the rendered objects wrong, and the scenario fails as the row says. */

/** Where something does not answer, pgBackRest need not wait long for it. */
const impatient = { PGBACKREST_IO_TIMEOUT: "3", PGBACKREST_ARCHIVE_TIMEOUT: "10" };

const rendered = new Map<string, string>();

/** What a scenario renders; always the same, so once. */
function yamlOf(scenario: string): string {
  const yaml = rendered.get(scenario) ?? render(scenario, scenario === "gcs" ? serviceAccountFile : {});
  rendered.set(scenario, yaml);
  return yaml;
}

function table(title: string, mutations: readonly Mutation[]): void {
  describe(`end to end: one line wrong, ${title}`, function () {
    this.timeout(180_000);
    before(function () {
      requireTools(this);
      requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
    });

    it("has twenty rows at least", () => {
      expect(mutations.length).to.be.at.least(20);
    });

    for (const mutation of mutations) {
      const { scenario, object, line, instead, caughtBy, says } = mutation;
      it(`${scenario}, ${object}: ${line} -> ${instead || "nothing"}: ${caughtBy} fails`, () => {
        const yaml = mutated(yamlOf(scenario), mutation);
        const { failure } = runScenario((run) => {
          if (scenario === "volume") proveVolume(run, yaml);
          else proveObjectStores(run, scenario, yaml);
        }, impatient);
        if (failure === undefined) throw new Error("nothing failed");
        const { step, reason } = failure;
        if (step !== caughtBy || !reason.includes(says)) throw new Error(`${step} failed: ${reason}`);
      });
    }
  });
}

table("in every run", mutationsBelow("In every run"));
if (process.env.E2E_COMPLETE === "true") table("in the complete run", mutationsBelow("In the complete run"));
