import type { Pod } from "./pod.ts";

/** What becomes of a pod. */
export type Fate = "ready" | "unready" | "pending" | "succeed" | "fail" | "run";

/** What is wanted of a pod, by its own annotations and then by those of its namespace. */
export function fateOf({ metadata }: Pod, namespace: Readonly<Record<string, string>>): Fate {
  const wished = (key: string) => metadata.annotations?.[key] ?? namespace[key];
  const isJob = metadata.ownerReferences?.some(({ kind }) => kind === "Job") === true;
  const fate = isJob ? (wished("kubelet/jobs") ?? "succeed") : (wished("kubelet/pods") ?? "ready");
  switch (fate) {
    case "ready":
    case "unready":
    case "pending":
    case "succeed":
    case "fail":
    case "run":
      return fate;
    default:
      throw new Error(`${metadata.namespace}/${metadata.name}: no pod can ${fate}`);
  }
}

/** The status that a kubelet would give the pod; undefined where it has it already, or has ended. */
export function statusOf(
  { metadata, spec, status }: Pod,
  fate: Fate,
  address: string,
  now: string,
): object | undefined {
  if (fate === "pending" || status.phase === "Succeeded" || status.phase === "Failed") return undefined;
  const ended = fate === "succeed" || fate === "fail";
  const phase = fate === "succeed" ? "Succeeded" : fate === "fail" ? "Failed" : "Running";
  const ready = fate === "ready" || fate === "run";
  const isReady = status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
  if (status.phase === phase && isReady === ready) return undefined;
  const startedAt = status.startTime ?? now;
  const state = ended
    ? {
        terminated: {
          exitCode: fate === "fail" ? 1 : 0,
          startedAt,
          finishedAt: now,
          reason: fate === "fail" ? "Error" : "Completed",
          containerID: `test://${metadata.uid}`,
        },
      }
    : { running: { startedAt } };
  const condition = (type: string, isTrue: boolean) => ({
    type,
    status: isTrue ? "True" : "False",
    lastTransitionTime: now,
  });
  return {
    phase,
    podIP: address,
    podIPs: [{ ip: address }],
    startTime: startedAt,
    conditions: [
      condition("PodScheduled", true),
      condition("Initialized", true),
      condition("ContainersReady", ready),
      condition("Ready", ready),
    ],
    containerStatuses: spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: image,
      containerID: `test://${metadata.uid}`,
      ready,
      started: !ended,
      restartCount: 0,
      state,
    })),
  };
}
