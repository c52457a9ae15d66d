import type { CheckInput } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import type { Locate } from "./located.ts";

/** Resources that are judged together, because they are for one Kubernetes cluster: the files that the user named, or what a folder builds. */
export interface Unit {
  readonly list: ListText;
  /** The functionConfig of a kustomization that lists the function; `undefined` without one. */
  readonly listedConfig: JsonValue | undefined;
  /** Looks up in which files the places of findings about the resources are. */
  readonly locate: Locate;
  /** True for what a folder builds. */
  readonly isBuilt: boolean;
  /** The folder that it is built from, as the user named it; absent for files. */
  readonly folder?: string;
  readonly renamedSecret: CheckInput["renamedSecret"];
  /** Absent where all kustomizations were built. */
  readonly laterNamespace?: CheckInput["laterNamespace"];
}
