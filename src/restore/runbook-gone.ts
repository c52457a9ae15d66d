import { byHandSteps } from "./runbook-by-hand.ts";
import { isOnVolume, type RunbookSource } from "./runbook-cluster.ts";
import { hostConfiguration, repositoryCopy } from "./runbook-configuration.ts";
import { fetchedFromRepoHost, folder, hostSteps, hostWay } from "./runbook-host.ts";
import { commandLine, expanding, named } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookStep } from "./runbook-step.ts";

/** The operator does nothing, or is not there. */
export function operatorGoneChapter(source: RunbookSource): RunbookChapter {
  return {
    id: "operator-gone",
    title: "The operator is gone",
    when: "The cluster's resource is changed, and nothing happens; or you want the data outside of Kubernetes. pgBackRest alone restores everything.",
    steps: [
      ...byHandSteps(source, "by-hand", ["time", "set"]),
      ...hostSteps(source, "operator-gone", source.cluster.repositories, fetchedFromRepoHost(source)),
    ],
  };
}

/** Brings what a retained volume holds to the host. */
function copyStep({ cluster }: RunbookSource): RunbookStep {
  const copies = cluster.repositories.map((repository) => `$DIR/${repositoryCopy(repository)}`);
  return {
    id: "namespace-gone-copy",
    title: "Copy what the volume holds",
    way: hostWay,
    why: `Mount the volume on the host, and copy what it holds into ${copies.map(named).join(", ")}, which these commands make.`,
    variables: [folder],
    commands: [
      { text: "umask 077", needs: "host" },
      { text: commandLine("mkdir", "-p", ...copies.map(expanding)), needs: "host" },
    ],
    seeThat: "There are the folders `archive` and `backup`, which the user who types the commands may read.",
    downtime: "The database is gone already.",
  };
}

/** Nothing of the cluster is left. */
export function namespaceGoneChapter(source: RunbookSource): RunbookChapter {
  const { cluster } = source;
  const missing = cluster.repositories.flatMap((repository) => hostConfiguration(source, repository).missing);
  const known =
    missing.length === 0
      ? "No secret is needed."
      : `Without these, nobody can read it: ${missing.map(({ what }) => what).join("; ")}.`;
  if (!isOnVolume(source))
    return {
      id: "namespace-gone",
      title: "The namespace is gone",
      when: `The cluster, its Secret and its volumes are deleted. What is in the bucket is enough. ${known} Keep them where the namespace is not.`,
      steps: hostSteps(source, "namespace-gone", cluster.repositories, []),
    };
  const claims = cluster.repositories.map(({ name }) => `${name}-${cluster.name}-pgbackrest-repo-host-0`);
  return {
    id: "namespace-gone",
    title: "The namespace is gone",
    when: `The backups were on volumes of the namespace. They are deleted with it, unless the PersistentVolume has the reclaim policy \`Retain\`, or a snapshot or a copy is elsewhere. ${known}`,
    steps: [
      {
        id: "namespace-gone-find",
        title: "Find the volume",
        why: `A volume that is retained is \`Released\` and still names its claim: ${claims.map(named).join(", ")}.`,
        variables: [],
        commands: [
          {
            text: "kubectl get pv -o custom-columns=NAME:.metadata.name,STATUS:.status.phase,NAMESPACE:.spec.claimRef.namespace,CLAIM:.spec.claimRef.name",
            needs: "controllers",
          },
        ],
        seeThat: "The claim is in the list. If it is not, look for a snapshot at your storage.",
        downtime: "The database is gone already.",
      },
      copyStep(source),
      ...hostSteps(source, "namespace-gone", cluster.repositories, []),
    ],
  };
}
