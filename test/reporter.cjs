"use strict";
const { mkdirSync, writeFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { reporters } = require("mocha");

/** Mocha's usual report, and the counts of the run in .cache/test-results.json for .ci/run. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    console.log(
      `\n  ${runner.total} tests. All of them take up to half an hour on two cores; CONTRIBUTING.md says how long each folder takes.\n  A test whose tool is missing waits: it is marked with "-", and the end names the tools. .ci/run installs all.`,
    );
  }

  epilogue() {
    super.epilogue();
    const missing = (process.env.MISSING_TOOLS ?? "").split("\n").filter((name) => name !== "");
    if (missing.length > 0) console.log(`  Tests waited for what is missing here: ${missing.sort().join(", ")}.\n`);
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    const cache = resolve(__dirname, "..", ".cache");
    mkdirSync(cache, { recursive: true });
    writeFileSync(resolve(cache, "test-results.json"), JSON.stringify({ passed, failed, skipped }));
  }
};
