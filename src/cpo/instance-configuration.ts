import { remembered } from "../text/memo.ts";
import type { ConfigurationLine, OperatorLines } from "./configuration-line.ts";
import {
  all,
  databaseLines,
  db,
  folderLines,
  repoHostFolderLines,
  tlsFileLines,
  tlsInstanceLines,
  tlsRepoHostLines,
  volumeLine,
} from "./fixed-lines.ts";
import type { Repository } from "./repository.ts";

/** What the operator's configuration texts are made from; host names are fully qualified. */
export interface ConfigurationInput {
  readonly cluster: string;
  readonly repoHost: string;
  /** The PostgreSQL version of a cluster with transparent data encryption; empty of one without. */
  readonly tde: string;
  readonly global: ReadonlyArray<readonly [option: string, value: string]>;
  readonly repositories: ReadonlyArray<Repository>;
}

/** The same for the repo host, with the hosts of all Postgres pods. */
export interface RepoHostConfigurationInput extends ConfigurationInput {
  readonly instances: readonly string[];
}

/** What the operator writes in `pgbackrest_instance.conf` for Postgres pods and backup jobs, in its order (contract 2.1). */
export function instanceConfiguration({
  cluster,
  repoHost,
  tde,
  repositories,
}: Omit<ConfigurationInput, "global">): OperatorLines {
  return {
    before: instanceStart(tde).lines,
    after: noLines.concat(
      ...repositories.map((repository, index) => repositoryLines(repository, index, cluster, repoHost)),
    ),
  };
}

/** The same in the repo host's `pgbackrest_instance.conf` (contract 2.2). `global` lands in the stanza's section there. */
export function repoHostConfiguration({
  cluster,
  instances,
  tde,
  repositories,
}: Omit<RepoHostConfigurationInput, "global">): OperatorLines {
  return {
    before: repoHostFolderLines.concat(
      tlsServerLines(cluster, "pgbackrest-repo-host"),
      repositories.filter(({ storage }) => storage === "pvc").map(({ position }) => volumeLine(String(position))),
    ),
    after: noLines.concat(...instances.map((host, index) => instanceLines(host, String(index + 1))), tdeLines(tde)),
  };
}

/** The text of ConfigMap A, byte for byte except for the order of `global`, which is random in the operator and the CR's here. */
export function instanceConfigurationText(input: ConfigurationInput): string {
  return `${instanceStart(input.tde).text}${globalText(input)}${linesText(instanceConfiguration(input).after)}`;
}

/** The text of ConfigMap B, which has both sections even where one is empty. With encryption it ends in a line break. */
export function repoHostConfigurationText(input: RepoHostConfigurationInput): string {
  const { before, after } = repoHostConfiguration(input);
  const text = `[global]${linesText(before)}\n[db]${globalText(input)}${linesText(after)}`;
  return input.tde === "" ? text : `${text}\n`;
}

const noLines: ReadonlyArray<ConfigurationLine> = [];

/** What Postgres pods have before `global`: for each version with encryption, and for those without, one for a whole fleet. */
const instanceStart = remembered((tde) => {
  const ofStanza = databaseLines.concat(tdeLines(tde));
  return {
    lines: ofStanza.concat(folderLines),
    text: `[db]${linesText(ofStanza)}\n\n[global]${linesText(folderLines)}`,
  };
});

const tdeLines = (version: string): ReadonlyArray<ConfigurationLine> =>
  version === ""
    ? noLines
    : [
        { ...db("pg-version-force", version), tight: true },
        { ...db("archive-header-check", "n"), tight: true },
      ];

function instanceLines(host: string, number: string): ReadonlyArray<ConfigurationLine> {
  return [db(`pg${number}-host`, host)].concat(tlsInstanceLines(number));
}

const tlsServerLines = (cluster: string, certificate: string): ReadonlyArray<ConfigurationLine> =>
  tlsFileLines(certificate).concat(all("tls-server-auth", `${cluster}=*`));

/** The options of a repository by their names without it: of each there is one text for a whole fleet. */
const optionsOf = remembered((repository) => remembered((option) => `${repository}-${option}`));

/** Options of a repository. Lines of empty fields are written too: pgBackRest refuses them, and so do our checks. */
function repositoryLines(
  repository: Repository,
  index: number,
  cluster: string,
  repoHost: string,
): ReadonlyArray<ConfigurationLine> {
  const { name, position } = repository;
  const optionNamed = optionsOf(name);
  const given = (option: string, value: string, field: string): ConfigurationLine => ({
    section: "global",
    option: optionNamed(option),
    value,
    origin: { from: "repository", index, field },
  });
  switch (repository.storage) {
    case "pvc":
      return tlsServerLines(cluster, "pgbackrest-client").concat(
        all(`repo${position}-host`, repoHost),
        tlsRepoHostLines(String(position)),
      );
    case "s3":
      return [
        given("s3-bucket", repository.bucket, "resource"),
        given("s3-endpoint", repository.endpoint, "endpoint"),
        given("s3-region", repository.region, "region"),
        given("type", "s3", "storage"),
      ];
    case "gcs":
      return [
        given("gcs-bucket", repository.bucket, "resource"),
        given("gcs-key", `/etc/pgbackrest/conf.d/${repository.key}`, "key"),
        given("gcs-key-type", repository.keyType, "keyType"),
        given("type", "gcs", "storage"),
      ];
    case "azure":
      return [
        given("azure-container", repository.container, "resource"),
        given("azure-endpoint", repository.endpoint, "endpoint"),
        given("azure-key", repository.key, "key"),
        given("azure-account", repository.account, "account"),
        given("type", "azure", "storage"),
      ];
  }
}

const globalText = ({ global }: Pick<ConfigurationInput, "global">) => {
  let text = "";
  for (const entry of global) text += `\n${entry[0]} = ${entry[1]}`;
  return text;
};

const linesText = (lines: ReadonlyArray<ConfigurationLine>) => {
  let text = "";
  for (const { option, value, tight } of lines) text += `\n${option}${tight ? "=" : " = "}${value}`;
  return text;
};
