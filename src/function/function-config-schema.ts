import Type, { type Static } from "typebox";
import { type JobSetting, mostJobs, mostSeconds } from "../cpo/job-settings.ts";
import { labelSelector } from "../cpo/kubernetes-types.ts";
import { operatorSettings } from "../cpo/operator-configuration.ts";
import { newestRelease, operatorReleases } from "../cpo/releases.ts";
import { repoHostMakers } from "../cpo/repo-host-maker.ts";
import type { CrdName } from "../cpo/static-crds.ts";
import type { Demand } from "../recovery/shortfall.ts";
import { durationText } from "../text/duration.ts";

const crdNames: readonly CrdName[] = ["registered", "chart", "manifests"];

const severity = Type.Enum(["error", "warning", "info", "off"], {
  description: "How much it matters; off silences the rule.",
});

const whole = (most: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: most, description }));

const jobs = Type.Object(
  {
    timeZone: Type.Optional(
      Type.String({
        description: "Zone of the schedules, by its name in the IANA database.",
        examples: ["Europe/Vienna", "Etc/UTC"],
      }),
    ),
    suspend: Type.Optional(Type.Boolean({ description: "Takes no backups as long as it is true." })),
    startingDeadlineSeconds: whole(mostSeconds, "How late a backup may start; one that is later is left out."),
    successfulJobsHistoryLimit: whole(mostJobs, "How many Jobs that succeeded are kept."),
    failedJobsHistoryLimit: whole(mostJobs, "How many Jobs that failed are kept."),
    activeDeadlineSeconds: whole(mostSeconds, "How long a backup may take, with all retries, before it is ended."),
    backoffLimit: whole(mostJobs, "How often a failed backup is retried."),
    ttlSecondsAfterFinished: whole(mostJobs, "How long a finished Job is kept."),
  } satisfies Record<JobSetting, unknown>,
  {
    additionalProperties: false,
    description: "Fields of all CronJobs that the operator leaves alone. An annotation sets them for one cluster.",
  },
);

const duration = (description: string, example: string) =>
  Type.Optional(Type.String({ pattern: durationText, description, examples: [example] }));

const policy = Type.Object(
  {
    window: duration("How far back every moment must be restorable, at every moment, for example 14d.", "14d"),
    rpo: duration("The most that may be lost while WAL is archived, for example 1h.", "1h"),
    encryption: Type.Optional(Type.Boolean({ description: "Whether every repository must be encrypted." })),
    repos: whole(4, "The least number of repositories that full backups go to."),
  } satisfies Record<Demand, unknown>,
  { additionalProperties: false, description: "What every cluster must come up to. What falls short is an error." },
);

/** The functionConfig, kind ExpandPgBackRest. Every field is optional; an unknown one is an error. */
export const functionConfig = Type.Object(
  {
    apiVersion: Type.Literal("fn.cpo.opensource.cybertec.at/v1alpha1", {
      description: "The API of this function.",
      default: "fn.cpo.opensource.cybertec.at/v1alpha1",
    }),
    kind: Type.Literal("ExpandPgBackRest", {
      description: "The kind of this configuration.",
      default: "ExpandPgBackRest",
    }),
    metadata: Type.Optional(Type.Object({}, { description: "Name, labels and annotations, as of any resource." })),
    spec: Type.Optional(
      Type.Object(
        {
          operator: Type.Optional(
            Type.Object(
              {
                ...operatorSettings.properties,
                crd: Type.Optional(
                  Type.Enum(crdNames, {
                    description:
                      "The CustomResourceDefinition of postgresql that is in force: the one that the operator registers at its start, the one of the tutorials' Helm chart, or the one in the folder manifests of the operator's repository. Without it: that among the items, else what enable_crd_registration says.",
                  }),
                ),
                release: Type.Optional(
                  Type.Union([Type.String(), Type.Number()], {
                    examples: [newestRelease.name],
                    description: `The release of the operator: ${Object.keys(operatorReleases).join(", ")}. Without it: that of an operator's Deployment among the items, else ${newestRelease.name}.`,
                  }),
                ),
              },
              {
                additionalProperties: false,
                description:
                  "Settings of the operator, by the names of its OperatorConfiguration, side by side or in its sections, and its release.",
              },
            ),
          ),
          selector: Type.Optional(
            Type.Object(labelSelector.properties, {
              additionalProperties: false,
              description: "Which clusters to expand, by their labels. Without it: all.",
            }),
          ),
          namespace: Type.Optional(
            Type.String({
              description:
                "Namespace in host names of clusters that have none of their own. It is not written into any object.",
            }),
          ),
          cloneConfigMap: Type.Optional(
            Type.Boolean({
              description: "Also make the clone ConfigMap. Only for clusters that exist when the operator starts.",
              default: false,
            }),
          ),
          adopt: Type.Optional(
            Type.Boolean({
              description: "Take over objects of the same name that the function did not make.",
              default: false,
            }),
          ),
          repoHost: Type.Optional(
            Type.Enum(repoHostMakers, {
              description:
                "Who makes the StatefulSet of a repo host: with operator, it is left out of the output. Without it: apply. An annotation sets it for one cluster.",
              default: "apply",
            }),
          ),
          pgbackrestRelease: Type.Optional(
            Type.Union([Type.String(), Type.Number()], {
              description:
                "The pgBackRest release to check against, for example 2.58.0. Without it: the one that the tag of the image shows.",
              examples: ["2.58.0"],
            }),
          ),
          jobs: Type.Optional(jobs),
          policy: Type.Optional(policy),
          checks: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Object(
                { severity, reason: Type.Optional(Type.String({ description: "Why; shown in the report." })) },
                { additionalProperties: false },
              ),
              { description: "Severities by rule, see docs/checks.md." },
            ),
          ),
        },
        { additionalProperties: false, description: "What to expand, as which operator, and how to check it." },
      ),
    ),
  },
  {
    title: "ExpandPgBackRest",
    description: "The functionConfig of expand-pgbackrest. Every field is optional; an unknown one is an error.",
    additionalProperties: false,
  },
);
export type FunctionConfig = Static<typeof functionConfig>;
