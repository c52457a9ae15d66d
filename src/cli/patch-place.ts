import { visible } from "../text/visible.ts";
import { writeYaml } from "../yaml/writer.ts";
import type { NamedCluster } from "./named-cluster.ts";

/**
 * How to list the patch of a cluster in the kustomization that builds it. There, patches see the names of the sources, so a patch with those of
 * the output matches nothing; a `target` with the first names matches in that kustomization and in one above it. `undefined` where the names are
 * the same, and for what is not built.
 */
export function patchPlaceNotes(cluster: NamedCluster, file: string): readonly string[] {
  const place = placeOf(cluster);
  if (place === undefined) return [];
  const { folder, target } = place;
  if (target === undefined) return [above(folder)];
  return [
    `The names are those that ${folder} builds. To list the file there, or in a kustomization above, give it a target:`,
    ...writeYaml({ patches: [{ path: file, target }] }, 0)
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}

/** The same as a sentence; `undefined` where there is nothing to say. */
export function patchPlaceSentence(cluster: NamedCluster): string | undefined {
  const place = placeOf(cluster);
  if (place === undefined) return undefined;
  const { folder, target } = place;
  return target === undefined
    ? above(folder)
    : `The file has the names that ${folder} builds: list it with the \`target\` that its comments show, or kustomize does not find the cluster.`;
}

const above = (folder: string) =>
  `The names are those that ${folder} builds, and patches in it may not see them: list the file in a kustomization that has ${folder} under resources.`;

interface PatchPlace {
  readonly folder: string;
  /** Absent where the first names are not known, or not those of one cluster. */
  readonly target: { readonly kind: string; readonly name: string; readonly namespace?: string } | undefined;
}

function placeOf({ unit: { built }, item: { index, head } }: NamedCluster): PatchPlace | undefined {
  if (built === undefined) return undefined;
  const folder = visible(built.folder);
  const { own, others } = built.sources(index);
  if (own === undefined) return { folder, target: undefined };
  if (own.name === head.name && own.namespace === head.namespace) return undefined;
  // kustomize compares a target with every name that a resource has had.
  const isAlso = others.some(({ first, last }) => last.name.includes(own.name) && own.name.includes(first?.name ?? ""));
  if (isAlso || !/^[a-z0-9-]+$/.test(own.name)) return { folder, target: undefined };
  return { folder, target: { kind: head.kind, name: own.name } };
}
