// Node copying standard input to standard output, as anyone would write it.
process.stdin.pipe(process.stdout);
