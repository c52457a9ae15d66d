#!/usr/bin/env node
"use strict";
/*
 * Starts the program, which the build puts into a comment below. V8 skips a comment, then takes the program's compiled code from a cache that
 * the build left beside this file; half of the start-up time was compiling. Another release of Node rejects the cache, and a copy of this
 * file alone has none: then the program is compiled as usual. What the program loads only when needed stands in the second comment, packed,
 * and has its compiled code in the same cache.
 */
const { openSync, readSync } = require("node:fs");
const { Script } = require("node:vm");

// Of compiled code V8 asks only whether it is for a text of the same length, so this says whether it is for this one.
const build = "BUILD";

// A function knows its own text, comments included: no need to read this file a second time. Where the program itself has what ends a
// comment, the build may have put a mark in its place.
const source = String(text).slice("function text() {\n  /*".length, -"*/\n}".length).replaceAll("END_OF_COMMENT", "*/");
const script = new Script(source, { filename: "expand-pgbackrest.program", cachedData: compiled() });
const program = { exports: {} };
script.runInThisContext()(load, program, program.exports);
module.exports = { ...program.exports, build, scripts: () => new Map([["", script], ...(load.scripts ?? [])]) };
if (require.main === module) {
  program.exports.main(process.argv.slice(2)).then((exitCode) => {
    // Safe only because src/cli/io.ts writes synchronously: process.exit cuts what streams still hold for a slow reader. It spares Node to
    // clear up its memory, which took a tenth of what the program adds to an empty run.
    process.exit(exitCode);
  });
}

/** What `require` is to the program and its parts. */
function load(name) {
  if (!name.startsWith("part:")) return require(name);
  load.packed ??= JSON.parse(String(parts).slice("function parts() {\n  /*".length, -"*/\n}".length));
  load.parts ??= new Map();
  load.scripts ??= new Map();
  let part = load.parts.get(name);
  if (part === undefined) {
    part = { exports: {} };
    load.parts.set(name, part);
    const unpacked = require("node:zlib").brotliDecompressSync(Buffer.from(load.packed[name], "base64"));
    const inFunction = `(function(require,module,exports){${unpacked}\n})`;
    const script = new Script(inFunction, { filename: `expand-pgbackrest.${name}`, cachedData: compiled(name) });
    load.scripts.set(name, script);
    script.runInThisContext()(load, part, part.exports);
  }
  return part.exports;
}

/** The compiled code of a part, or without a name that of the program; undefined where there is none. scripts/code-cache.ts stores it. */
function compiled(name) {
  try {
    const head = stored(0, 8 + build.length);
    if (head.toString("latin1", 8) !== build) return undefined;
    const [ofProgram, ofIndex] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    if (name === undefined) return stored(head.length, ofProgram);
    compiled.index ??= JSON.parse(stored(head.length + ofProgram, ofIndex));
    const [at, length] = compiled.index[name];
    return stored(head.length + ofProgram + ofIndex + at, length);
  } catch {}
}

/** Some bytes of the file with the compiled code. Throws where there is no such file. */
function stored(at, length) {
  stored.file ??= openSync(`${__dirname}/expand-pgbackrest.cache`);
  const bytes = Buffer.allocUnsafeSlow(length);
  if (readSync(stored.file, bytes, 0, length, at) < length) throw new Error("The file is cut off.");
  return bytes;
}

function text() {
  /*PROGRAM*/
}

function parts() {
  /*PARTS*/
}
