import type { CheckInput } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import type { ResourceHead } from "../krm/resource.ts";
import { type Locate, locateIn } from "./located.ts";
import type { UnbuiltKustomizations } from "./unbuilt-kustomizations.ts";

/** Resources that are judged together, because they are for one Kubernetes cluster: the files that the user named, or what a folder builds. */
export interface Unit {
  readonly list: ListText;
  /** The functionConfig of a kustomization that lists the function; `undefined` without one. */
  readonly listedConfig: JsonValue | undefined;
  /** Looks up in which files the places of findings about the resources are. */
  readonly locate: Locate;
  /** True for what a folder builds. */
  readonly isBuilt: boolean;
  /** What a folder's clusters were before they were built; absent for files. */
  readonly built?: BuiltFrom;
  readonly renamedSecret: CheckInput["renamedSecret"];
  /** Absent where all kustomizations were built. */
  readonly laterNamespace?: CheckInput["laterNamespace"];
}

/** The files that the user named, as they are: `unbuilt` says what their kustomizations would make of them. */
export const unitOfFiles = (
  list: ListText,
  { laterNamespace, renamedSecret }: Pick<UnbuiltKustomizations, "laterNamespace" | "renamedSecret">,
): Unit => ({
  ...{ list, listedConfig: undefined, locate: locateIn(list), isBuilt: false },
  ...{ renamedSecret, laterNamespace },
});

/** Where clusters of a unit come from. */
export interface BuiltFrom {
  /** The folder, as the user named it. */
  readonly folder: string;
  /** The source of the cluster at a position of the list, and the other clusters of the list. */
  readonly sources: (index: number) => {
    /** Absent where it is not known. */
    readonly own: ResourceHead | undefined;
    readonly others: ReadonlyArray<{ readonly first: ResourceHead | undefined; readonly last: ResourceHead }>;
  };
}
