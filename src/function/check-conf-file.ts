import type { Finding, Place } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { looksLikeConf, parseConf } from "../pgbackrest/conf-file.ts";
import { meaningOf, suggestedKey } from "../pgbackrest/option-names.ts";
import { sectionOf } from "../pgbackrest/sections.ts";
import { filter } from "./filter.ts";

/** A finding of a file by itself; its line counts from 1. */
export interface ConfFinding {
  readonly finding: Pick<Finding, "rule" | "severity" | "problem" | "fix">;
  readonly line: number;
}

/** True for a file that pgBackRest is meant to read, by what is in it: also where it is misspelled, or in UTF-16. */
export function isConfFile(bytes: Buffer): boolean {
  const text = bytes
    .toString("latin1")
    .replaceAll("\0", "")
    .replace(/^[^\x20-\x7e\s]+/, "");
  if (looksLikeConf(text) || /^[ \t]*(repo|pg)\d+-[a-z]/m.test(text)) return true;
  const { lines } = parseConf(/^\s*\[/.test(text) ? text : `[global]\n${text}`);
  // Other programs have a section `[global]`, too, but none of our hyphenated names in it.
  return lines.some(
    ({ key, section }) => sectionOf(section) !== undefined && key.includes("-") && suggestedKey(key) !== undefined,
  );
}

/**
 * The first line that looks like an option of pgBackRest and is not spelled as one, counted from 1: `repo1_s3_key`, `REPO1-S3-KEY`, `s3-key`,
 * or a colon behind the name. Other programs have such lines, too, so it takes another reason to say so.
 */
export function misspelledLine(bytes: Buffer): number | undefined {
  const lines = bytes.toString("latin1").replaceAll("\0", "").split("\n");
  const found = lines.findIndex((line) => {
    const key = /^\s*([a-z][\w.-]*)\s*[=:]/i.exec(line)?.[1]?.toLowerCase().replace(/[_.]/g, "-") ?? "";
    return /^(?:repo|pg)\d*-[a-z]/.test(key)
      ? meaningOf(key).is !== "unknown" || suggestedKey(key) !== undefined
      : /^(?:s3|gcs|azure|cipher)-/.test(key) && meaningOf(`repo1-${key}`).is === "option";
  });
  return found < 0 ? undefined : found + 1;
}

/**
 * Checks a file without the cluster that it is for: as the only file of the Secret of a cluster that has the repositories which the file is
 * about. Of what is found, only what holds in every such cluster is kept. The functionConfig counts with its severities of rules.
 */
export async function checkConfFile(
  name: string,
  bytes: Buffer,
  functionConfig: JsonValue | undefined,
): Promise<readonly ConfFinding[]> {
  const text = bytes.toString("utf8");
  const { findings } = await filter(Buffer.from(documentsFor(name, bytes, text)), severitiesOf(functionConfig));
  const lines = text.split("\n");
  return findings.flatMap((finding): readonly ConfFinding[] => {
    const { at, rule, severity, problem, fix } = finding;
    if (at.object.kind === "Secret" && alone.has(rule)) {
      const own =
        rule === "cipher-pass-without-type"
          ? { severity: "info" as const, ...withoutType(problem) }
          : rule === "repository-unknown"
            ? ofUnknown(problem)
            : {};
      const words = { rule, severity, problem: problem.replaceAll(`Secret ${secretPlace} `, ""), fix };
      return [{ finding: { ...words, ...own }, line: lineOf(at) }];
    }
    // Half of a key pair is a mistake wherever the other half would have to be.
    const half = rule === "s3-key-missing" ? halfOfKey(problem, lines) : undefined;
    return half === undefined ? [] : [{ finding: { rule, severity, problem, fix }, line: half }];
  });
}

const lineOf = (place: Place) => (place.in === "conf" ? place.line : 1);

/** The rules whose findings in a Secret depend on nothing but its text. */
export const aloneIds = [
  "archive-check-off",
  "azure-key-encoding",
  "cipher-pass-without-type",
  "cipher-type-without-pass",
  "conf-file-syntax",
  "expire-auto-off",
  "host-option",
  "needed-file-excluded",
  "option-beta",
  "option-empty",
  "option-index",
  "option-newline",
  "option-placement",
  "option-refused",
  "option-twice",
  "option-value",
  "option-warned",
  "placeholder-value",
  "public-passphrase",
  "quotes-or-comment-in-value",
  "repository-unknown",
  "restore-option-in-global",
  "s3-key-type",
  "secret-file-unread",
  "section-ignored",
  "server-port",
  "tls-unverified",
  "unknown-option",
  "wal-queue-limit",
] as const;

const alone: ReadonlySet<string> = new Set(aloneIds);

const namespace = "namespace";
const secretName = "the-file";
const secretPlace = `${namespace}/${secretName}`;

/** A cluster, and the Secret with the file. */
function documentsFor(file: string, bytes: Buffer, text: string): string {
  const metadata = (name: string) => ({ name, namespace });
  const repos = [...new Set([...text.matchAll(/^[ \t]*repo([1-4]?)-/gm)].map(([, number]) => Number(number || 1)))];
  const cluster: JsonValue = {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: metadata("cluster"),
    spec: {
      teamId: "team",
      numberOfInstances: 2,
      postgresql: { version: "17" },
      volume: { size: "1Gi" },
      backup: {
        pgbackrest: {
          image: "pgbackrest",
          configuration: { secret: secretName },
          repos: (repos.length === 0 ? [1] : repos).sort().map((number) => repository(number, text)),
        },
      },
    },
  };
  const secret: JsonValue = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(secretName),
    data: { [file]: bytes.toString("base64") },
  };
  return `${JSON.stringify(cluster)}\n---\n${JSON.stringify(secret)}\n`;
}

/** A repository of the storage that the file has options for; on a volume where it has none. */
function repository(number: number, text: string): JsonValue {
  const storage = ["s3", "gcs", "azure"].find((each) =>
    new RegExp(`^[ \\t]*${keysOf(number)}-(${each}-|type[ \\t]*=[ \\t]*${each}\\b)`, "m").test(text),
  );
  const name = `repo${number}`;
  if (storage === undefined) return { name, storage: "pvc", volume: { size: "1Gi" } };
  return { name, storage, resource: `bucket${number}`, endpoint: "store.example.com", region: "region" };
}

/** How the keys of a repository begin; older names of the first have no number. */
const keysOf = (number: number) => (number === 1 ? "repo1?" : `repo${number}`);

/** What of a functionConfig is about rules and pgBackRest, not about clusters. */
function severitiesOf(functionConfig: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(functionConfig) || functionConfig.kind === "ConfigMap" || !isObject(functionConfig.spec))
    return undefined;
  const { checks, pgbackrestRelease } = functionConfig.spec;
  const { apiVersion = null, kind = null } = functionConfig;
  return {
    apiVersion,
    kind,
    spec: { ...(checks !== undefined && { checks }), ...(pgbackrestRelease !== undefined && { pgbackrestRelease }) },
  };
}

/** The type may be in `global` of the cluster, where it usually is. */
function withoutType(problem: string): Pick<Finding, "problem" | "fix"> {
  const repo = /repo\d+/.exec(problem)?.[0] ?? "repo1";
  return {
    problem: `This file has a cipher passphrase for ${repo}, but not its cipher type; if the cluster does not set it in \`global\` either, the backups are not encrypted.`,
    fix: `Check the file together with its cluster, or add \`${repo}-cipher-type = aes-256-cbc\` to the same section of the file and not to \`global\`.`,
  };
}

/** The cluster that is made for the file has each of the four repositories that the file is about. */
const ofUnknown = (problem: string): Pick<Finding, "problem" | "fix"> => ({
  problem: problem.replace(/, but .*$/s, ", but the operator has repo1 to repo4 only."),
  fix: "Use the number of a repository in the cluster's `repos`, or remove the options of this one.",
});

/** The line with the half of an S3 key pair that is there. */
function halfOfKey(problem: string, lines: readonly string[]): number | undefined {
  const number = Number(/^repo(\d+)/.exec(problem)?.[1]);
  const line = lines.findIndex((each) => new RegExp(`^[ \\t]*${keysOf(number)}-s3-key(-secret)?[ \\t]*=`).test(each));
  return line < 0 ? undefined : line + 1;
}
