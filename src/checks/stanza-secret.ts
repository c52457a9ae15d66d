import type { PodConfiguration } from "../configuration/pod-configuration.ts";

/**
 * True for a secret that the operator also writes into `[global]`, from a field of the repository: in the CR it is in clear text in a
 * ConfigMap, and in `[global]` of the Secret it is set twice. Only the stanza's section of the Secret is left for it, which counts before
 * `[global]` (pgbackrest-e2e section 7, item 1).
 */
export function isStanzaSecret(name: string, repository: number | undefined, { effective, linesOf }: PodConfiguration) {
  if (
    !linesOf(name).some(
      ({ from, meaning }) => from === "repository" && "index" in meaning && meaning.index === repository,
    )
  )
    return false;
  if (name === "repo-azure-key") return effective("repo-azure-key-type", repository)?.value !== "auto";
  // Of the kinds of key of Google, only a token is a text of the configuration; a service account's is a file.
  return name === "repo-gcs-key" && effective("repo-gcs-key-type", repository)?.value === "token";
}

/**
 * What to do about such a secret: `action` ("Move it") and where to, then what else there is to do. With an empty line in `[global]`, the
 * image's start script does not create the stanza.
 */
export function stanzaAdvice(action: string, name: string, further = ""): string {
  const create = name === "repo-azure-key" ? ", and run `pgbackrest --stanza=db stanza-create` once by hand" : "";
  const also = further === "" ? "" : create === "" ? `, and ${further}` : `, ${further}`;
  return `${action} under \`[db]\` in a \`.conf\` file of the Secret that \`configuration.secret\` names${also}${create}.`;
}
