import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Secret } from "../secret/secret.ts";
import type { CheckInput } from "./input.ts";

/** What a rule about a clone may look at: the cluster that is cloned, which may have no backup section, and no other cluster. */
export interface CloneContext {
  readonly cluster: Cluster;
  /** Where the cluster reads the backups of its source. */
  readonly source: CloneSource;
  /** The Secret that the clone names; undefined where it names none, or one that is not in the input. */
  readonly secret: () => Secret | undefined;
  /** Judges clusters by the CustomResourceDefinition in the input; undefined where there is none. */
  readonly listedCrd: CheckInput["listedCrd"];
  /** The operator's settings. */
  readonly settings: Settings;
  /** The pgBackRest release that the user states; undefined where none is stated. */
  readonly release: string | undefined;
}

/** `spec.clone.pgbackrest`. */
export type CloneSource = NonNullable<NonNullable<Cluster["resource"]["spec"]["clone"]>["pgbackrest"]>;

/** The context of a clone; none for a cluster that is not cloned from backups. */
export function cloneContext(
  cluster: Cluster,
  { listedCrd, release, secret, settings }: Pick<CheckInput, "listedCrd" | "release" | "secret" | "settings">,
): readonly CloneContext[] {
  const source = cluster.resource.spec.clone?.pgbackrest;
  if (source === undefined) return [];
  const name = source.configuration?.secret ?? "";
  return [
    {
      cluster,
      source,
      listedCrd,
      settings,
      release,
      secret: () => (name === "" ? undefined : secret(name, cluster.namespace)),
    },
  ];
}
