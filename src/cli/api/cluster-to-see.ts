import type { ExpectedCluster } from "../../status/expected.ts";

/** A cluster to look at. */
export interface ClusterToSee {
  readonly name: string;
  readonly namespace: string;
  readonly expected?: ExpectedCluster;
}
