import type { Path } from "../findings/finding.ts";
import type { PgBackRestSection } from "./postgresql.ts";
import { backupTypes, type Repository, type Schedule } from "./repository.ts";

type GivenRepository = NonNullable<PgBackRestSection["repos"]>[number];

/** A repository of the CR, which passed the schema, by its place in the CR's list. */
export function readRepository(given: GivenRepository, index: number): Repository {
  const path = ["spec", "backup", "pgbackrest", "repos", index];
  const base = {
    name: given.name,
    number: Number(given.name.slice("repo".length)),
    position: index + 1,
    schedules: schedules(given, path),
    path,
  };
  const { resource = "", endpoint = "" } = given;
  switch (given.storage) {
    case "pvc":
      return { storage: "pvc", ...base, ...(given.volume && { volume: given.volume }) };
    case "s3":
      return { storage: "s3", bucket: resource, endpoint, region: given.region ?? "", ...base };
    case "gcs":
      return { storage: "gcs", bucket: resource, key: given.key ?? "", keyType: given.keyType ?? "", ...base };
    case "azure":
      return {
        storage: "azure",
        container: resource,
        endpoint,
        account: given.account ?? "",
        key: given.key ?? "",
        ...base,
      };
  }
}

function schedules({ schedule }: GivenRepository, path: Path): readonly Schedule[] {
  const found: Schedule[] = [];
  if (schedule === undefined) return found;
  for (const type of backupTypes) {
    const cron = schedule[type];
    if (cron !== undefined) found.push({ type, cron, path: [...path, "schedule", type] });
  }
  return found;
}
