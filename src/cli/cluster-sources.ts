import { readKinds } from "../function/kinds.ts";
import { headOf } from "../krm/resource.ts";
import type { BuiltFolder } from "./built-folder.ts";
import { documentReader } from "./source-documents.ts";
import type { BuiltFrom } from "./unit.ts";
import { writtenResource } from "./written-resource.ts";

/** Finds the clusters that a folder builds in the files that they were written in; nothing is read before it is asked. */
export function clusterSources({
  list,
  origins,
  tree,
}: Pick<BuiltFolder, "list" | "origins" | "tree">): BuiltFrom["sources"] {
  const documentsOf = documentReader();
  const at = (index: number) => {
    const last = headOf(list.value?.(index) ?? null);
    return { last, first: tree && writtenResource(last, origins[index], tree, documentsOf)?.head };
  };
  return (index) => ({
    own: at(index).first,
    others: list
      .ofKind((kind) => kind === readKinds.postgresql.kind)
      .filter((each) => each !== index)
      .map(at),
  });
}
