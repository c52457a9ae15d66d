import type { Path } from "../findings/finding.ts";
import { membersOf } from "../function/item.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ResourceHead } from "../krm/resource.ts";
import type { Position } from "../yaml/library.ts";
import type { KustomizationTree } from "./kustomization-tree.ts";
import type { Origin } from "./origins.ts";
import type { SourceDocument } from "./source-documents.ts";

/** A resource as somebody wrote it, before kustomize changed it. */
export interface WrittenResource {
  readonly file: string;
  readonly value: JsonValue;
  readonly head: ResourceHead;
  readonly positionOf: (path: Path) => Position;
}

/**
 * Finds a resource as its file has it; kustomize may have changed its name since. Without kustomize's word for where it comes from, only one
 * that `isSameName` takes for the same is the same resource.
 */
export function writtenResource(
  { apiVersion, kind, name, namespace }: ResourceHead,
  origin: Origin | undefined,
  { resources }: Pick<KustomizationTree, "resources">,
  documentsOf: (file: string) => readonly SourceDocument[],
  isSameName: (written: string, built: string) => boolean = (written, built) => written === built,
): WrittenResource | undefined {
  if (origin?.repo !== undefined || origin?.configuredIn !== undefined) return undefined;
  const files = origin?.path === undefined ? [...resources] : [origin.path];
  const candidates = files.flatMap((file) =>
    documentsOf(file).flatMap((document) =>
      membersOf(document.value).map(
        ({ value, head, path: at }): WrittenResource => ({
          ...{ file, value, head },
          positionOf: (path: Path) => document.positionOf([...at, ...path]),
        }),
      ),
    ),
  );
  const score = (head: ResourceHead) =>
    head.kind !== kind || head.apiVersion !== apiVersion || !name.includes(head.name)
      ? 0
      : head.name.length * 2 + 1 + (head.namespace === namespace ? 1 : 0);
  const [best] = candidates
    .filter(({ head }) => score(head) > 0)
    .sort((left, right) => score(right.head) - score(left.head));
  if (best === undefined || (origin === undefined && !isSameName(best.head.name, name))) return undefined;
  return best;
}
