import { existsSync } from "node:fs";
import { expect } from "chai";
import { requireTools, runScenario } from "./scenario.ts";

describe("end to end: what a failed scenario says", function () {
  this.timeout(240_000);
  before(function () {
    requireTools(this);
  });

  it("the step, the reason and what the servers wrote; nothing of it is left", () => {
    let work = "";
    const { failure } = runScenario(({ pods, step }) => {
      work = pods.work;
      const pod = pods.make({ name: "database", mounts: [] });
      step("server", () => {
        pod.start("bash", "-c", "echo the server says why; touch /tmp/written; sleep 60");
        pod.must("bash", "-c", "until [ -e /tmp/written ]; do sleep 0.01; done");
      });
      step("check", () => pod.must("false"));
    });
    expect(failure).to.deep.equal({
      step: "check",
      reason: "check: database: false ended with 1\n\n-- logs/database\nthe server says why",
    });
    expect(existsSync(work)).to.equal(false);
  });

  it("a process that outlives the pods", () => {
    const { failure } = runScenario(({ pods }) => {
      const pod = pods.make({ name: "job", mounts: [], user: "root", hostPid: true });
      pod.must("bash", "-c", "setsid sleep 60 >/dev/null 2>&1 &");
    });
    expect(failure).to.deep.equal({ step: "remove", reason: "these processes were left:\nsleep 60" });
  });
});
