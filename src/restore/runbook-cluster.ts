import type { ClusterConfiguration } from "../configuration/cluster-configuration.ts";
import type { Cluster } from "../cpo/cluster.ts";
import { selectorLabels, selectorText } from "../cpo/labels.ts";
import {
  firstPodName,
  postgresContainer,
  primaryRole,
  repoHostContainer,
  repoHostPodName,
  stanza,
  superuser,
} from "../cpo/pods.ts";
import type { Settings } from "../cpo/settings.ts";
import { commandLine, expanding, named, type Word } from "./runbook-shell.ts";
import type { RunbookCommand, RunbookVariable } from "./runbook-step.ts";

/** What a runbook is made of. */
export interface RunbookSource {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly configuration: ClusterConfiguration;
  /** The cluster as commands of this program name it: `demo` or `pg/demo`. */
  readonly name: string;
  /** Arguments that name the manifests to this program, for example `-f manifests`. */
  readonly manifests: readonly string[];
  /** Where a patch of what a kustomization builds must be listed, as a sentence; absent where that is not known, or nothing special. */
  readonly patchPlace?: string | undefined;
}

/** Where the image keeps things in the Postgres pods (contract section 3). */
export const inPod = {
  volume: "/home/postgres/pgdata",
  data: "/home/postgres/pgdata/pgroot/data",
  log: "/home/postgres/pgdata/pgbackrest/log",
};

/** The first Postgres pod, which restores run in. */
export const firstPod = ({ cluster }: RunbookSource) => firstPodName(cluster.name);
export const repoHostPod = ({ cluster }: RunbookSource) => repoHostPodName(cluster.name);

/** True where the repository is on a volume, which only the repo host has. */
export const isOnVolume = ({ configuration }: RunbookSource) => configuration.repoHost !== undefined;

/** True where PostgreSQL encrypts its files: a server starts on them only with a key, which these commands do not give it. */
export const isEncryptedByPostgres = ({ cluster }: RunbookSource) => cluster.resource.spec.tde?.enable === true;

/** A call of kubectl in the cluster's namespace. */
export function kubectl({ cluster }: RunbookSource, ...words: readonly Word[]): string {
  const namespace = cluster.namespace ?? cluster.dnsNamespace;
  return commandLine("kubectl", ...(namespace === "" ? [] : ["-n", namespace]), ...words);
}

type Place = "first" | "primary" | "repository";

/** A command in a container: of the first Postgres pod, of the primary's (`$PRIMARY`), or in the pod that backups run in. */
export function inContainer(source: RunbookSource, place: Place, ...words: readonly Word[]): RunbookCommand {
  const onRepoHost = place === "repository" && isOnVolume(source);
  const pod = onRepoHost ? repoHostPod(source) : place === "first" ? firstPod(source) : expanding("$PRIMARY");
  return {
    text: kubectl(source, "exec", pod, "-c", onRepoHost ? repoHostContainer : postgresContainer, "--", ...words),
    needs: "pods",
  };
}

/** Finds the primary's pod. */
export function findPrimary(source: RunbookSource): RunbookCommand {
  const { cluster, settings } = source;
  const labels = { ...selectorLabels(cluster, settings), [settings.podRoleLabel]: primaryRole };
  const text = kubectl(source, "get", "pods", "-l", selectorText(labels), "-o", "name");
  return { text: `PRIMARY=$(${text} | head -n 1)`, needs: "pods" };
}

/** The same, unless it is not needed to find the pod that backups run in. */
export const findRepository = (source: RunbookSource): readonly RunbookCommand[] =>
  isOnVolume(source) ? [] : [findPrimary(source)];

/** A call of pgBackRest. */
export const pgbackrest = (...words: readonly Word[]): readonly Word[] => [
  "pgbackrest",
  `--stanza=${stanza}`,
  ...words,
];

export const psql = (...words: readonly Word[]): readonly Word[] => ["psql", "-U", superuser, "-XAtc", ...words];

/** How the repository is chosen. */
export interface RepositoryChoice {
  readonly words: readonly Word[];
  readonly variables: readonly RunbookVariable[];
}

/** Chooses the repository where a command needs one, even if it is the only one. */
export function oneRepository(source: RunbookSource): RepositoryChoice {
  const choice = repositoryChoice(source);
  return choice.words.length > 0
    ? choice
    : { words: source.cluster.repositories.map(({ number }) => `--repo=${number}`), variables: [] };
}

/** Chooses the repository, where there are several. */
export function repositoryChoice({ cluster }: RunbookSource): RepositoryChoice {
  const { repositories } = cluster;
  if (repositories.length < 2) return { words: [], variables: [] };
  const choices = repositories.map((repository) => `${repository.number} (${named(whereOf(repository))})`);
  return {
    words: [expanding("--repo=$REPO")],
    variables: [
      {
        name: "REPO",
        meaning: `The number of the repository to read from: ${choices.join(", ")}.`,
        example: String(repositories[0]?.number ?? 1),
      },
    ],
  };
}

const whereOf = (repository: Cluster["repositories"][number]) =>
  repository.storage === "pvc"
    ? "volume"
    : `${repository.storage}://${repository.storage === "azure" ? repository.container : repository.bucket}`;

/** What to restore: the last moment, a moment, or a backup as it is. */
export type Target = "latest" | "time" | "set";

export const targetOptions: Readonly<Record<Target, readonly Word[]>> = {
  latest: [],
  time: ["--type=time", expanding("--target=$TARGET"), "--target-action=promote"],
  set: [expanding("--set=$SET"), "--type=immediate", "--target-action=promote"],
};

/** The same variables for a step that cannot be undone. */
export const toBeGiven = (variables: readonly RunbookVariable[]): readonly RunbookVariable[] =>
  variables.map((variable) => ({ ...variable, mustBeGiven: true }));

/** What each restore to a moment must say: PostgreSQL follows the newest timeline, unless it is told another. */
export const timelineNote =
  "After an earlier restore to a moment before this one, add `--target-timeline` with the decimal number of the timeline that this moment is on, for example `--target-timeline=1`.";

export const targetVariables: Readonly<Record<Target, readonly RunbookVariable[]>> = {
  latest: [],
  time: [
    {
      name: "TARGET",
      meaning: "The last moment whose changes you want back, with a numeric time zone. Later changes are lost.",
      example: "2026-01-31 11:59:00+00",
    },
  ],
  set: [
    {
      name: "SET",
      meaning: "The label of the backup, as `info` shows it after `full backup:`, `diff backup:` or `incr backup:`.",
      example: "20260131-023000F",
    },
  ],
};
