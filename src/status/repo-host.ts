import { certificateProblems, certificateSecret } from "./certificate.ts";
import type { ExpectedCluster } from "./expected.ts";
import type { StatusLimits } from "./limits.ts";
import type { ObservedCluster, SeenStatefulSet } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { ClusterStatus, StatusProblem } from "./status-schema.ts";
import { isUnknown, known } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { dateTime } from "./words.ts";

/** The repo host as the report has it, and what is wrong with it. */
export interface JudgedRepoHost {
  readonly status: NonNullable<ClusterStatus["repoHost"]>;
  readonly problems: readonly StatusProblem[];
}

/** Judges the repo host of a cluster that has one. `isNew`: it may still be to come. */
export function judgedRepoHost(
  expected: Pick<ExpectedCluster, "name" | "repoHostName">,
  { certificate, repoHost, volumes }: ObservedCluster,
  { isNew, limits, now }: { readonly isNew: boolean; readonly limits: StatusLimits; readonly now: number },
): JudgedRepoHost {
  const object = `StatefulSet/${visible(expected.name)}-pgbackrest-repo-host`;
  const set = known(repoHost);
  const seen = known(certificate);
  const ends = seen?.certificates.map(({ until }) => until) ?? [];
  const names = [...new Set(seen?.certificates.flatMap((each) => each.names) ?? [])];
  const isStarting = set !== undefined && now - set.createdAt < limits.podStartSeconds;
  const unbound = isUnknown(volumes) ? [] : volumes.filter(({ phase }) => phase !== "Bound");
  return {
    status: {
      ...(!isUnknown(repoHost) && { ready: set !== undefined && isReady(set) && unbound.length === 0 }),
      ...(ends.length > 0 && { certificateUntil: dateTime(Math.min(...ends)) }),
      ...(names.length > 0 && { certificateNames: names.map(visible) }),
      volumes: isUnknown(volumes)
        ? []
        : volumes.map(({ capacity, name, phase }) => ({
            name: visible(name),
            phase: visible(phase),
            ...(capacity !== undefined && { bytes: capacity }),
          })),
    },
    problems: [
      ...(repoHost === "missing" && !isNew
        ? [
            problemOf("repo-host-not-ready", `${object} is not there, so there is no repo host.`, {
              object,
              fix: "See that the operator runs, and read its log: it makes the repo host at its next sync, within half an hour. Without one, no WAL is archived and every backup fails.",
            }),
          ]
        : []),
      ...(set === undefined || isReady(set) || isStarting ? [] : [notReady(object, set)]),
      ...(certificate === "missing" && set !== undefined && !isStarting
        ? [
            problemOf(
              "certificate-missing",
              `${object} is there, but ${visible(certificateSecret(expected.name))} is not: the repo host cannot start, and the operator never makes the Secret while the StatefulSet is there.`,
              { object },
            ),
          ]
        : []),
      ...(seen === undefined
        ? []
        : certificateProblems(expected, seen, { hasStatefulSet: repoHost !== "missing", limits, now })),
      ...unbound
        .filter(() => !isStarting)
        .map(({ name, phase }) =>
          problemOf("volume-not-bound", `PersistentVolumeClaim ${visible(name)} is ${visible(phase)}, not bound.`, {
            object: `PersistentVolumeClaim/${visible(name)}`,
          }),
        ),
    ],
  };
}

const isReady = ({ readyReplicas, replicas }: SeenStatefulSet) => replicas > 0 && readyReplicas >= replicas;

function notReady(object: string, { replicas, waiting }: SeenStatefulSet): StatusProblem {
  if (replicas === 0)
    return problemOf("repo-host-not-ready", `${object} has 0 replicas, so there is no repo host.`, {
      object,
      fix: `Scale it up with \`kubectl scale ${object.replace("StatefulSet", "statefulset")} --replicas 1\`.`,
    });
  return problemOf(
    "repo-host-not-ready",
    `The pod of ${object} is not ready${waiting === undefined ? "" : `: ${visible(waiting)}`}.`,
    { object },
  );
}
