import { effectiveLine } from "../../configuration/pod-configuration.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import type { Repository } from "../../cpo/repository.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { InputRule } from "../rule.ts";

export const sharedRepository = {
  id: "shared-repository",
  severity: "error",
  title: "Two clusters in one repository",
  why: "The operator's stanza is always `db`, so two clusters with the same bucket and path write to one archive and destroy each other's.",
  source: "contract section 3; https://github.com/CrunchyData/postgres-operator/issues/4055",
  bad: {
    other: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
  },
  good: {
    other: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /other
    `,
  },
  *checkInput({ clusters, contextOf }) {
    const users = new Map<string, { readonly cluster: Cluster; readonly repository: Repository }>();
    for (const cluster of clusters) {
      const context = contextOf(cluster);
      for (const repository of cluster.repositories) {
        const place = placeOf(repository, context);
        if (place === undefined) continue;
        const first = users.get(place.key);
        if (first === undefined) {
          users.set(place.key, { cluster, repository });
          continue;
        }
        if (first.cluster === cluster && !context.writtenConfiguration.complete) continue;
        const whose =
          first.cluster === cluster
            ? first.repository.name
            : `${first.repository.name} of cluster \`${first.cluster.name}\``;
        yield {
          at: { in: "field", object: cluster.object, path: [...repository.path, "resource"] },
          also: [{ in: "field", object: first.cluster.object, path: [...first.repository.path, "resource"] }],
          problem: `${repository.name} writes to the same place as ${whose}: \`${place.bucket}\`, ${place.shown}; they destroy each other's archive.`,
          fix: `Give each its own path in \`global\`, for example \`${repository.name}-path: /${cluster.namespace === undefined ? "" : `${cluster.namespace}/`}${cluster.name}/${repository.name}\`.`,
        };
      }
    }
  },
} as const satisfies InputRule;

function placeOf(
  repository: Repository,
  context: ClusterContext,
): { readonly key: string; readonly bucket: string; readonly shown: string } | undefined {
  if (repository.storage === "pvc") return undefined;
  const { complete, written } = context.writtenConfiguration;
  // What the operator adds does not concern these options.
  const given = effectiveLine(written, "repo-path", repository.number);
  // A Secret that is not in the input may set a path.
  if (given === undefined && !complete) return undefined;
  const path = (given?.value ?? "/var/lib/pgbackrest").replace(/\/+$/, "") || "/";
  // What a Secret holds is never shown.
  const shown = given?.from === "secret" ? "the path that the Secret sets" : `path \`${path}\``;
  const host = (endpoint: string) =>
    endpoint
      .toLowerCase()
      .replace(/^https:\/\//, "")
      .replace(/:443$/, "")
      .replace(/\/+$/, "");
  const storageHost = effectiveLine(written, "repo-storage-host", repository.number)?.value ?? "";
  const port = effectiveLine(written, "repo-storage-port", repository.number)?.value ?? "";
  switch (repository.storage) {
    case "s3":
      return {
        key: `s3 ${host(repository.endpoint)} ${storageHost}:${port} ${repository.bucket} ${path}`,
        bucket: repository.bucket,
        shown,
      };
    case "gcs":
      return { key: `gcs ${repository.bucket} ${path}`, bucket: repository.bucket, shown };
    case "azure":
      return {
        key: `azure ${host(repository.endpoint)} ${storageHost}:${port} ${repository.account} ${repository.container} ${path}`,
        bucket: repository.container,
        shown,
      };
  }
}
