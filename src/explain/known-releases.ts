import { operatorReleases } from "../cpo/releases.ts";
import { knownReleases as pgbackrest } from "../pgbackrest/releases.ts";

/** The releases that the program knows, oldest first. */
export const knownReleases: { readonly operator: readonly string[]; readonly pgbackrest: readonly string[] } = {
  operator: Object.keys(operatorReleases),
  pgbackrest,
};
