import { type Field, fields } from "./author.ts";
import type { Random } from "./random.ts";

/** What is wrong with the clusters of a fleet: something for which a rule has a warning, or an error. */
export type Mistakes = "warnings" | "errors";

/** A repository of a cluster of the fleet: its entry in `repos`, and what belongs to it in `global` and in the Secret. */
export interface Repository extends Place {
  readonly schedule: Schedule;
}

type Schedule = Readonly<Record<string, string>>;

/** Where a repository is. */
interface Place {
  readonly fields: readonly Field[];
  readonly options: Readonly<Record<string, string>>;
  /** What the Secret has in the section of the stanza. */
  readonly stanzaLines: readonly (readonly [key: string, value: string])[];
  /** What it has in `[global]`. */
  readonly secretLines: readonly (readonly [key: string, value: string])[];
  readonly secretFiles: Readonly<Record<string, string>>;
}

type Storage = "s3" | "azure" | "gcs" | "pvc";

interface Plan {
  readonly name: string;
  readonly namespace: string;
  readonly mistakes: Mistakes | undefined;
}

/** The repositories of one cluster: one on a volume, or one or two in object storage. Mistakes are in the first. */
export function repositoriesOf(random: Random, plan: Plan): readonly Repository[] {
  const first = random.one<Storage>(["s3", "s3", "s3", "s3", "azure", "gcs", "pvc", "pvc"]);
  const second = random.one<Storage>(["s3", "s3", "azure", "gcs"]);
  const storages = first !== "pvc" && random.chance(0.25) ? [first, second] : [first];
  const minute = random.integer(0, 59);
  return storages.map((storage, index) => {
    const right = repositoryOf(random, storage, { ...plan, number: index + 1, minute });
    if (index > 0 || plan.mistakes === undefined) return right;
    return random.one(plan.mistakes === "warnings" ? warnings : errors)(right);
  });
}

function repositoryOf(
  random: Random,
  storage: Storage,
  given: Plan & { readonly number: number; readonly minute: number },
): Repository {
  const name = `repo${given.number}`;
  const schedule = scheduleOf(random, given.minute + 30 * (given.number - 1));
  const encrypted = random.chance(0.5);
  const where = places[storage](random, given);
  return {
    fields: [["name", name], ["storage", storage], ...where.fields],
    schedule,
    options: {
      // A repository on a volume has a volume of its own; in a bucket, the path is what tells repositories apart.
      ...(storage !== "pvc" && {
        [`${name}-path`]: `/${given.namespace}/${given.name}/${random.one(["", "backup-", "repo"])}${given.number}`,
      }),
      ...retentionOf(random, name, schedule),
      ...(encrypted && { [`${name}-cipher-type`]: "aes-256-cbc" }),
      ...bundleOf(random, name),
      ...where.options,
    },
    stanzaLines: where.stanzaLines,
    secretLines: [...where.secretLines, ...(encrypted ? [[`${name}-cipher-pass`, word(random, 24)] as const] : [])],
    secretFiles: where.secretFiles,
  };
}

const places: Readonly<Record<Storage, (random: Random, given: Plan & { readonly number: number }) => Place>> = {
  s3: (random, { number, namespace }) => {
    const own = random.chance(0.3);
    const region = random.one(["eu-central-1", "eu-west-1", "us-east-1"]);
    const endpoint = own ? `https://minio.${namespace}.svc.cluster.local:9000` : `s3.${region}.amazonaws.com`;
    return {
      fields: [
        ["resource", `backups-${namespace}`],
        ["endpoint", endpoint],
        ["region", region],
      ],
      options: {
        ...(own && { [`repo${number}-s3-uri-style`]: "path" }),
        ...(random.chance(0.2) && { [`repo${number}-storage-upload-chunk-size`]: `${random.integer(5, 64)}MiB` }),
      },
      stanzaLines: [],
      secretLines: [
        [`repo${number}-s3-key`, `FAKE${word(random, 16).toUpperCase()}`],
        [`repo${number}-s3-key-secret`, word(random, 40)],
      ],
      secretFiles: {},
    };
  },
  azure: (random, { number, namespace }) => ({
    fields: [
      ["resource", `backups-${namespace}`],
      ["endpoint", "blob.core.windows.net"],
      ["account", `account${random.integer(1, 99)}`],
    ],
    options: {},
    stanzaLines: [[`repo${number}-azure-key`, Buffer.from(word(random, 48)).toString("base64")]],
    secretLines: [],
    secretFiles: {},
  }),
  gcs: (random, { number, namespace }) => {
    const file = `gcs-${number}.json`;
    const key = {
      type: "service_account",
      client_email: `backup-${random.integer(1, 99)}@example.iam.gserviceaccount.com`,
      private_key: word(random, 64),
      token_uri: "https://oauth2.googleapis.com/token",
    };
    return {
      fields: [
        ["resource", `backups-${namespace}`],
        ["key", file],
        ["keyType", "service"],
      ],
      options: {},
      stanzaLines: [],
      secretLines: [],
      secretFiles: { [file]: `${JSON.stringify(key, null, random.one([0, 2]))}\n` },
    };
  },
  pvc: (random) => ({
    fields: [
      [
        "volume",
        fields(
          ["size", `${random.one([20, 50, 100, 200, 500, 1000])}Gi`],
          random.chance(0.6) ? ["storageClass", random.one(["slow", "archive", "nfs"])] : undefined,
        ),
      ],
    ],
    options: {},
    stanzaLines: [],
    secretLines: [],
    secretFiles: {},
  }),
};

/** Each backup starts in a minute of its own, so that none meets another. */
function scheduleOf(random: Random, minute: number): Schedule {
  const at = (offset: number) => (minute + offset) % 60;
  const hour = random.integer(0, 6);
  const day = random.integer(0, 6);
  return {
    full: random.one([`${at(0)} ${hour} * * ${day}`, `${at(0)} ${hour} 1,15 * *`, `${at(0)} ${hour} * * SUN`]),
    ...(random.chance(0.6) && {
      diff: random.one([`${at(7)} ${hour} * * 1-6`, `${at(7)} ${hour + 2} * * *`, `${at(7)} 22 * * MON-FRI`]),
    }),
    ...(random.chance(0.6) && {
      incr: random.one([`${at(13)} */${random.integer(2, 8)} * * *`, `${at(13)} 8-18/2 * * 1-5`]),
    }),
  };
}

function retentionOf(random: Random, name: string, schedule: Schedule): Readonly<Record<string, string>> {
  const byTime = random.chance(0.3);
  const diff = "diff" in schedule && random.chance(0.5);
  return {
    [`${name}-retention-full`]: String(byTime ? random.integer(14, 90) : random.integer(2, 12)),
    ...(byTime ? { [`${name}-retention-full-type`]: "time" } : {}),
    ...(diff && { [`${name}-retention-diff`]: String(random.integer(2, 14)) }),
    ...(random.chance(0.1) && { [`${name}-retention-history`]: String(random.integer(30, 400)) }),
  };
}

const bundleOf = (random: Random, name: string): Readonly<Record<string, string>> =>
  random.chance(0.4)
    ? {
        [`${name}-bundle`]: "y",
        ...(random.chance(0.4) && { [`${name}-bundle-size`]: `${random.integer(20, 200)}MiB` }),
        ...(random.chance(0.5) && { [`${name}-block`]: "y" }),
      }
    : {};

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const word = (random: Random, length: number) =>
  Array.from({ length }, () => letters[random.integer(0, letters.length - 1)]).join("");

type Mistake = (right: Repository) => Repository;

const without = (pattern: RegExp, options: Repository["options"]) =>
  Object.fromEntries(Object.entries(options).filter(([key]) => !pattern.test(key)));

const warnings: readonly [Mistake, ...Mistake[]] = [
  (right) => ({ ...right, options: without(/-retention-/, right.options) }), // no-retention
  ({ schedule: { full = "" }, ...right }) => ({ ...right, schedule: { incr: full } }), // no-full-schedule
  ({ schedule: { full = "" }, ...right }) => ({ ...right, schedule: { full, incr: full } }), // schedule-collision
  (right) => ({ ...right, schedule: { ...right.schedule, diff: "* 7 * * *" } }), // schedule-every-minute
  (right) => ({ ...right, options: { ...right.options, "archive-check": "n" } }), // archive-check-off
];

const errors: readonly [Mistake, ...Mistake[]] = [
  (right) => ({ ...right, options: { ...right.options, "repo1-retension-full": "4" } }), // unknown-option
  (right) => ({ ...right, options: { ...right.options, "process-max": "many" } }), // option-value
  (right) => ({ ...right, options: { ...right.options, "repo4-retention-full": "0" } }), // option-value, repository-unknown
  (right) => ({ ...right, schedule: { ...right.schedule, full: "61 2 * * *" } }), // schedule-invalid
  (right) => ({ ...right, fields: right.fields.filter((field) => !/^(?:resource|volume)$/.test(field?.[0] ?? "")) }), // repository-field-missing
];
