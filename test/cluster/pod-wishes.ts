/*
 * What a test wants of the pods of a namespace, or of one pod: annotations that the kubelet (kubelet.ts) follows, now and when they change: `kubectl annotate`.
 */

/** Annotations of a namespace, or of a pod, which count first. */
export interface PodWishes {
  /** What becomes of the pods of Jobs; `succeed` by default. A pod that ended stays as it is. */
  readonly "kubelet/jobs"?: "succeed" | "fail" | "run" | "pending";
  /** What becomes of all other pods; `ready` by default. */
  readonly "kubelet/pods"?: "ready" | "unready" | "pending";
  /** What containers have written. */
  readonly "kubelet/log"?: string;
  /** `Answers`, as JSON. */
  readonly "kubelet/exec"?: string;
}

/** What commands that are run in a container print, by a part of the command line. A command that has no answer is not found: exit code 127. */
export type Answers = Readonly<
  Record<string, { readonly stdout?: string; readonly stderr?: string; readonly exitCode?: number }>
>;

/** Annotations for a namespace or a pod. */
export const wishes = ({
  exec,
  ...rest
}: Omit<PodWishes, "kubelet/exec"> & { readonly exec?: Answers }): Readonly<Record<string, string>> => ({
  ...rest,
  ...(exec !== undefined && { "kubelet/exec": JSON.stringify(exec) }),
});
