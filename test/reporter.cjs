"use strict";
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { reporters } = require("mocha");

/** Mocha's usual report, with what was missing, and the counts of the run in .cache/test-results.json for .ci/run. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.folder = mkdtempSync(join(tmpdir(), "missing-tools-"));
    // Tests write the names of tools that they lack into this file, also those of other processes.
    process.env.MISSING_TOOLS = join(this.folder, "names");
    writeFileSync(process.env.MISSING_TOOLS, "");
    console.log(
      `\n  All tests take about half an hour on two cores; CONTRIBUTING.md says how long each folder takes.\n  A test whose tool is missing waits: it is marked with "-", and the end names the tools. .ci/run installs all.`,
    );
  }

  epilogue() {
    super.epilogue();
    const names = readFileSync(process.env.MISSING_TOOLS, "utf8").split("\n");
    rmSync(this.folder, { recursive: true });
    const missing = [...new Set(names)].filter((name) => name !== "").sort();
    if (missing.length > 0) console.log(`  Tests waited for what is missing here: ${missing.join(", ")}.\n`);
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    const cache = resolve(__dirname, "..", ".cache");
    mkdirSync(cache, { recursive: true });
    writeFileSync(resolve(cache, "test-results.json"), JSON.stringify({ passed, failed, skipped }));
  }
};
