import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { BackupInfo, InfoBackup, RepositoryInfo, Unknown } from "./observed.ts";

/**
 * Reads what `pgbackrest info --stanza=STANZA --output=json` prints, of releases from 2.32 on, which have several repositories. What is not as
 * they print it is `unreadable`. Nothing of the text is quoted: with a wrong passphrase, it has bytes of the repository in it.
 */
export function readBackupInfo(stdout: string, stanza = "db"): BackupInfo | Unknown {
  const report = parsed(stdout);
  if (!Array.isArray(report)) return unreadable("it is not a list in JSON");
  const found = report.find((each: JsonValue) => isObject(each) && each.name === stanza);
  // Without a stanza's configuration, or before the first one was made, the list is empty.
  if (found === undefined) return { status: { code: 1, message: "missing stanza path" }, repositories: [] };
  const status = statusOf(found);
  const repositories = repositoriesOf(found);
  if (status === undefined || repositories === undefined) return unreadable("its fields are not those of pgBackRest");
  return { status, repositories };
}

const unreadable = (why: string): Unknown => ({
  unknown: "unreadable",
  why: `What \`pgbackrest info\` printed could not be read: ${why}.`,
});

/** pgBackRest escapes line breaks in messages, but no other control characters, which JSON does not have. */
function parsed(stdout: string): JsonValue | undefined {
  try {
    return JSON.parse(stdout.replace(/[\u0000-\u001f]/g, " "));
  } catch {
    return undefined;
  }
}

function statusOf(value: JsonValue): BackupInfo["status"] | undefined {
  const [code, message] = [valueAt(value, ["status", "code"]), valueAt(value, ["status", "message"])];
  return typeof code === "number" && typeof message === "string" ? { code, message } : undefined;
}

function repositoriesOf(stanza: JsonValue): readonly RepositoryInfo[] | undefined {
  const repositories = objectsAt(stanza, "repo");
  const backups = objectsAt(stanza, "backup");
  const databases = objectsAt(stanza, "db");
  const archives = objectsAt(stanza, "archive");
  if (repositories === undefined || backups === undefined || databases === undefined || archives === undefined)
    return undefined;
  return all(
    repositories.map((repository) => {
      const number = numberAt(repository, "key");
      const status = statusOf(repository);
      const cipher = textAt(repository, "cipher");
      if (number === undefined || status === undefined || cipher === undefined) return undefined;
      const isHere = (entry: JsonObject, ...path: readonly string[]) => numberAt(entry, ...path, "repo-key") === number;
      // The database in force is the last one that the stanza was created or upgraded for.
      const ids = databases.filter((each) => isHere(each)).flatMap((each) => numberAt(each, "id") ?? []);
      const current = Math.max(...ids);
      const read = all(
        backups.filter((backup) => isHere(backup, "database")).map((backup) => backupOf(backup, current)),
      );
      if (read === undefined) return undefined;
      const archive = archives.find((each) => isHere(each, "database") && numberAt(each, "database", "id") === current);
      const [first, last] = [archive && textAt(archive, "min"), archive && textAt(archive, "max")];
      return {
        number,
        status,
        cipher,
        backups: read,
        ...(first !== undefined && last !== undefined && { wal: { first, last } }),
      };
    }),
  );
}

function backupOf(backup: JsonObject, current: number): InfoBackup | undefined {
  const label = textAt(backup, "label");
  const type = typeOf(textAt(backup, "type"));
  const startedAt = numberAt(backup, "timestamp", "start");
  const stoppedAt = numberAt(backup, "timestamp", "stop");
  const database = numberAt(backup, "database", "id");
  const databaseBytes = numberAt(backup, "info", "size");
  const repositoryBytes = numberAt(backup, "info", "repository", "delta");
  if (label === undefined || type === undefined || startedAt === undefined || stoppedAt === undefined) return undefined;
  if (database === undefined || databaseBytes === undefined || repositoryBytes === undefined) return undefined;
  const [prior, walStart] = [textAt(backup, "prior"), textAt(backup, "archive", "start")];
  return {
    label,
    type,
    startedAt,
    stoppedAt,
    // Releases before 2.36 do not say.
    hasErrors: valueAt(backup, ["error"]) === true,
    repositoryBytes,
    databaseBytes,
    isOfFormerDatabase: database !== current,
    ...(prior !== undefined && { prior }),
    ...(walStart !== undefined && { walStart }),
  };
}

const typeOf = (text: string | undefined) => (text === "full" || text === "diff" || text === "incr" ? text : undefined);

const numberAt = (value: JsonObject, ...path: readonly string[]): number | undefined => {
  const found = valueAt(value, path);
  return typeof found === "number" && found >= 0 ? found : undefined;
};

const textAt = (value: JsonObject, ...path: readonly string[]): string | undefined => {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
};

function objectsAt(value: JsonValue, key: string): readonly JsonObject[] | undefined {
  const found = valueAt(value, [key]);
  return Array.isArray(found) ? all(found.map((each: JsonValue) => (isObject(each) ? each : undefined))) : undefined;
}

/** All values, where none is undefined. */
function all<Value>(values: ReadonlyArray<Value | undefined>): readonly Value[] | undefined {
  const defined = values.filter((value): value is Value & {} => value !== undefined);
  return defined.length === values.length ? defined : undefined;
}
