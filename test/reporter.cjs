"use strict";
const { mkdirSync, writeFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { reporters } = require("mocha");

/** Mocha's usual report, and the counts of the run in .cache/test-results.json for .ci/run. */
module.exports = class extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    const cache = resolve(__dirname, "..", ".cache");
    mkdirSync(cache, { recursive: true });
    writeFileSync(resolve(cache, "test-results.json"), JSON.stringify({ passed, failed, skipped }));
  }
};
