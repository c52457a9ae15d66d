#!/usr/bin/env node
"use strict";
/*
 * Starts the program from a file that the build left beside this one: the program's text, its compiled code, and the same of what it loads
 * only when needed. Half of the start-up time was compiling. V8 of another release of Node rejects the code; then it compiles the text. A copy
 * of this file alone has all texts, too, packed in a comment below, which V8 skips: to unpack and compile them takes two and a half times as long.
 */
const { existsSync, openSync, readSync } = require("node:fs");
const { Script } = require("node:vm");

// Of compiled code V8 asks only whether it is for a text of the same length, so this says whether the file is of this build.
const build = "BUILD";
const scripts = new Map();
const program = run("program", { exports: {} }).exports;
module.exports = { ...program, build, scripts, texts: unpacked };
if (require.main === module) {
  program.main(process.argv.slice(2)).then((exitCode) => {
    // Safe only because src/cli/io.ts writes synchronously: process.exit cuts what streams still hold for a slow reader. It spares Node to
    // clear up its memory, which took a tenth of what the program adds to an empty run.
    process.exit(exitCode);
  });
}

/** What `require` is to the program and its parts. */
function load(name) {
  if (!name.startsWith("part:")) return require(name);
  load.parts ??= new Map();
  let part = load.parts.get(name);
  if (part === undefined) {
    part = { exports: {} };
    load.parts.set(name, part);
    run(name, part);
  }
  return part.exports;
}

/** Lets the program, or a part, fill its module. */
function run(name, module) {
  const { text, code } = prepared(name) ?? { text: unpacked()[name] };
  const script = new Script(text, { filename: `expand-pgbackrest.${name}`, cachedData: code });
  scripts.set(name, script);
  script.runInThisContext()(load, module, module.exports);
  return module;
}

/** A text and its compiled code from the file beside this one; undefined where that is not there. scripts/code-cache.ts writes it. */
function prepared(name) {
  try {
    prepared.head ??= stored(0, 12 + build.length);
    const { head } = prepared;
    if (head.toString("latin1", 12) !== build) return undefined;
    const [ofText, ofCode, ofIndex] = [head.readUInt32LE(0), head.readUInt32LE(4), head.readUInt32LE(8)];
    const at = head.length + ofText;
    // One byte for a letter: the build lets nothing but ASCII into this text.
    if (name === "program") return { text: stored(head.length, ofText).toString("latin1"), code: stored(at, ofCode) };
    prepared.index ??= JSON.parse(stored(at + ofCode, ofIndex));
    const [behind, ofPart, ofPartCode] = prepared.index[name];
    const start = at + ofCode + ofIndex + behind;
    return { text: stored(start, ofPart).toString(), code: stored(start + ofPart, ofPartCode) };
  } catch {}
}

/** Some bytes of the file beside this one. Throws where there is no such file. */
function stored(at, length) {
  stored.file ??= openSync(`${__dirname}/expand-pgbackrest.cache`);
  const bytes = Buffer.allocUnsafeSlow(length);
  if (readSync(stored.file, bytes, 0, length, at) < length) throw new Error("The file is cut off.");
  return bytes;
}

/** All texts by name, where the file beside this one is of no use. */
function unpacked() {
  // A function knows its own text, comments included: no need to read this file a second time.
  const base64 = String(packed).slice("function packed() {\n  /*".length, -"*/\n}".length);
  if (base64 === "") return completeBeside().texts();
  unpacked.texts ??= JSON.parse(require("node:zlib").brotliDecompressSync(Buffer.from(base64, "base64")));
  return unpacked.texts;
}

/** The script that has all texts. Where this one has none, and that one is not beside it, the program ends. */
function completeBeside() {
  const file = `${__dirname}/expand-pgbackrest.cjs`;
  if (file !== __filename && existsSync(file)) {
    const complete = require(file);
    if (complete.build === build) return complete;
  }
  const needed = `${__filename} needs expand-pgbackrest.cache or expand-pgbackrest.cjs of the same build beside it`;
  process.stderr.write(`${needed}, and finds neither. Install the package again.\n`);
  process.exit(2);
}

function packed() {
  /*TEXTS*/
}
