import { newestRelease, type OperatorRelease } from "../cpo/releases.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { readFunctionConfig } from "./function-config.ts";
import { isUnclear, itemsAt } from "./item.ts";
import { deployedReleases, deploymentKind } from "./operator-deployments.ts";
import { findRelease } from "./operator-release.ts";

/** The operator's release by a list that was split before, and a functionConfig that replaces its own: for what is made before the list is judged. */
export function releaseIn(list: ListText, functionConfig: JsonValue | undefined): OperatorRelease {
  const read = readFunctionConfig(functionConfig ?? list.entryValue?.("functionConfig"));
  if (read.is === "invalid") return newestRelease; // judging says what is wrong
  const items = list
    .ofKind((kind) => kind === deploymentKind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, (at) => list.value?.(at) ?? null, index));
  return findRelease(read.config, deployedReleases(items), []).release;
}
