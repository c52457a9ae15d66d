import type { OperatorLines } from "../cpo/configuration-line.ts";
import { instanceConfiguration, repoHostConfiguration } from "../cpo/instance-configuration.ts";
import type { Repository } from "../cpo/repository.ts";

const base = (number: number) => ({ name: `repo${number}`, number, position: number, schedules: [], path: [] });

/** One repository of each storage. */
const repositories: readonly Repository[] = [
  { ...base(1), storage: "pvc" },
  { ...base(2), storage: "s3", bucket: "x", endpoint: "x", region: "x" },
  { ...base(3), storage: "gcs", bucket: "x", key: "x", keyType: "x" },
  { ...base(4), storage: "azure", container: "x", account: "x", endpoint: "x", key: "x" },
];

const withEncryption = { cluster: "x", repoHost: "x", tde: "17", repositories };

/** Where the operator writes an option itself, by what it makes for clusters with repositories of all storages. */
export function operatorLines(name: string): readonly string[] {
  const texts: ReadonlyArray<readonly [where: string, lines: OperatorLines]> = [
    ["the Postgres pods and backup jobs", instanceConfiguration(withEncryption)],
    ["the repo host", repoHostConfiguration({ ...withEncryption, instances: ["x"] })],
  ];
  return texts.flatMap(([where, { before, after }]) => {
    const written = [...before, ...after].filter(({ option }) => option.replace(/^(repo|pg)\d+/, "$1") === name);
    const said = written.map(({ origin, section, option, value }) => {
      if (origin.from === "repository")
        return `[${section}] of ${where}, from \`${origin.field}\` of a repository with storage \`${storageOf(origin.index)}\``;
      return `[${section}] of ${where}${isFixed(option, value) ? `, as \`${value}\`` : ""}`;
    });
    return [...new Set(said)];
  });
}

const storageOf = (index: number) => repositories[index]?.storage ?? "";

/** Not made of the cluster's name or hosts, and the same for each repository. */
const isFixed = (option: string, value: string) => !/^x|^17$|=\*$/.test(value) && !/^repo\d+-path$/.test(option);
