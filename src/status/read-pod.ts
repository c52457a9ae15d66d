import type { JsonObject } from "../json/json-value.ts";
import { type Fields, fieldsOf, readObject } from "./fields.ts";
import type { SeenPod, Unknown } from "./observed.ts";

/** A pod without its lines, which are asked for apart. */
export interface ReadPod extends Omit<SeenPod, "lines"> {
  readonly createdAt: number;
  readonly isReady: boolean;
  /** The first of its containers, in which the work is done. */
  readonly container: string;
}

/** Reads a pod. */
export const readPod = (object: JsonObject): ReadPod | Unknown =>
  readObject(object, (fields) => {
    const { text, textIfAny, moment, list } = fields;
    const [container] = list("spec", "containers").map(fieldsOf);
    const statuses = list("status", "containerStatuses").map(fieldsOf);
    const reason = reasonOf(fields, statuses);
    const exitCode = statuses
      .map(
        ({ countIfAny }) =>
          countIfAny("state", "terminated", "exitCode") ?? countIfAny("lastState", "terminated", "exitCode"),
      )
      .find((code) => code !== undefined);
    return {
      name: text("metadata", "name"),
      createdAt: moment("metadata", "creationTimestamp"),
      phase: textIfAny("status", "phase") ?? "Unknown",
      isReady: conditionOf(fields, "Ready")?.textIfAny("status") === "True",
      container: container?.text("name") ?? "",
      ...(reason !== undefined && { reason }),
      ...(exitCode !== undefined && { exitCode }),
    };
  });

/** Why it does not run: what a container waits for or ended with, else what the pod or the scheduler says. */
function reasonOf(fields: Fields, statuses: readonly Fields[]): string | undefined {
  const initial = fields.list("status", "initContainerStatuses").map(fieldsOf);
  const ofContainers = [...initial, ...statuses].map(
    ({ textIfAny }) => textIfAny("state", "waiting", "reason") ?? textIfAny("state", "terminated", "reason"),
  );
  const scheduled = conditionOf(fields, "PodScheduled");
  return (
    ofContainers.find((reason) => reason !== undefined && reason !== "Completed" && reason !== "PodInitializing") ??
    fields.textIfAny("status", "reason") ??
    (scheduled?.textIfAny("status") === "False" ? scheduled.textIfAny("reason") : undefined)
  );
}

const conditionOf = ({ list }: Fields, type: string): Fields | undefined =>
  list("status", "conditions")
    .map(fieldsOf)
    .find(({ textIfAny }) => textIfAny("type") === type);
