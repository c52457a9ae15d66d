import type { RuleDiagnostic } from "../checks/rule.ts";
import { jobsAnnotation } from "../cpo/jobs-annotation.ts";
import type { OwnConfiguration } from "../cpo/own-configuration.ts";
import { resolveSettings, type Settings } from "../cpo/settings.ts";
import { asErrors } from "../findings/errors.ts";
import type { Diagnostic, Finding, Path, Place } from "../findings/finding.ts";
import { goDurationSeconds } from "../go/duration.ts";
import type { Owner } from "../krm/ownership.ts";
import { explainViolations } from "./explain-violations.ts";
import { findOperatorConfiguration, settingPlace } from "./find-operator-configuration.ts";
import { type Config, explainConfig, readFunctionConfig, refusedTimeZone } from "./function-config.ts";
import type { Mended } from "./mended-findings.ts";
import { deployedReleases } from "./operator-deployments.ts";
import { findRelease, readOnlyRootDiagnostics } from "./operator-release.ts";
import type { Input } from "./read.ts";
import {
  type ClusterVersion,
  type ClusterWithoutBackup,
  type Copy,
  readClusters,
  type SelectedCluster,
} from "./read-clusters.ts";
import { timeZonesOf } from "./time-zones.ts";

/** What step 2 knows: the user's wishes, the operator's settings, and the clusters. */
export interface Resolution {
  readonly is: "resolved";
  readonly config: Config;
  readonly settings: Settings;
  /** The names of time zones, where the input names one; else none. */
  readonly timeZones: ReadonlySet<string>;
  /** Where a setting was given, by its name and what is below it. */
  readonly settingPlace: (name: string, ...below: Path) => Place;
  /** The operator's own configuration, where it is among the resources. */
  readonly operatorConfiguration?: OwnConfiguration;
  /** What there is to say of the operator's release. */
  readonly aboutRelease: readonly RuleDiagnostic[];
  /** The clusters with a backup section, of those that the selector matches. */
  readonly clusters: readonly SelectedCluster[];
  /** Those without one, which may be clones. */
  readonly withoutBackup: readonly ClusterWithoutBackup[];
  /** Every `postgresql`, selected or not. */
  readonly owners: readonly Owner[];
  /** What does not fit its schema. With any of these nothing is written; what can be read of these clusters is checked. */
  readonly findings: readonly Finding[];
  /** Fields that the API server drops, where no backup can be among them. */
  readonly dropped: readonly Diagnostic[];
  /** The clusters with errors that are checked nevertheless. */
  readonly mended: readonly Mended[];
  /** Other versions of clusters, in kustomizations of their own. They are only checked. */
  readonly versions: readonly ClusterVersion[];
  /** Clusters that are there twice, with the same content. */
  readonly copies: readonly Copy[];
}

/** The end of a run with errors: the function writes nothing but its findings. The exit code is 3 for a bad functionConfig. */
export interface Refusal {
  readonly is: "refused";
  readonly exitCode: 1 | 3;
  readonly findings: readonly Finding[];
}

const readOnlyRoot = "container_readonly_root_filesystem";

/** Step 2, from resources to settings and clusters. A bad functionConfig ends the run, for all else depends on it. */
export async function resolve({
  functionConfig,
  resources,
  existingJobs,
  livingOperator,
}: Pick<Input, "functionConfig" | "resources" | "existingJobs" | "livingOperator">): Promise<Resolution | Refusal> {
  const read = readFunctionConfig(functionConfig);
  if (read.is === "invalid")
    return { is: "refused", exitCode: 3, findings: asErrors("function-config", await explainConfig(read)) };
  const { config } = read;
  const refusedZone = await refusedTimeZone(config.jobs?.timeZone, config);
  if (refusedZone.length > 0) return { is: "refused", exitCode: 3, findings: asErrors("function-config", refusedZone) };
  const operator = findOperatorConfiguration(resources, config.object, livingOperator?.configurations);
  const { release, diagnostics: aboutRelease } = findRelease(
    config,
    deployedReleases(resources.deployments, livingOperator?.deployments),
    resources.installers,
  );
  const placeOfSetting: Resolution["settingPlace"] = (name, ...below) => settingPlace(operator, config, name, below);
  const { clusters, withoutBackup, owners, errors, dropped, mended, versions, copies } = await readClusters(
    resources.postgresqls,
    config,
  );
  return {
    is: "resolved",
    config,
    settings: resolveSettings(
      operator.origin,
      [operator.settings, config.operator],
      goDurationSeconds,
      release,
      config,
    ),
    timeZones: await timeZonesOf(
      config.jobs?.timeZone !== undefined ||
        clusters.some(({ cluster }) => cluster.annotations[jobsAnnotation]?.includes("timeZone")) ||
        existingJobs.all.some(({ settings }) => settings.some(({ name }) => name === "timeZone")),
    ),
    settingPlace: placeOfSetting,
    aboutRelease: [
      ...aboutRelease,
      ...readOnlyRootDiagnostics(
        release,
        {
          inConfiguration: operator.settings[readOnlyRoot] === true && operator.origin.from === "OperatorConfiguration",
          inFunctionConfig: config.operator[readOnlyRoot] === true,
        },
        placeOfSetting,
      ),
    ],
    clusters,
    withoutBackup,
    owners,
    findings: [
      ...asErrors("operator-configuration", [
        ...operator.diagnostics,
        ...(await explainViolations(operator.violations)),
      ]),
      ...asErrors("api-server-schema", errors),
    ],
    dropped,
    mended,
    versions,
    copies,
    ...(operator.own && { operatorConfiguration: operator.own }),
  };
}
