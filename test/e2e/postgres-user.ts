import { run } from "../tools.ts";

let known: { readonly user: number; readonly group: number } | undefined;

/** The ids of the user postgres, which Debian's package makes. */
export function postgresIds(): { readonly user: number; readonly group: number } {
  known ??= { user: Number(run("id", ["-u", "postgres"]).stdout), group: Number(run("id", ["-g", "postgres"]).stdout) };
  return known;
}
