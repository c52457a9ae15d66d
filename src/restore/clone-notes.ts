import type { JsonObject } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { Clone } from "./clone-manifest.ts";
import { ownPathsOf } from "./clone-manifest.ts";
import { shownMoment } from "./moment.ts";
import { fullName } from "./patch-notes.ts";

/** What the reviewer of a clone's manifest must know, line by line. */
export function cloneNotes(
  manifest: JsonObject,
  clone: Clone,
  {
    typed,
    storage,
    leftOut,
  }: { readonly typed: string | undefined; readonly storage: string; readonly leftOut: readonly string[] },
): readonly string[] {
  const { source, name, namespace, repo, moment } = clone;
  const secrets = new Set(
    [
      valueAt(manifest, ["spec", "clone", "pgbackrest", "configuration", "secret"]),
      valueAt(manifest, ["spec", "backup", "pgbackrest", "configuration", "secret"]),
    ].filter((secret) => typeof secret === "string"),
  );
  const paths = ownPathsOf(manifest);
  const isElsewhere = namespace !== source.namespace;
  return [
    `A new cluster ${fullName({ name, namespace })} from ${repo} of ${fullName(source)}: ${
      moment === undefined
        ? "the newest state that is in the archive."
        : `the state at ${shownMoment(moment)}${typed === undefined ? "" : `, which was written as "${typed}"`}.`
    }`,
    `${fullName(source)} does not change, and goes on.`,
    ...(moment === undefined
      ? []
      : ["The clone starts only if the archive has a transaction that was committed later."]),
    ...(paths.length === 0
      ? ["Its own backups go to volumes of its own."]
      : [`Its own backups go to ${paths.map(([own, path]) => `${path} (${own})`).join(" and ")}.`]),
    ...(secrets.size === 0
      ? []
      : [
          `It needs the Secret${secrets.size > 1 ? "s" : ""} ${[...secrets].join(" and ")}${isElsewhere ? `, also in its own namespace` : ""}; its own backups have the source's keys and passphrase.`,
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, because they would win over its own places: ${[...new Set(leftOut)].join(", ")}. Set again what it needs.`,
        ]),
    ...(valueAt(manifest, ["spec", "tde", "enable"]) === true
      ? [`PostgreSQL encrypts its files (TDE): the clone needs the source's key, in the Secret ${name}-tde.`]
      : []),
    ...(storage === "pvc" ? [`It reads from the repo host of ${fullName(source)}, which must run.`] : []),
    `The operator must run when it is created: it makes ConfigMap ${name}-pgbackrest-clone-config only then, and the pods wait for that.`,
    "The clone section works only for a new cluster; leave it in the manifest afterwards.",
  ];
}
