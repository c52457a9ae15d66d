import type { Item } from "./item.ts";

/** The operator that runs in a Kubernetes cluster. */
export interface LivingOperator {
  /** What it reads its settings from: an OperatorConfiguration or a ConfigMap. */
  readonly configurations: readonly Item[];
  readonly deployments: readonly Item[];
}
