#!/usr/bin/env node
"use strict";
/*
 * Starts the program, which the build puts into the comment at the end. V8 skips a comment, then takes the program's compiled code from a
 * cache that the build left in lazy/program.cache; half of the start-up time was compiling. Another release of Node rejects the cache, and a
 * copy of this file alone has none: then the program is compiled as usual.
 */
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");

// A function knows its own text, comments included: no need to read this file a second time. Where the program itself has what ends a
// comment, the build may have put a mark in its place.
const source = String(text).slice("function text() {\n  /*".length, -"*/\n}".length).replaceAll("END_OF_COMMENT", "*/");
let cachedData;
try {
  cachedData = readFileSync(`${__dirname}/lazy/program.cache`);
} catch {}
const script = new Script(source, { filename: `${__filename}.program`, ...(cachedData && { cachedData }) });
const program = { exports: {} };
script.runInThisContext()(require, program, program.exports);
module.exports = { ...program.exports, script };
if (require.main === module) {
  program.exports.main(process.argv.slice(2)).then((exitCode) => {
    // Safe only because src/cli/io.ts writes synchronously: process.exit cuts what streams still hold for a slow reader. It spares Node to
    // clear up its memory, which took a tenth of what the program adds to an empty run.
    process.exit(exitCode);
  });
}

function text() {
  /*PROGRAM*/
}
