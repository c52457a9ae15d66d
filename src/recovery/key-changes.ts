import type { Repository } from "../cpo/repository.ts";
import { backupOptions } from "./effective-options.ts";
import { locationOf } from "./location.ts";
import { type Difference, differenceOf, type Known, knownFile, knownOption } from "./option-difference.ts";
import { type Said, unreadable } from "./said.ts";
import type { RecoverySource } from "./source.ts";

/** Without these, nothing that was written with them can be read. */
const passphrases = ["repo-cipher-pass", "repo-s3-sse-customer-key"] as const;

/** What opens a storage, by its kind. */
const keysOf = {
  pvc: [],
  s3: ["repo-s3-key", "repo-s3-key-secret", "repo-s3-token"],
  azure: ["repo-azure-key"],
  gcs: ["repo-gcs-key"],
} as const satisfies Readonly<Record<Repository["storage"], readonly string[]>>;

/** Options whose differences are said where they are judged; of gcs, the file that `repo-gcs-key` names, too. */
export const judgedOptions: ReadonlySet<string> = new Set([
  ...passphrases,
  ...Object.values(keysOf).flat(),
  "repo-cipher-type",
  "repo-path",
  "repo-retention-full",
  "repo-retention-full-type",
  "repo-retention-diff",
  "repo-retention-archive",
  "repo-retention-archive-type",
]);

/** One of two inputs, with a repository that both have. */
export interface KeySide {
  readonly source: RecoverySource;
  readonly repository: Repository;
}

/** What is different in how a repository is reached and read: its place where only a Secret says it, its passphrases, its keys. */
export function keyChanges(before: KeySide, after: KeySide): readonly Said[] {
  const [was, is] = [sideOf(before), sideOf(after)];
  const path =
    was.isPathHidden || is.isPathHidden ? differenceOf(was.known("repo-path"), is.known("repo-path")) : undefined;
  const isSamePlace = was.place === is.place && path === undefined;
  const said: Said[] = [];
  if (was.place === is.place && path !== undefined)
    said.push(
      path === "untold"
        ? { effect: "other", text: `Whether the path is another cannot be told: a later step fills it in.` }
        : {
            effect: "loss",
            text: "The repository is in another path, which only the Secret says: it begins empty, and what is in the old place is not continued.",
          },
    );
  for (const name of passphrases) {
    // Encryption that begins or ends is said of its type; without one, no passphrase is used.
    if (name === "repo-cipher-pass" && (was.cipher !== is.cipher || is.cipher === "none")) continue;
    const difference = differenceOf(was.known(name), is.known(name));
    if (difference !== undefined) said.push(passphraseChange(difference, is.shown(name), isSamePlace));
  }
  const differences = keysOf[after.repository.storage].flatMap((name) => {
    const difference =
      before.repository.storage === after.repository.storage ? differenceOf(was.key(name), is.key(name)) : undefined;
    return difference === undefined ? [] : [{ difference, name: is.shown(name) }];
  });
  for (const difference of ["gone", "another", "new", "untold"] as const) {
    const names = differences.flatMap((each) => (each.difference === difference ? [each.name] : []));
    if (names.length > 0) said.push(keyChange(difference, names.join(", "), is.needsKeys));
  }
  return said;
}

function sideOf({ source, repository }: KeySide) {
  const { storage, number } = repository;
  const { complete, secret } = source.configuration;
  const option = backupOptions(source, repository);
  const { endpoint = "", location } = locationOf(source, repository, option);
  const known = (name: string): Known => knownOption(option, complete, name, number);
  const type = option(`repo-${storage}-key-type`, number)?.value ?? "shared";
  return {
    known,
    key: (name: string): Known => (name === "repo-gcs-key" ? knownFile(known(name), secret) : known(name)),
    place: `${location}\n${endpoint}`,
    isPathHidden: option("repo-path", number)?.hidden === true,
    cipher: option("repo-cipher-type", number)?.value ?? (complete ? "none" : undefined),
    needsKeys: type !== "auto" && type !== "web-id",
    shown: (name: string) => `\`${name.replace(/^repo/, repository.name)}\``,
  };
}

function passphraseChange(difference: NonNullable<Difference>, name: string, isSamePlace: boolean): Said {
  switch (difference) {
    case "another":
      return isSamePlace
        ? { effect: "loss", text: `The passphrase is another (${name}): ${unreadable}.` }
        : { effect: "other", text: `The passphrase is another (${name}).` };
    case "gone":
      return { effect: "loss", text: `The passphrase is gone (${name}): ${unreadable}.` };
    case "new":
      return name.includes("cipher")
        ? { effect: "gain", text: `The passphrase is there now (${name}).` }
        : {
            effect: isSamePlace ? "loss" : "gain",
            text: `There is a passphrase now (${name})${isSamePlace ? `: ${unreadable}` : ""}.`,
          };
    case "untold":
      return {
        effect: "other",
        text: `Whether the passphrase is another cannot be told, since a later step fills it in (${name}); with another one, ${unreadable}.`,
      };
  }
}

function keyChange(difference: NonNullable<Difference>, names: string, needsKeys: boolean): Said {
  switch (difference) {
    case "another":
      return { effect: "other", text: `The keys are others (${names}).` };
    case "gone":
      return needsKeys
        ? {
            effect: "loss",
            text: `The keys are gone (${names}): nothing reaches the repository, so backups fail and WAL is not archived.`,
          }
        : { effect: "other", text: `The keys are gone (${names}), and are not needed any more.` };
    case "new":
      return { effect: "gain", text: `The keys are there now (${names}).` };
    case "untold":
      return {
        effect: "other",
        text: `Whether the keys are others cannot be told, since a later step fills them in (${names}).`,
      };
  }
}
