import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
import { type Objects, readObjects } from "../e2e/objects.ts";

/** What a user writes of backups: options of pgBackRest, and schedules by type. */
export interface Backups {
  readonly global: Readonly<Record<string, string>>;
  readonly schedule: Readonly<Record<string, string>>;
}

/** A manifest with these backups, in a repository on a volume. */
export const manifest = ({ global, schedule }: Backups): string => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: demo
  namespace: pg
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql:
    version: "17"
  volume:
    size: 5Gi
  backup:
    pgbackrest:
      image: docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1
      global: ${JSON.stringify(global)}
      repos:
        - name: repo1
          storage: pvc
          volume:
            size: 20Gi
          schedule: ${JSON.stringify(schedule)}
`;

/** What runs on the repo host. */
export interface RepoHost {
  /** The file that pgBackRest reads, with other paths and without another host: everything is in `folder`. */
  readonly configuration: string;
  /** The jobs: when they run, and the arguments of their `pgbackrest backup`. */
  readonly jobs: ReadonlyArray<{ readonly cron: string; readonly type: string; readonly args: readonly string[] }>;
}

/** Expands the manifest. */
export async function repoHostOf(backups: Backups, folder: string): Promise<RepoHost> {
  const { parts, findings } = await filter(Buffer.from(manifest(backups)));
  if (findings.some(({ severity }) => severity === "error")) throw new Error(findingsText(findings));
  const objects = readObjects(Buffer.concat(parts.map((part) => Buffer.from(part))).toString());
  return { configuration: configurationOf(objects, folder), jobs: jobsOf(objects) };
}

const paths = { "pg1-path": "data", "repo1-path": "repository", "log-path": "log" };

function configurationOf({ configMaps }: Objects, folder: string): string {
  const text = configMaps.find(({ metadata }) => metadata.name === "demo-pgbackrest-repohost-config")?.data[
    "pgbackrest_instance.conf"
  ];
  if (text === undefined) throw new Error("no configuration of a repo host was rendered");
  const lines = text.split("\n").filter((line) => !/^(?:tls-server|pg1-host)/.test(line));
  const here = Object.entries(paths).map(
    ([option, name]) => [`${option} = `, `${option} = ${folder}/${name}`] as const,
  );
  const replaced = lines.map((line) => here.find(([option]) => line.startsWith(option))?.[1] ?? line);
  for (const [, line] of here)
    if (!replaced.includes(line)) throw new Error(`the configuration has no ${line}\n${text}`);
  const local = [
    "[db]",
    `pg1-socket-path = ${folder}`,
    "[global]",
    `lock-path = ${folder}/lock`,
    "log-level-file = off",
  ];
  return [...replaced, ...local, ""].join("\n");
}

const jobsOf = ({ cronJobs }: Objects): RepoHost["jobs"] =>
  cronJobs.map(({ spec }) => {
    const [container] = spec.jobTemplate.spec.template.spec.containers;
    const options = container?.env.find(({ name }) => name === "COMMAND_OPTS")?.value ?? "";
    return { cron: spec.schedule, type: /--type=(\w+)/.exec(options)?.[1] ?? "", args: options.split(" ") };
  });
