import { isValueFilledInLater } from "../secret/placeholder.ts";
import type { Secret } from "../secret/secret.ts";
import { withoutHash } from "../secret/without-hash.ts";
import { differenceOf, type Known } from "./option-difference.ts";
import type { Said } from "./said.ts";
import { shownSecretName } from "./shown-secret-name.ts";
import type { RecoverySource } from "./source.ts";

/** What became of the Secret that a cluster names. */
export interface SecretChanges {
  /** What is said of it as a whole. */
  readonly cluster: readonly Said[];
  /** That it has another name; its repositories say that, with what they say of their keys. */
  readonly renamed?: {
    readonly text: string;
    /** True where all that it holds is the same, false where some of it is not; undefined where that is not known. */
    readonly isEqual?: boolean;
    /** True for another hash of a `secretGenerator`, which follows from another content. */
    readonly isHash: boolean;
  };
}

/**
 * What became of the Secret that a cluster names, from one input to another.
 * @param isJudged True for an option that is judged on its own, and for the name of a file that is.
 */
export function secretChanges(
  before: RecoverySource,
  after: RecoverySource,
  isJudged: (part: { readonly option: string } | { readonly file: string }) => boolean,
): SecretChanges {
  const [old, now] = [before.configuration.secret, after.configuration.secret];
  const [oldName, name] = [before.cluster.secretName, after.cluster.secretName];
  const shown = shownSecretName(name);
  const isHash = oldName !== name && withoutHash(oldName) === withoutHash(name);
  if (old !== undefined && now === undefined && name !== "")
    return {
      cluster: [
        {
          effect: "loss",
          text:
            oldName === name || isHash
              ? `The Secret ${shown} is no longer in the manifests: unless something else makes it, nothing reaches the repositories, so backups fail and WAL is not archived.`
              : `The keys are in the Secret ${shown} instead of the Secret ${shownSecretName(oldName)}, and it is not in the manifests: unless something else makes it, nothing reaches the repositories, so backups fail and WAL is not archived.`,
        },
      ],
    };
  const named = (text: string) => (text === "" ? "no Secret" : `the Secret ${shownSecretName(text)}`);
  const text = `The keys are in ${named(name)} instead of ${named(oldName)}`;
  const renamed = oldName === name ? {} : { renamed: { text, isHash } };
  if (now === undefined || old === undefined)
    return now === undefined || oldName === ""
      ? { cluster: [], ...renamed }
      : {
          cluster: [
            {
              effect: "other",
              text: `The Secret ${shown} is in the manifests now; whether it holds what pods have read so far cannot be told.`,
            },
          ],
        };
  const differences = contentDifferences(contentOf(old), contentOf(now));
  const others = differences.filter(({ part }) => !isJudged(part));
  const isUntold = others.some(({ difference }) => difference === "untold") || others.some(({ isSealed }) => isSealed);
  return {
    cluster:
      others.length === 0
        ? []
        : [
            {
              effect: "other",
              text: isUntold
                ? `What the Secret ${shown} holds is written differently, and only the cluster, or a later step, has its text: whether a key or a passphrase is another cannot be told. With another passphrase, backups fail.`
                : `Other options or files of the Secret ${shown} are different.`,
            },
          ],
    ...(renamed.renamed !== undefined && { renamed: { ...renamed.renamed, isEqual: differences.length === 0 } }),
  };
}

/** A part of what a Secret holds: an option of a section, or a file that has none. */
type Part = { readonly option: string } | { readonly file: string };
type Content = ReadonlyMap<string, { readonly part: Part; readonly known: Known; readonly isSealed: boolean }>;

function contentOf({ files, hasOtherFiles, lines, unread }: Secret): Content {
  const found = new Map<string, { part: Part; known: Known; isSealed: boolean }>();
  for (const { section, key, value, meaning } of [...lines, ...unread]) {
    const at = `${section}\n${key}`;
    const earlier = found.get(at)?.known;
    const text = earlier?.is === "given" || earlier?.is === "later" ? `${earlier.text}\n${value}` : value;
    const known: Known = { is: isValueFilledInLater(value) ? "later" : "given", text };
    found.set(at, { part: { option: meaning.is === "option" ? meaning.name : "" }, known, isSealed: false });
  }
  for (const { name, isRead, isFilledInLater, sealed, text } of files) {
    const content = text ?? sealed;
    if ((isRead && !isFilledInLater) || content === undefined) continue;
    const known: Known = { is: isFilledInLater ? "later" : "given", text: content.reveal() };
    found.set(`\n${name}`, { part: { file: name }, known, isSealed: isFilledInLater });
  }
  if (hasOtherFiles) found.set("\n\n", { part: { file: "" }, known: { is: "later", text: "" }, isSealed: true });
  return found;
}

function contentDifferences(before: Content, after: Content) {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((at) => {
    const [old, now] = [before.get(at), after.get(at)];
    const part = now?.part ?? old?.part;
    const difference = differenceOf(old?.known ?? { is: "absent" }, now?.known ?? { is: "absent" });
    if (part === undefined || difference === undefined) return [];
    return [{ part, difference, isSealed: old?.isSealed === true || now?.isSealed === true }];
  });
}
