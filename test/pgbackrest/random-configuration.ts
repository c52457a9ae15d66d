import type { Option } from "../../src/pgbackrest/option.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { keyOf, values } from "./option-examples.ts";
import { type Random, randomFrom } from "./random.ts";

/** What decides about a cluster's configuration: its repositories and `global` in the CR, and the files of its Secret. */
export interface Configuration {
  readonly repositories: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly global: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Variables of the cluster, which backups see and archiving does not. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Draft {
  repositories: Array<Record<string, unknown>>;
  global: Record<string, string>;
  files: Record<string, string>;
  environment?: Record<string, string>;
}

/** A configuration from a seed: a healthy one, changed in up to three places, for better or worse. */
export function randomConfiguration(seed: number): Configuration {
  const random = randomFrom(seed);
  const draft = healthy(random);
  for (let edits = random.integer(4); edits > 0; edits -= 1) random.pick(edit)(draft, random);
  return draft;
}

const serviceAccount =
  '{"type":"service_account","client_email":"a@example.iam","private_key":"x","token_uri":"https://oauth2.googleapis.com/token"}';

function healthy(random: Random): Draft {
  const schedule = { full: "30 2 * * *" };
  const s3 = (number: number) => ({
    name: `repo${number}`,
    storage: "s3",
    resource: "backups",
    endpoint: "s3.example.com",
    region: "eu",
    schedule,
  });
  const keys = (number: number) => `repo${number}-s3-key = AKIAEXAMPLE\nrepo${number}-s3-key-secret = a#b=c d\n`;
  const global = { "repo1-path": "/demo", "repo1-retention-full": "7" };
  switch (random.integer(6)) {
    case 0:
      return {
        repositories: [
          { name: "repo1", storage: "gcs", resource: "backups", key: "gcs.json", keyType: "service", schedule },
        ],
        global,
        files: { "gcs.json": serviceAccount, "gcs.conf": "[global]\nrepo1-cipher-type = none\n" },
      };
    case 1:
      return {
        repositories: [
          {
            name: "repo1",
            storage: "azure",
            resource: "backups",
            endpoint: "blob.core.windows.net",
            account: "demo",
            key: "ZXhhbXBsZQ==",
            schedule,
          },
        ],
        global,
        files: {},
      };
    case 2:
      return {
        repositories: [{ name: "repo1", storage: "pvc", volume: { size: "10Gi" }, schedule }],
        global: { "repo1-retention-full": "7" },
        files: { "pvc.conf": "[global]\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=a b # c\n" },
      };
    case 3:
      return {
        repositories: [s3(1), { ...s3(2), resource: "others", schedule: { full: "30 4 * * *" } }],
        global: { ...global, "repo2-path": "/demo", "repo2-retention-full": "2" },
        files: { "s3.conf": `[global]\n${keys(1)}`, "second.conf": `# the other one\n[global]\n${keys(2)}` },
      };
    default:
      return { repositories: [s3(1)], global, files: { "s3.conf": `[global]\n${keys(1)}` } };
  }
}

const sections = [
  "global",
  "global",
  "global",
  "db",
  "db",
  "global:backup",
  "db:archive-push",
  "global:expire",
] as const;

/** Options that a file may contain; those of repositories and those that people set most are more frequent. */
const candidates = allOptions().filter(
  ([name, { section }]) =>
    section !== "command-line" && !/^(pg|repo)-local$|^(repo-sftp|pg-host|repo-host)-/.test(name),
);
const frequent = candidates.filter(([name]) =>
  /^(repo-(?!sftp)|archive|compress|process|log|retention|start|delta)/.test(name),
);

function randomOption(random: Random): readonly [name: string, option: Option] {
  const pool = random.chance(0.7) ? frequent : candidates;
  return pool[random.integer(pool.length)] ?? ["process-max", { type: "integer" }];
}

/** An option as its author may have spelled it; mostly right. */
function randomKey(random: Random, name: string, option: Option): string {
  const number = random.chance(0.9) ? 1 : random.pick([2, 3]);
  const right = keyOf(name, option, number);
  if (random.chance(0.75)) return right;
  const alias = option.aliases?.[random.integer(option.aliases.length)]?.replace("?", String(number));
  return random.pick([
    right,
    alias ?? right,
    alias ?? right,
    right.replace(/^(repo|pg)(\d)/, "$10$2"),
    name,
    right.replaceAll("-", "_"),
    right.toUpperCase(),
    `no-${right}`,
    right.replace(/(.)(.)$/, "$2$1"),
    right.replace(/^([a-z]+)-/, "$11-"),
    right.replace(/^(repo|pg)\d/, "$1300"),
  ]);
}

function randomValue(random: Random, option: Option): string {
  const pool = values(option);
  return pool[random.integer(pool.length)] ?? "x";
}

type Edit = (draft: Draft, random: Random) => void;

const optionSomewhere: Edit = (draft, random) => {
  const [name, option] = randomOption(random);
  const key = randomKey(random, name, option);
  const value = randomValue(random, option);
  if (random.chance(0.45)) draft.global[key] = random.chance(0.04) ? random.pick(["", " ", "a\nb"]) : value;
  else {
    const file = random.pick(["more.conf", "more.conf", "s3.conf", "..conf", ".x.conf"]);
    const header = random.chance(0.05)
      ? random.pick(["main", " global ", "global:nonsense", "db:backup"])
      : random.pick(sections);
    const line = random.pick([`${key}=${value}`, `${key} = ${value}`, `  ${key}\t=\t${value}  `, `${key}=${value}\r`]);
    draft.files[file] = `${draft.files[file] ?? ""}\n[${header}]\n${line}\n`;
  }
};

const lineInFile: Edit = (draft, random) => {
  const text = random.pick([
    "# comment\n",
    "[global]\n# repo1-path = x\n",
    "[global]\n; comment\n",
    "[global]\n; process-max=4\n",
    "process-max=3\n",
    "[global]\nprocess-max: 3\n",
    "[global]\nprocess-max=3 # three\n",
    '[global]\nprocess-max="3"\n',
    "[global]\r\nprocess-max=3\r\n",
    "[global]\nprocess-max=3",
    "\uFEFF[global]\nprocess-max=3\n",
    '{"a": 1}\n',
    "[global\nprocess-max=3\n",
    "[]\n",
    "[global]\n=3\n",
    "[a]b]\nprocess-max=3\n",
    "[global]\nprocess-max=\n",
    "[global]\nprocess-max=3\n[db]\nprocess-max=4\n",
    "[global]\nprocess-max=3\nprocess-max=3\n",
    "[global]\ndb-include=a\ndb-include=b\n",
    "",
    "\n\n",
    "[global]\nrepo1-path=/x y\n",
    "[db]\nrepo1-path=/other\n",
    "[global]\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=x\n",
    "[global]\nrepo1-cipher-type=aes-256-cbc\n",
    "[db]\nrepo1-cipher-type=aes-256-cbc\n[global]\nrepo1-cipher-pass=x\n",
    "[global:backup]\nrepo1-cipher-type=aes-256-cbc\n",
    "[global]\nrepo1-s3-key-type=auto\n",
    "[global]\nrepo1-azure-key=ZXhhbXBsZQ==\n",
    "[db]\nrepo1-azure-key=ZXhhbXBsZQ==\n",
    "[global]\nprotocol-timeout=100\ndb-timeout=100\n",
    "[global]\nprotocol-timeout=101\ndb-timeout=100\n",
    "[global]\nprotocol-timeout=10\n",
    "[global]\ndb-timeout=100000\n",
    "[global]\nrepo1-bundle=y\nrepo1-block=y\n",
    "[global]\nrepo1-bundle=y\nrepo1-block=y\nbeta=y\n",
    "[global]\ncompress-type=bz2\ncompress-level=0\n",
    "[global]\ncompress=n\ncompress-type=gz\n",
    "[db:backup]\nprocess-max=2\n[db:archive-push]\nprocess-max=4\n",
    "[global:archive-push]\narchive-async=y\n",
    "[db]\nrepo1-host=other\n",
    "[db]\npg1-user=other\n",
    "[db]\npg2-path=/other\n",
    "[db]\npg2-host=other\npg2-path=/other\n",
  ]);
  const file = random.chance(0.85)
    ? "extra.conf"
    : random.pick(["extra.cfg", "extra", "extra.CONF", ".conf", "extra.conf.bak"]);
  draft.files[file] = text;
};

const field: Edit = (draft, random) => {
  const [repository] = draft.repositories;
  if (repository === undefined) return;
  const changes: ReadonlyArray<readonly [name: string, value: string]> = [
    ["region", ""],
    ["region", " "],
    ["endpoint", ""],
    ["endpoint", "https://s3.example.com:9000"],
    ["resource", "with.dot"],
    ["resource", ""],
    ["resource", "a b#c"],
    ["keyType", "auto"],
    ["keyType", "json"],
    ["keyType", ""],
    ["key", ""],
    ["account", ""],
  ];
  const [name, value] = changes[random.integer(changes.length)] ?? ["region", ""];
  if (repository[name] !== undefined) repository[name] = value;
};

const regionInStanza: Edit = (draft, random) => {
  const [repository] = draft.repositories;
  if (repository?.region === undefined) return;
  delete repository.region;
  draft.files["region.conf"] = random.pick(["[db]\nrepo1-s3-region=eu\n", "[global]\nrepo1-s3-region=eu\n"]);
};

const variable: Edit = (draft, random) => {
  const [name, option] = randomOption(random);
  const key = randomKey(random, name, option);
  const value = random.chance(0.05) ? "" : randomValue(random, option);
  draft.environment = { [`PGBACKREST_${key.toUpperCase().replaceAll("-", "_")}`]: value };
};

const withoutFile: Edit = (draft, random) => {
  const names = Object.keys(draft.files);
  delete draft.files[names[random.integer(names.length)] ?? ""];
};

const edit: readonly [Edit, ...Edit[]] = [
  optionSomewhere,
  optionSomewhere,
  optionSomewhere,
  optionSomewhere,
  optionSomewhere,
  optionSomewhere,
  lineInFile,
  lineInFile,
  field,
  variable,
  regionInStanza,
  withoutFile,
];
