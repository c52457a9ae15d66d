import { type Author, authorOf, type Field, fields, textsOf, type Value } from "./author.ts";
import { type Mistakes, type Repository, repositoriesOf } from "./fleet-repositories.ts";
import { type Random, randomOf } from "./random.ts";

const applications = [
  "orders",
  "billing",
  "catalog",
  "identity",
  "search",
  "ledger",
  "mail",
  "reports",
  "stock",
] as const;
const roles = ["db", "pg", "main", "store", "history"] as const;
const images = [
  "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1",
  "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.1-3",
  "registry.example.com/mirror/cybertec-pg-container:pgbackrest-18.3-1",
  "registry.example.com/postgres/pgbackrest:2.58.0",
] as const;

/**
 * A `postgresql` and its Secret, as kpt writes them into a list. What they are like follows from seed and index: the storages and options,
 * the schedules, environment, labels, comments, and the order of the fields are those of one author, and no two clusters are alike.
 */
export function fleetCluster(
  index: number,
  { seed, mistakes }: { readonly seed: number; readonly mistakes?: Mistakes | undefined },
): { readonly cluster: string; readonly secret: string } {
  const random = randomOf(seed, index);
  const author = authorOf(random);
  const team = random.integer(1, 60);
  const name = `${random.one(applications)}-${random.one(roles)}-${index}`;
  const namespace = `team-${team}`;
  const repositories = repositoriesOf(random, { name, namespace, mistakes });
  const secretName = random.one([`${name}-backup`, `${name}-pgbackrest`, `backup-${name}`]);

  const metadata = (named: string, own: readonly Field[], annotations: readonly Field[]) =>
    metadataOf(author, { name: named, path: `teams/${team}/${name}/${named}.yaml` }, [
      ["namespace", namespace],
      ...own,
      annotations.length === 0 ? undefined : ["annotations", fields(...annotations)],
    ]);
  const labels: Field = random.chance(0.7)
    ? ["labels", textsOf({ ...labelsOf(random), "app.kubernetes.io/instance": name })]
    : undefined;
  const note = random.chance(0.3) ? `# ${name}: ${random.one(["production", "staging", "for the auditors"])}\n  ` : "";
  const spec = specOf(random, { team: `team${team}`, secretName, repositories });
  return {
    cluster: `- ${note}apiVersion: cpo.opensource.cybertec.at/v1\n  kind: postgresql\n${metadata(name, [labels], annotationsOf(random))}  spec:${author.write(spec, "    ")}`,
    secret: `- apiVersion: v1\n  kind: Secret\n${metadata(secretName, [], [])}  type: Opaque\n${secretOf(random, author, repositories)}`,
  };
}

/** The metadata with the annotations that kpt adds at the end of the object's own. */
function metadataOf(
  author: Author,
  { name, path }: { readonly name: string; readonly path: string },
  rest: readonly Field[],
): string {
  const text = author.write(fields(["name", name], ...rest), "    ").slice(1);
  const ofKpt = ["config.kubernetes.io/", "internal.config.kubernetes.io/"]
    .map((prefix) => `      ${prefix}index: '0'\n      ${prefix}path: '${path}'\n`)
    .join("");
  const added = `${ofKpt}      internal.config.kubernetes.io/seqindent: 'compact'\n`;
  const own = /^ {4}annotations:\n(?: {6}.*\n)+/m.exec(text);
  if (own === null) return `  metadata:\n${text}    annotations:\n${added}`;
  const end = own.index + own[0].length;
  return `  metadata:\n${text.slice(0, end)}${added}${text.slice(end)}`;
}

const labelsOf = (random: Random): Readonly<Record<string, string>> =>
  Object.fromEntries(
    random.some(
      [
        ["app.kubernetes.io/part-of", random.one(applications)],
        ["stage", random.one(["prod", "test", "dev"])],
        ["cost-center", String(random.integer(1000, 9999))],
        ["tier", random.one(["gold", "silver", "bronze"])],
        ["example.com/data-class", random.one(["internal", "personal", "public"])],
      ],
      0.5,
    ),
  );

const annotationsOf = (random: Random): readonly Field[] =>
  random.some<Field>(
    [
      ["example.com/owner", `${random.one(applications)}@example.com`],
      ["example.com/ticket", `OPS-${random.integer(100, 9999)}`],
      ["description", "The database of this service; ask its team before you change it"],
    ],
    0.25,
  );

function specOf(
  random: Random,
  given: { readonly team: string; readonly secretName: string; readonly repositories: readonly Repository[] },
): Value {
  const optional = (probability: number, field: () => Field) => (random.chance(probability) ? field() : undefined);
  return fields(
    ["teamId", given.team],
    ["numberOfInstances", random.integer(1, 5)],
    ["postgresql", postgresOf(random)],
    [
      "volume",
      fields(
        ["size", size(random)],
        optional(0.6, () => ["storageClass", random.one(["fast", "local", "gp3"])]),
      ),
    ],
    optional(0.8, () => ["resources", resourcesOf(random)]),
    optional(0.7, () => ["users", usersOf(random)]),
    optional(0.6, () => ["databases", textsOf({ app: "app", [random.one(applications)]: "app" })]),
    optional(0.3, () => ["env", environmentOf(random)]),
    optional(0.3, () => [
      "patroni",
      fields(["ttl", random.integer(20, 60)], ["loop_wait", 10], ["synchronous_mode", random.chance(0.5)]),
    ]),
    optional(0.2, () => ["monitor", fields(["image", `registry.example.com/exporter:${random.integer(14, 18)}`])]),
    optional(0.25, () => [
      "podAnnotations",
      textsOf({ "prometheus.io/scrape": "true", "prometheus.io/port": String(random.integer(9100, 9200)) }),
    ]),
    optional(0.25, () => [
      "tolerations",
      [
        fields(
          ["key", "dedicated"],
          ["operator", "Equal"],
          ["value", random.one(["postgres", "database"])],
          ["effect", "NoSchedule"],
        ),
      ],
    ]),
    optional(0.2, () => ["nodeAffinity", nodeAffinityOf(random)]),
    optional(0.2, () => ["enableConnectionPooler", true]),
    optional(0.2, () => ["allowedSourceRanges", [`10.${random.integer(0, 255)}.0.0/16`]]),
    optional(0.2, () => ["maintenanceWindows", [`Sat:0${random.integer(0, 4)}:00-0${random.integer(5, 9)}:00`]]),
    optional(0.1, () => ["podPriorityClassName", random.one(["database", "critical"])]),
    ["backup", fields(["pgbackrest", sectionOf(random, given)])],
  );
}

function sectionOf(
  random: Random,
  { secretName, repositories }: { readonly secretName: string; readonly repositories: readonly Repository[] },
): Value {
  const global = { ...generalOptions(random), ...Object.assign({}, ...repositories.map(({ options }) => options)) };
  return fields(
    ["image", random.one(images)],
    ["configuration", fields(["secret", secretName])],
    ["global", fields(...random.shuffled(Object.entries<string>(global)))],
    [
      "repos",
      repositories.map((repository) => fields(...repository.fields, ["schedule", textsOf(repository.schedule)])),
    ],
    random.chance(0.4) ? ["resources", resourcesOf(random)] : undefined,
    random.chance(0.25) ? ["env", environmentOf(random)] : undefined,
    random.chance(0.25) ? ["labels", textsOf({ purpose: "backup", ...labelsOf(random) })] : undefined,
  );
}

/** Options that are about no repository. */
function generalOptions(random: Random): Readonly<Record<string, string>> {
  const [compression, levels] = random.one<readonly [string, number]>([
    ["lz4", 9],
    ["zst", 19],
    ["gz", 9],
    ["bz2", 9],
  ]);
  return Object.fromEntries(
    random
      .some(
        [
          ["process-max", String(random.integer(1, 16))],
          ["start-fast", random.one(["y", "n"])],
          ["delta", "y"],
          ["archive-async", "y"],
          ["archive-timeout", String(random.integer(60, 600))],
          ["archive-push-queue-max", `${random.integer(1, 64)}GiB`],
          ["archive-get-queue-max", `${random.integer(128, 2048)}MiB`],
          ["log-level-console", random.one(["info", "detail", "warn"])],
          ["log-level-file", random.one(["info", "detail", "debug"])],
          ["buffer-size", random.one(["1MiB", "4MiB", "16MiB"])],
          ["io-timeout", String(random.integer(30, 300))],
          ["db-timeout", String(random.integer(600, 1800))],
          ["protocol-timeout", String(random.integer(1830, 3600))],
          ["compress-type", compression],
        ],
        0.3,
      )
      .flatMap((option) =>
        option[0] === "compress-type" && random.chance(0.5)
          ? [option, ["compress-level", String(random.integer(1, levels))]]
          : [option],
      ),
  );
}

const size = (random: Random) => `${random.one([5, 10, 20, 25, 50, 100, 200, 250, 500])}Gi`;

const postgresOf = (random: Random): Value =>
  fields(
    ["version", random.one(["14", "15", "16", "17", "18"])],
    random.chance(0.8)
      ? [
          "parameters",
          fields(
            ...random.some<Field>(
              [
                ["shared_buffers", `${random.integer(1, 32)}GB`],
                ["max_connections", String(random.integer(50, 800))],
                ["work_mem", `${random.integer(4, 128)}MB`],
                ["max_wal_size", `${random.integer(1, 32)}GB`],
                ["log_statement", random.one(["none", "ddl", "all"])],
                ["random_page_cost", "1.1"],
                ["wal_compression", "on"],
                ["effective_io_concurrency", String(random.integer(1, 300))],
                ["shared_preload_libraries", "pg_stat_statements,auto_explain"],
              ],
              0.5,
            ),
          ),
        ]
      : undefined,
  );

const usersOf = (random: Random): Value =>
  fields(["app", random.some(["superuser", "createdb", "createrole"], 0.5)], [random.one(applications), []]);

function resourcesOf(random: Random): Value {
  const [cpu, memory] = [random.integer(1, 8), random.integer(1, 16)];
  return fields(
    ["requests", textsOf({ cpu: `${cpu * 100}m`, memory: `${memory * 256}Mi` })],
    ["limits", textsOf({ ...(random.chance(0.6) && { cpu: String(cpu) }), memory: `${memory}Gi` })],
  );
}

const environmentOf = (random: Random): Value => {
  const all: readonly Value[] = [
    fields(["name", "TZ"], ["value", random.one(["UTC", "Europe/Vienna", "Europe/Berlin"])]),
    fields(["name", "HTTPS_PROXY"], ["value", `http://proxy-${random.integer(1, 9)}.example.com:3128`]),
    fields(["name", "NODE_NAME"], ["valueFrom", fields(["fieldRef", fields(["fieldPath", "spec.nodeName"])])]),
    fields(["name", "LICENSE"], ["valueFrom", fields(["secretKeyRef", fields(["name", "license"], ["key", "text"])])]),
  ];
  const some = random.some(all, 0.5);
  return some.length === 0 ? all.slice(0, 1) : some;
};

const nodeAffinityOf = (random: Random): Value =>
  fields([
    "requiredDuringSchedulingIgnoredDuringExecution",
    fields([
      "nodeSelectorTerms",
      [
        fields([
          "matchExpressions",
          [fields(["key", "zone"], ["operator", "In"], ["values", random.one([["a"], ["a", "b"], ["c"]])])],
        ]),
      ],
    ]),
  ]);

/** The Secret's files in one of the ways in which people write them: encoded or not, in one file or in several. */
function secretOf(random: Random, author: Author, repositories: readonly Repository[]): string {
  const sections: readonly (readonly [section: string, lines: Repository["secretLines"]])[] = [
    ["db", repositories.flatMap(({ stanzaLines }) => stanzaLines)],
    ["global", repositories.flatMap(({ secretLines }) => secretLines)],
  ];
  const separator = random.one([" = ", "="]);
  const texts = sections.flatMap(([section, lines]) =>
    lines.length === 0 ? [] : [`[${section}]\n${lines.map(([key, value]) => `${key}${separator}${value}\n`).join("")}`],
  );
  const remark = random.chance(0.3) ? `# keys of ${random.integer(2020, 2026)}\n` : "";
  const name = random.chance(0.05)
    ? "10-keys.conf"
    : random.one(["s3.conf", "backup.conf", "pgbackrest.conf", "keys.conf"]);
  const apart = random.chance(0.5);
  const files: Readonly<Record<string, string>> = {
    ...(texts.length > 0 && { [name]: `${remark}${(apart ? texts.slice(0, 1) : texts).join("\n")}` }),
    ...(apart && texts.length > 1 && { "more.conf": texts.slice(1).join("") }),
    ...Object.assign({}, ...repositories.map(({ secretFiles }) => secretFiles)),
  };
  if (random.chance(0.3)) return `  stringData:${author.write(textsOf(files), "    ")}`;
  const encoded = Object.entries(files).map(([key, text]) => [key, Buffer.from(text).toString("base64")]);
  return `  data:\n${encoded.map(([key, text]) => `    ${key}: ${text}\n`).join("")}`;
}
