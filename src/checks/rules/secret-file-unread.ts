import type { Cluster } from "../../cpo/cluster.ts";
import { meaningOf } from "../../pgbackrest/option-names.ts";
import type { SecretFile } from "../../secret/secret-file.ts";
import { quotableFile } from "../../text/quotable.ts";
import type { InputContext } from "../input-context.ts";
import type { InputDiagnostic, InputRule } from "../rule.ts";

export const secretFileUnread = {
  id: "secret-file-unread",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Secret file that pgBackRest does not read",
  why: "pgBackRest reads only files whose names end in `.conf` and silently ignores all others: credentials are missing, or backups are not encrypted.",
  source: "pgbackrest-e2e rules 1, 38; pgbackrest@bd22b6809:src/config/parse.c#L1614-L1631",
  bad: {
    "pvc.configuration": `
      [global]
      repo1-cipher-pass = example
    `,
  },
  good: {
    "pvc.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkInput(input) {
    for (const { cluster, secret } of input.namedSecrets) {
      for (const file of secret.files) {
        if (file.name === "pgbackrest_instance.conf") {
          yield {
            at: { in: "field", object: secret.object, path: file.path },
            cluster: cluster.object,
            problem: "The Secret's key `pgbackrest_instance.conf` replaces the operator's own file in the volume.",
            fix: "Give the key another name that ends in `.conf`, for example `s3.conf`.",
          };
        } else if (file.isMisnamed || (isNamedLikeConf(file) && !filesInUse(input, cluster).has(file.name))) {
          yield {
            at: { in: "field", object: secret.object, path: file.path },
            cluster: cluster.object,
            // Where the content is unknown and another file is read, this one may be for something else.
            ...(!file.isMisnamed && secret.files.some(({ isRead }) => isRead) && { severity: "warning" }),
            problem: `pgBackRest does not read \`${quotableFile(file.name)}\`, because its name does not end in \`.conf\`.`,
            fix: `Rename the key to \`${file.name.replace(/\.[^.]*$/, "") || "pgbackrest"}.conf\`.`,
          };
        }
      }
    }
    for (const cluster of input.clusters) yield* withoutConf(input, cluster);
  },
} as const satisfies InputRule;

/** True for a file whose content is unknown, but whose name tells what it is meant to be. */
const isNamedLikeConf = ({ isFilledInLater, isRead, name }: SecretFile) =>
  isFilledInLater && !isRead && /conf|cfg|cnf|\.ini\b/i.test(name) && !/\.(?:json|crt|pem|key|p12)$/i.test(name);

/**
 * What is said of a Secret of which pgBackRest reads nothing, whatever it holds: its content is unknown, or its keys are options, as `envs` and
 * `literals` of a `secretGenerator` make them.
 */
function* withoutConf(input: InputContext, cluster: Cluster): Iterable<InputDiagnostic> {
  const secret = cluster.secretName === "" ? undefined : input.secret(cluster.secretName, cluster.namespace);
  if (secret === undefined || secret.hasOtherFiles || secret.files.some(isReadOrMeantToBe)) return;
  const { files, object } = secret;
  if (files.some(isNamedLikeConf)) return;
  const isOption = files.some(({ name }) => isOptionName(name));
  const isHopeless = isOption || files.some(({ isFilledInLater }) => isFilledInLater);
  if (!isHopeless || (isOption && isInEnvironment(cluster))) return;
  const inUse = filesInUse(input, cluster);
  if (files.some(({ name }) => inUse.has(name))) return;
  const names = files.map(({ name }) => `\`${name}\``);
  yield {
    at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "configuration", "secret"] },
    also: files.slice(0, 1).map(({ path }) => ({ in: "field", object, path })),
    problem: `pgBackRest reads nothing of \`${cluster.secretName}\`: none of its keys ends in \`.conf\` (${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}).`,
    fix: `${isOption ? "Keys are names of files, not of options: p" : "P"}ut the options under \`[global]\` in one text, with a key such as \`s3.conf\`${isOption ? "; in a `secretGenerator`, that is `files: [s3.conf]` instead of `envs` or `literals`" : ""}.`,
  };
}

/** True for the name of an option, also as the environment has it. */
const isOptionName = (name: string) =>
  meaningOf(/^PGBACKREST_[A-Z0-9_]+$/.test(name) ? name.slice(11).toLowerCase().replaceAll("_", "-") : name).is ===
  "option";

/** True where variables of pgBackRest's pods take their values from the Secret, which then needs no file. */
function isInEnvironment({ secretName, resource }: Cluster): boolean {
  const { spec } = resource;
  return [...(spec.env ?? []), ...(spec.backup?.pgbackrest?.env ?? [])].some(
    ({ valueFrom }) => valueFrom?.secretKeyRef?.name === secretName,
  );
}

const isReadOrMeantToBe = ({ isMisnamed, isRead }: SecretFile) => isRead || isMisnamed;

/** Names of the Secret's files that options or fields of a cluster name: certificates, key files, or all of the folder. */
function filesInUse(input: InputContext, cluster: Cluster): ReadonlySet<string> {
  const { database, repoHost } = input.contextOf(cluster).configuration;
  const folder = "/etc/pgbackrest/conf.d";
  const { options = {}, repo } = cluster.resource.spec.clone?.pgbackrest ?? {};
  const values = [
    ...[...database.lines, ...(repoHost?.lines ?? [])].map(({ value }) => value),
    ...Object.values(options),
    `${folder}/${repo?.key ?? ""}`,
  ];
  return new Set(values.flatMap((value) => (value.startsWith(`${folder}/`) ? [value.slice(folder.length + 1)] : [])));
}
