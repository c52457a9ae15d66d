import { visible } from "../text/visible.ts";
import type { ClusterManifests } from "./cluster-manifests.ts";
import type { Io } from "./io.ts";
import type { NamedCluster } from "./named-cluster.ts";

/** What to know of a cluster that a kustomization would build into something else, a sentence each: `check` calls it `judged-unbuilt`. */
export function unbuiltNotes(
  { buildersOf }: Pick<ClusterManifests, "buildersOf">,
  { item: { head }, unit }: NamedCluster,
): readonly string[] {
  const builders = unit.isBuilt ? [] : buildersOf(head).map(visible);
  if (builders.length === 0) return [];
  const file = visible(head.file?.path ?? "The manifest");
  const listed = builders.slice(0, 5).join(", ") + (builders.length > 5 ? ` and ${builders.length - 5} more` : "");
  const [it, which] =
    builders.length === 1 ? [`\`${listed}\``, "That one"] : [`${builders.length} kustomizations (${listed})`, "Each"];
  return [
    `${file} was read as written, and is built by ${it}. ${which} may have other names, instances, schedules and retention. For what is built, use \`--kustomize ${builders.length === 1 ? listed : "DIR"}\`${builders.length === 1 ? "" : " with the one that you mean"}.`,
  ];
}

/** Says so on standard error, too: comments are easily overlooked in a file. */
export function tellUnbuilt(manifests: Pick<ClusterManifests, "buildersOf">, cluster: NamedCluster, io: Io): void {
  for (const note of unbuiltNotes(manifests, cluster)) io.stderr(`${note}\n`);
}
