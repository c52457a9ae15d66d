import { repositoryLocation } from "../../configuration/repository-location.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import { placeKey } from "../../pgbackrest/repository-place.ts";
import { hostNameFor } from "../host-name.ts";
import type { InputContext } from "../input-context.ts";
import type { InputRule } from "../rule.ts";

export const cloneIntoSource = {
  id: "clone-into-source",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Clone that writes where its source writes",
  why: "A clone has the identity of its source, so pgBackRest does not notice that two clusters archive into one repository: they overwrite each other's WAL, and neither can be restored.",
  source: "contract section 3; https://github.com/CrunchyData/postgres-operator/issues/4055",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: demo-s3
            options:
              repo1-path: /demo
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
  },
  good: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: demo-s3
            options:
              repo1-path: /parent
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
  },
  *checkInput(input) {
    for (const cluster of input.cloned) {
      const from = cluster.resource.spec.clone?.cluster ?? "";
      // Another rule reports two clusters of the input that share a place.
      const source = input.clusterNamed(from, cluster.namespace);
      if (source !== undefined && source !== cluster) continue;
      const key = sourceKey(input, cluster);
      if (key === undefined || cluster.repositories.length === 0) continue;
      const { writtenConfiguration: written } = input.contextOf(cluster);
      const repository = cluster.repositories.find(
        (each) => repositoryLocation(each, written, hostNameFor(cluster, input.settings))?.key === key,
      );
      if (repository === undefined) continue;
      const itself = from === cluster.name;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "resource"] },
        also: [{ in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", "resource"] }],
        ...(itself && { severity: "warning" }),
        problem: `${repository.name} writes to the place that the cluster is cloned from, so it ${itself ? "and its source, if that still runs," : `and \`${from}\``} destroy each other's archive.`,
        fix: `Give the clone a path of its own in \`global\`, for example \`${repository.name}-path: /${cluster.namespace === undefined ? "" : `${cluster.namespace}/`}${cluster.name}/clone\`.`,
      };
    }
  },
} as const satisfies InputRule;

/** The place that a cluster is cloned from; undefined for a volume, and where a Secret that is not in the input may say it. */
function sourceKey({ secret, settings }: InputContext, cluster: Cluster): string | undefined {
  const { repo, options = {}, configuration } = cluster.resource.spec.clone?.pgbackrest ?? {};
  if (repo?.storage === undefined || repo.storage === "pvc" || cluster.resource.spec.backup?.pgbackrest === undefined)
    return undefined;
  const name = configuration?.secret ?? "";
  const found = name === "" ? undefined : secret(name, cluster.namespace);
  if (options["repo1-path"] === undefined && name !== "" && !found?.isReadable) return undefined;
  const given = (option: string) => options[option] ?? found?.lines.find(({ key }) => key === option)?.value;
  const place = {
    storage: repo.storage,
    bucket: repo.resource ?? "",
    account: repo.storage === "azure" ? (repo.account ?? "") : "",
    endpoint: repo.storage === "gcs" ? "" : (repo.endpoint ?? ""),
    storageHost: given("repo1-storage-host"),
    port: given("repo1-storage-port"),
    path: given("repo1-path"),
  };
  return placeKey(place, hostNameFor(cluster, settings));
}
