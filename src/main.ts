import { main } from "./cli/main.ts";

main(process.argv.slice(2)).then((exitCode) => {
  // Not process.exit: it would cut what is still on its way to a slow reader.
  process.exitCode = exitCode;
});
