import { type Call, inFolder, reading, texts } from "./forms.ts";
import { cluster, fields, fleet, keys, type Resource, secret, times } from "./objects.ts";

/** What grows for the options of `check` and the commands that no list of resources is enough for. */
export const commandShapes: Readonly<Record<string, (size: number) => Call>> = {
  "check --write-baseline: findings": (size) =>
    inFile(misspelt(size), (file, folder) => ["check", file, "--write-baseline", `${folder}/accepted.json`]),
  "check --baseline: entries that are gone": (size) =>
    inFolder(
      {
        "all.yaml": texts.documents([cluster("demo"), secret()]),
        "accepted.json": JSON.stringify({
          version: 1,
          findings: times(size, (index) => entry("unknown-option", index)),
        }),
      },
      (folder) => ["check", `${folder}/all.yaml`, "--baseline", `${folder}/accepted.json`],
    ),
  "check --baseline: entries that are alike": (size) =>
    inFolder(
      {
        "all.yaml": texts.documents(misspelt(size)),
        "accepted.json": JSON.stringify({ version: 1, findings: times(size, () => entry("unknown-option", 1)) }),
      },
      (folder) => ["check", `${folder}/all.yaml`, "--baseline", `${folder}/accepted.json`],
    ),
  "check --config: rules that do not exist": (size) =>
    inFolder(
      {
        "all.yaml": texts.documents([cluster("demo"), secret()]),
        "settings.yaml": JSON.stringify({
          checks: fields(size, (index) => [`no-retentio${index}`, { severity: "off", reason: "x" }]),
        }),
      },
      (folder) => ["check", `${folder}/all.yaml`, "--config", `${folder}/settings.yaml`],
    ),
  "check --fix --dry-run: clusters of one file, each with a misspelt option": (size) =>
    inFile(misspelt(size), (file) => ["check", file, "--fix", "--dry-run"]),
  "check --fix --dry-run: misspelt options of one cluster": (size) =>
    inFile(
      [cluster("demo", { global: fields(size, (index) => [`repo${index + 1}-retension-full`, "4"]) }), secret()],
      (file) => ["check", file, "--fix", "--dry-run"],
    ),
  "check --format text: unknown options in the data of a Secret": (size) =>
    reading(texts.documents([cluster("demo"), encoded("shared", unknownOptions(size))]), "check"),
  "check --kustomize: unknown options in a file of a secretGenerator": (size) =>
    inFolder(
      {
        "kustomize.sh": 'cat "$1/built.yaml"\n',
        "in/kustomization.yaml":
          "resources: [cluster.yaml]\nsecretGenerator:\n- { name: shared, namespace: pg, files: [s3.conf] }\n",
        "in/s3.conf": unknownOptions(size),
        "in/cluster.yaml": texts.documents([cluster("demo")]),
        "in/built.yaml": texts.documents([cluster("demo"), encoded("shared", unknownOptions(size))]),
      },
      (folder) => ["check", "--kustomize", `${folder}/in`, "--kustomize-command", `sh ${folder}/kustomize.sh`],
    ),
  ...Object.fromEntries(
    ["text", "markdown", "json"].flatMap((format) => [
      diff(format, "clusters that differ", (size) => [
        fleet(size),
        fleet(size, () => ({ global: { "repo1-retention-full": "9" } })),
      ]),
      diff(format, "clusters that are gone", (size) => [fleet(size), fleet(1)]),
    ]),
  ),
};

const unknownOptions = (size: number) => `${keys}${times(size, (index) => `proces-max${index} = 2\n`).join("")}`;

const misspelt = (size: number): readonly Resource[] => [
  ...fleet(size, () => ({ global: { "repo1-retension-full": "4" } })),
  secret(),
];

const encoded = (name: string, text: string): Resource => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "pg" },
  data: { "s3.conf": Buffer.from(text).toString("base64") },
});

const entry = (rule: string, index: number) => ({
  rule,
  severity: "error",
  object: `postgresql pg/c${index}`,
  field: "spec.backup.pgbackrest.global.repo1-retension-full",
  file: "all.yaml",
});

const inFile = (items: readonly Resource[], args: (file: string, folder: string) => readonly string[]): Call =>
  inFolder({ "all.yaml": texts.documents(items) }, (folder) => args(`${folder}/all.yaml`, folder));

function diff(
  format: string,
  what: string,
  sides: (size: number) => readonly [readonly Resource[], readonly Resource[]],
): [string, (size: number) => Call] {
  return [
    `diff --format ${format}: ${what}`,
    (size) => {
      const [a, b] = sides(size).map((items) => texts.documents([...items, secret()]));
      return inFolder({ "a/all.yaml": a ?? "", "b/all.yaml": b ?? "" }, (folder) => [
        ...["diff", `${folder}/a`, `${folder}/b`],
        ...["--now", "2026-03-01T12:00:00Z", "--format", format],
      ]);
    },
  ];
}
