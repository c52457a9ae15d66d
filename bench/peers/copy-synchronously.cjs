// Copies standard input to standard output in Node without stream objects: the least that any Node program can cost.
const { readSync, writeSync } = require("node:fs");
const buffer = Buffer.allocUnsafe(1 << 16);
for (let length = readSync(0, buffer); length > 0; length = readSync(0, buffer)) {
  for (let at = 0; at < length; ) at += writeSync(1, buffer, at, length - at);
}
