import type { Cluster } from "../cpo/cluster.ts";
import type { Secret } from "../secret/secret.ts";
import { globalLines } from "./generated-line.ts";
import type { Line } from "./line.ts";

/** The part of a cluster's configuration that its author wrote: `global` in the CR, and the Secret's files. */
export interface WrittenConfiguration {
  /** The Secret that the CR names, where it is in the input. */
  readonly secret: Secret | undefined;
  /** False if the CR names a Secret that is not in the input, or that pgBackRest cannot read: what it will hold is then unknown. */
  readonly complete: boolean;
  readonly global: readonly Line[];
  /** The lines of `global`, then those of the Secret. */
  readonly written: readonly Line[];
  /** Lines of the Secret in sections that nothing reads. */
  readonly unread: readonly Line[];
}

/** Reads what the author of a cluster wrote. `secret` is the one that the CR names, undefined where it is not in the input. */
export function writtenConfiguration(
  cluster: Pick<Cluster, "global" | "object" | "secretName">,
  secret: Secret | undefined,
): WrittenConfiguration {
  const global = globalLines(cluster);
  return {
    secret,
    global,
    complete: secret === undefined ? cluster.secretName === "" : secret.isReadable && secret.unread.length === 0,
    written: secret === undefined ? global : global.concat(secret.lines),
    unread: secret?.unread ?? [],
  };
}
