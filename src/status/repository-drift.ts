import { visible } from "../text/visible.ts";
import { problemOf } from "./problem.ts";
import type { DriftChange, StatusProblem } from "./status-schema.ts";
import { listed } from "./words.ts";

/** Options that decide where backups and WAL go, and who can read them there. */
const where =
  /\] (repo[1-4]-(path|type|host|host-type|cipher-type|cipher-pass|s3-bucket|s3-endpoint|s3-region|gcs-bucket|azure-account|azure-container|azure-endpoint|sftp-host|storage-host))"\]$/;
/** Options that decide how long they are kept. */
const kept = /\] (repo[1-4]-retention-[a-z-]+|expire-auto)"\]$/;

/**
 * A problem for each configuration in the cluster that sends backups elsewhere, or keeps them for another time, than the manifests say. Where the
 * resource itself differs, the manifests are not applied yet, or the resource is changed, and the operator follows it.
 */
export function repositoryDrift(drift: readonly DriftChange[]): readonly StatusProblem[] {
  const isFollowed = drift.some(({ kind, is }) => kind === "postgresql" && is !== "unknown");
  return drift.flatMap(({ fields = [], kind, name }): readonly StatusProblem[] => {
    if (kind !== "ConfigMap") return [];
    const object = `ConfigMap/${visible(name)}`;
    const [places, times] = [where, kept].map((names) => [
      ...new Set(fields.flatMap(({ path }) => names.exec(path)?.[1] ?? [])),
    ]);
    const isAre = (options: readonly string[]) => (options.length === 1 ? "is" : "are");
    const said = (options: readonly string[]) => listed(options.map((option) => `\`${option}\``));
    return [
      ...(places === undefined || places.length === 0
        ? []
        : [
            problemOf(
              "repository-changed",
              `${object} does not have the ${said(places)} that ${isAre(places)} asked for: backups and WAL do not go where this report says.`,
              { object, ...(isFollowed && { level: "warning" }) },
            ),
          ]),
      ...(times === undefined || times.length === 0
        ? []
        : [
            problemOf(
              "repository-changed",
              `${object} does not have the ${said(times)} that ${isAre(times)} asked for: backups are kept for a different time than this report says.`,
              { object, level: "warning" },
            ),
          ]),
    ];
  });
}
