// Copies standard input to standard output in Node, as anyone would write it.
process.stdin.pipe(process.stdout);
