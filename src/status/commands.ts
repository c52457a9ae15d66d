import { shellWord } from "../text/shell-word.ts";
import type { ClusterStatus, StatusProblem } from "./status-schema.ts";

/** What kubectl has to be told to speak with the API server that was looked at; absent: what the kubeconfig says. */
export interface Connection {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** A command of kubectl in a sentence. */
const command = /`(kubectl [^`]*)`/g;

/** Commands that are about no object of a namespace, or name it themselves. */
const isElsewhere = (words: string) =>
  /^kubectl (?:config|auth)\b|(?:^| )(?:-n|-A|--namespace|--all-namespaces|clusterrolebinding)(?:[ =]|$)/.test(words);

/** What stands for a name in the cures of `problems.ts`. */
const placeholder = /\b(?:NAMESPACE|CLUSTER|CRONJOB|JOB|PVC)\b/g;

/** A cluster whose problems' cures hold commands that can be pasted: with names, the namespace and the context. */
export function withCommands(cluster: ClusterStatus, connection: Connection): ClusterStatus {
  if (cluster.problems.length === 0) return cluster;
  const problems = cluster.problems.map((problem) => {
    const names = { NAMESPACE: cluster.namespace, CLUSTER: cluster.name, ...namesIn(problem, cluster) };
    return told(problem, names, connection);
  });
  return { ...cluster, problems };
}

/** A problem that is about no single cluster: its commands lack the context alone. */
export const inContext = (problem: StatusProblem, connection: Connection): StatusProblem =>
  told(problem, {}, connection);

const told = (problem: StatusProblem, names: Names, connection: Connection): StatusProblem => ({
  ...problem,
  problem: sentence(problem.problem),
  fix: withNames(problem.fix, names, connection),
});

/** A message of the API server may be as long as it likes. */
const longest = 1000;

/** What is wrong, as a sentence that ends, so that another can stand behind it. */
function sentence(problem: string): string {
  const text = problem.length <= longest ? problem : `${problem.slice(0, longest - 1).toWellFormed()}…`;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

type Names = Readonly<Partial<Record<string, string>>>;

/** A cure with names for placeholders in the commands of kubectl that it has. */
export function withNames(cure: string, names: Names, connection: Connection = {}): string {
  return cure.replace(command, (_, given: string) => {
    const asked =
      isElsewhere(given) || names.NAMESPACE === undefined ? given : given.replace(/^kubectl/, "kubectl -n NAMESPACE");
    const filled = asked.replace(placeholder, (found) => {
      const name = names[found];
      return name === undefined ? found : shellWord(name);
    });
    const flags = (["context", "kubeconfig"] as const).flatMap((flag) => {
      const value = connection[flag];
      return value === undefined ? [] : [` --${flag} ${shellWord(value)}`];
    });
    return `\`${filled.replace(/^kubectl/, () => `kubectl${flags.join("")}`)}\``;
  });
}

const kinds: Readonly<Record<string, string>> = { CronJob: "CRONJOB", Job: "JOB", PersistentVolumeClaim: "PVC" };

/** The names of the objects that a problem is about; of a repository, the CronJob of its full backups. */
function namesIn({ object = "", repository }: StatusProblem, { repositories }: ClusterStatus): Names {
  const jobs = repositories.find(({ name }) => name === repository)?.jobs ?? [];
  const job = jobs.find(({ type }) => type === "full") ?? jobs[0];
  const [, kind = "", name = ""] = /^([^/]*)\/(.*)$/s.exec(object) ?? [];
  const placeholderOf = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return {
    ...(job !== undefined && { CRONJOB: job.cronJob }),
    ...(placeholderOf !== undefined && { [placeholderOf]: name }),
  };
}
