import Type, { type Static } from "typebox";
import { repositoryPlan } from "./plan-repository-schema.ts";
import { backupType, closed, count, moment, seconds } from "./plan-schema-parts.ts";

/*
 * What `expand-pgbackrest plan --format json` prints. Durations are whole seconds, moments are RFC 3339 in UTC. Where a number can be null,
 * null means without limit, or not at all, as its description says.
 */

const findingCounts = Type.Object(
  { error: count("Errors."), warning: count("Warnings."), info: count("Infos.") },
  closed,
);

const clusterRef = Type.Object(
  {
    name: Type.String(),
    namespace: Type.Optional(Type.String()),
    place: Type.Optional(
      Type.String({
        description:
          "Where several clusters have this name and namespace, what tells this one apart: the kustomization that it is built from, or its file.",
      }),
    ),
  },
  closed,
);

const cluster = Type.Object(
  {
    ...clusterRef.properties,
    folder: Type.Optional(Type.String({ description: "The kustomization that it is built from; absent for files." })),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    repositories: Type.Array(repositoryPlan),
    unprotected: Type.Boolean({ description: "True where nothing of the cluster is ever backed up." }),
    complete: Type.Boolean({ description: "False where errors in the manifest leave parts of the plan unknown." }),
    findings: findingCounts,
  },
  closed,
);

const collision = Type.Object(
  {
    at: moment("When they first meet in the week after `now`."),
    on: Type.String({ description: "What they share: a bucket, a repo host, a pool of nodes." }),
    runs: Type.Array(Type.Object({ ...clusterRef.properties, repository: Type.String(), type: backupType }, closed)),
  },
  closed,
);

const fleet = Type.Object(
  {
    clusters: count("Clusters."),
    repositories: count("Repositories."),
    unprotected: Type.Array(clusterRef),
    week: Type.Array(Type.Array(count("Backups that start in the hour.")), {
      description:
        "Backups of the seven days after `now`, by day and hour in UTC: seven days from Monday on, 24 numbers each.",
    }),
    busiest: Type.Union([
      Type.Object(
        {
          day: Type.Integer({ minimum: 0, maximum: 6 }),
          hour: Type.Integer({ minimum: 0, maximum: 23 }),
          backups: count("Backups."),
        },
        closed,
      ),
      Type.Null(),
    ]),
    collisions: Type.Array(collision, { description: "The largest ones; the same runs that meet again are left out." }),
    collisionCount: count("All of them."),
    shortestWindow: Type.Array(
      Type.Object({ ...clusterRef.properties, guaranteedSeconds: seconds("The window.") }, closed),
    ),
    findings: findingCounts,
  },
  closed,
);

const change = Type.Object(
  {
    effect: Type.Enum(["loss", "gain", "other"], {
      description: "A loss: less can be restored, or more be lost; other: neither, or it cannot be told.",
    }),
    ...clusterRef.properties,
    repository: Type.Optional(Type.String()),
    text: Type.String(),
  },
  closed,
);

const shortfall = Type.Object(
  {
    ...clusterRef.properties,
    rule: Type.String({ description: "The rule; docs/checks.md has them." }),
    severity: Type.Enum(["error", "warning", "info"]),
    problem: Type.String(),
    fix: Type.String(),
  },
  closed,
);

const unread = Type.Object(
  {
    folder: Type.Optional(Type.String({ description: "The kustomization; absent for a file." })),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    problem: Type.String(),
  },
  closed,
);

/** What can be restored, as manifests promise it. */
export const planSchema = Type.Object(
  {
    now: moment("The moment that `next` and the week of the fleet are counted from."),
    clusters: Type.Array(cluster),
    changes: Type.Optional(Type.Array(change, { description: "What is different from an earlier plan: `--against`." })),
    shortfalls: Type.Optional(
      Type.Array(shortfall, { description: "In what clusters fall short of the policy; absent without one." }),
    ),
    unread: Type.Optional(
      Type.Array(unread, {
        description: "What could not be read, so that nothing in it is in the plan; absent without.",
      }),
    ),
    fleet,
  },
  {
    $id: "https://github.com/cybertec-postgresql/expand-pgbackrest/fn-config/plan.schema.json",
    title: "Plan",
    ...closed,
  },
);
export type Plan = Static<typeof planSchema>;
export type ClusterPlan = Plan["clusters"][number];
export type RepositoryPlan = ClusterPlan["repositories"][number];
