#!/usr/bin/env node
"use strict";
/*
 * Starts the program, which stands in the comment below. V8 skips a comment, then takes the program's compiled code from a cache that
 * the build left in lazy/program.cache; half of the start-up time was compiling. Another release of Node rejects the cache, and a copy of this
 * file alone has none: then the program is compiled as usual.
 */
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");

const file = readFileSync(__filename, "latin1");
let source = file.slice(file.lastIndexOf("/*PROGRAM") + 9, file.lastIndexOf("*/"));
// What would end the comment is spelled differently in it.
if (source.includes("*\u0001/")) source = source.replaceAll("*\u0001/", "*/");
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
    // Not process.exit: it would cut what is still on its way to a slow reader.
    process.exitCode = exitCode;
  });
}
