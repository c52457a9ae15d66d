import { commandShapes } from "./command-shapes.ts";
import { type Call, checkingBuilt, type Form, filesOf, filter, hydrating, inFolder, reading, texts } from "./forms.ts";
import { cluster, fields, fleet, foreign, keys, owned, type Resource, repository, secret, times } from "./objects.ts";

/** An input of a size, and the call that reads it. */
export type Shape = (size: number) => Call;

/** Lists of which one part grows. */
const growing: Readonly<Record<string, (size: number) => readonly Resource[]>> = {
  "healthy clusters": (size) => [...fleet(size), secret()],
  "clusters with a Secret each": (size) => [
    ...fleet(size, (index) => ({ secret: `s${index}` })),
    ...times(size, (index) => secret(`s${index}`)),
  ],
  "clusters without their Secret, beside as many Secrets": (size) => [
    ...fleet(size, (index) => ({ secret: `wanted-${index}` })),
    ...times(size, (index) => secret(`other-${index}`)),
  ],
  "clusters without their Secret, beside as many that are in no namespace": (size) => [
    ...times(size, (index) => cluster(`c${index}`, { metadata: { namespace: `n${index}` }, secret: "their" })),
    ...times(size, (index) => ({ ...secret(), metadata: { name: `other-${index}` } })),
  ],
  "clusters without their Secret, which is in as many other namespaces": (size) => [
    ...times(size, (index) => cluster(`c${index}`, { metadata: { namespace: `n${index}` }, secret: "their" })),
    ...times(size, (index) => ({ ...secret(), metadata: { name: "their", namespace: `other-${index}` } })),
  ],
  "Secrets that differ in a hash": (size) => [
    ...fleet(size, (index) => ({ secret: `wanted-${index}` })),
    ...times(size, (index) => secret(`wanted-${index}-24567bcdfg`)),
  ],
  "an option repeated in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { "s3.conf": `${keys}${"process-max = 2\n".repeat(size)}` }),
  ],
  "unknown options in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { "s3.conf": `${keys}${times(size, (index) => `proces-max${index} = 2\n`).join("")}` }),
  ],
  "one unknown option in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { "s3.conf": `${keys}${"proces-max = 2\n".repeat(size)}` }),
  ],
  "databases in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { "s3.conf": `${keys}${"db-include = a\n".repeat(size)}` }),
  ],
  "repositories in a Secret": (size) => [
    cluster("demo"),
    secret("shared", {
      "s3.conf": `${keys}${times(size, (index) => `repo${(index % 250) + 2}-path = /${index}\n`).join("")}`,
    }),
  ],
  "comments in a Secret": (size) => [cluster("demo"), secret("shared", { "s3.conf": keys + "# x\n".repeat(size) })],
  "sections in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { "s3.conf": keys + times(size, (index) => `[db${index}]\nprocess-max=2\n`).join("") }),
  ],
  "files in a Secret": (size) => [
    cluster("demo"),
    secret("shared", {
      ...fields(size, (index) => [`f${index}.conf`, "[global]\nprocess-max = 2\n"]),
      "s3.conf": keys,
    }),
  ],
  "unread files in a Secret": (size) => [
    cluster("demo"),
    secret("shared", { ...fields(size, (index) => [`f${index}.cfg`, "[global]\nprocess-max = 2\n"]), "s3.conf": keys }),
  ],
  "unknown options in global": (size) => [
    cluster("demo", { global: fields(size, (index) => [`proces-max${index}`, "2"]) }),
    secret(),
  ],
  "options of many repositories in global": (size) => [
    cluster("demo", { global: fields(size, (index) => [`repo${index + 2}-path`, "/x"]) }),
    secret(),
  ],
  repositories: (size) => [
    cluster("demo", { repos: times(size, (index) => repository(`repo${index + 1}`, { resource: `b${index}` })) }),
    secret(),
  ],
  "repositories on volumes": (size) => [
    cluster("demo", {
      repos: times(size, (index) => ({
        name: `repo${index + 1}`,
        storage: "pvc",
        resource: "x",
        volume: { size: "1Gi" },
      })),
    }),
  ],
  "repositories of one name": (size) => [cluster("demo", { repos: times(size, () => repository("repo1")) }), secret()],
  "repositories in one place": (size) => [...fleet(size, () => ({ global: { "repo1-path": "/same" } })), secret()],
  "clusters named like objects of others": (size) => [
    ...fleet(size),
    ...times(size, (index) => cluster(`c${index}-clusterpods`)),
    secret(),
  ],
  "clones of one cluster": (size) => [...fleet(1), ...times(size, (index) => clone(`y${index}`, "c0")), secret()],
  "clones of clones": (size) => [
    ...fleet(1),
    ...times(size, (index) => clone(`y${index}`, index === 0 ? "c0" : `y${index - 1}`)),
    secret(),
  ],
  "clones of many clusters": (size) => [
    ...fleet(size),
    ...times(size, (index) => clone(`y${index}`, `c${size - 1 - index}`)),
    secret(),
  ],
  "clone options": (size) => [
    ...fleet(1),
    clone("young", "c0", { options: fields(size, (index) => [`repo1-pth${index}`, "x"]) }),
    secret(),
  ],
  "restore options": (size) => [
    cluster("demo", {
      section: {
        restore: {
          id: "1",
          repo: "repo1",
          options: { type: "immediate", ...fields(size, (index) => [`delt${index}`, "y"]) },
        },
      },
    }),
    secret(),
  ],
  "annotations that change rules": (size) => [
    ...fleet(size, (index) => ({ metadata: { annotations: { [checks]: `no-retention=off: x${index}` } } })),
    secret(),
  ],
  "rules in an annotation": (size) => [
    cluster("demo", {
      metadata: { annotations: { [checks]: times(size, (index) => `no-retentio${index}=off: x`).join(";") } },
    }),
    secret(),
  ],
  annotations: (size) => [
    cluster("demo", { metadata: { annotations: fields(size, (index) => [`a${index}`, "x"]) } }),
    secret(),
  ],
  labels: (size) => [cluster("demo", { metadata: { labels: fields(size, (index) => [`a${index}`, "x"]) } }), secret()],
  variables: (size) => [
    cluster("demo", { spec: { env: times(size, (index) => ({ name: `V${index}`, value: "x" })) } }),
    secret(),
  ],
  "variables of one name": (size) => [
    cluster("demo", { spec: { env: times(size, () => ({ name: "V", value: "x" })) } }),
    secret(),
  ],
  "variables that are options": (size) => [
    cluster("demo", { section: { env: times(size, (index) => ({ name: `PGBACKREST_X${index}`, value: "x" })) } }),
    secret(),
  ],
  "variables that are one option": (size) => [
    cluster("demo", { spec: { env: times(size, () => ({ name: "PGBACKREST_PROCESS_MAX", value: "x" })) } }),
    secret(),
  ],
  "invalid variables": (size) => [cluster("demo", { spec: { env: times(size, () => ({ value: 1 })) } }), secret()],
  tolerations: (size) => [
    cluster("demo", {
      repos: [{ name: "repo1", storage: "pvc", volume: { size: "1Gi" } }],
      spec: { tolerations: times(size, (index) => ({ key: `k${index}`, operator: "Exist" })) },
    }),
  ],
  "terms of an affinity": (size) => [
    cluster("demo", {
      repos: [{ name: "repo1", storage: "pvc", volume: { size: "1Gi" } }],
      spec: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: times(size, (index) => ({
              matchExpressions: [{ key: `k${index}`, operator: "In", values: times(3, (at) => `v${at}`) }],
            })),
          },
        },
      },
    }),
  ],
  "unknown fields": (size) => [
    cluster("demo", { spec: fields(size, (index) => [`numberOfInstance${index}`, 1]) }),
    secret(),
  ],
  "unknown fields in the section": (size) => [
    cluster("demo", { section: fields(size, (index) => [`globa${index}`, 1]) }),
    secret(),
  ],
  "unknown fields of repositories": (size) => [
    cluster("demo", { repos: times(size, (index) => repository(`repo${index + 1}`, { buckett: "x" })) }),
    secret(),
  ],
  "clusters with unknown fields": (size) => [...fleet(size, () => ({ spec: { backups: {} } })), secret()],
  "look-alikes": (size) => [
    cluster("demo"),
    secret(),
    ...times(size, (index) => ({ ...cluster(`x${index}`), kind: "Postgresql" })),
  ],
  "a cluster many times": (size) => [...times(size, () => cluster("demo")), secret()],
  "different clusters of one name": (size) => [
    ...times(size, (index) => cluster("demo", { spec: { numberOfInstances: index + 1 } })),
    secret(),
  ],
  "Secrets of one name in other namespaces": (size) => [
    ...times(size, (index) => cluster("demo", { metadata: { namespace: `n${index}` } })),
    ...times(size, (index) => ({ ...secret(), metadata: { name: "shared", namespace: `n${index}` } })),
  ],
  "other items": (size) => [cluster("demo"), secret(), ...times(size, (index) => foreign(`x${index}`))],
  "items that mention pgbackrest": (size) => [
    cluster("demo"),
    secret(),
    ...times(size, (index) => ({ ...foreign(`x${index}`), kind: "ConfigMap", data: { a: "pgbackrest" } })),
  ],
  "copies of an object of ours": (size) => [
    cluster("demo"),
    secret(),
    ...times(size, () => owned("demo-pgbackrest-config", "demo")),
  ],
  "objects of ours that go": (size) => [
    cluster("demo"),
    secret(),
    ...times(size, (index) => owned(`c${index}-pgbackrest-config`, `c${index}`)),
  ],
  "objects of ours that go, and no others": (size) =>
    times(size, (index) => owned(`c${index}-pgbackrest-config`, `c${index}`)),
  "objects of ours that differ": (size) => [
    ...fleet(size),
    secret(),
    ...times(size, (index) => owned(`c${index}-pgbackrest-config`, `c${index}`)),
  ],
  "objects in the way": (size) => [
    ...fleet(size),
    secret(),
    ...times(size, (index) => ({
      ...foreign(`c${index}-pgbackrest-config`),
      kind: "ConfigMap",
      data: { a: "pgbackrest" },
    })),
  ],
  "annotations of an object of ours": (size) => [
    cluster("demo"),
    secret(),
    owned("demo-pgbackrest-config", "demo", {
      metadata: {
        name: "demo-pgbackrest-config",
        namespace: "pg",
        labels: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner": "demo" },
        annotations: fields(size, (index) => [`a${index}`, "x"]),
      },
    }),
  ],
  "Lists in a List": (size) => [
    secret(),
    ...times(size, (index) => ({
      apiVersion: "v1",
      kind: "List",
      items: [cluster(`c${index}`), foreign(`x${index}`)],
    })),
  ],
  "clusters in files": (size) => [
    ...fleet(size, (index) => ({
      metadata: {
        annotations: {
          "config.kubernetes.io/path": "all.yaml",
          "internal.config.kubernetes.io/path": "all.yaml",
          "config.kubernetes.io/index": `${index}`,
        },
      },
    })),
    secret(),
  ],
  "operator settings": (size) => [
    cluster("demo"),
    secret(),
    {
      apiVersion: "cpo.opensource.cybertec.at/v1",
      kind: "OperatorConfiguration",
      metadata: { name: "o", namespace: "pg" },
      configuration: {
        kubernetes: {
          inherited_labels: times(size, (index) => `l${index}`),
          ...fields(size, (index) => [`cluster_domai${index}`, "x"]),
        },
      },
    },
  ],
  "Deployments of the operator": (size) => [
    cluster("demo"),
    secret(),
    ...times(size, (index) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: `o${index}`, namespace: "cpo" },
      spec: {
        template: { spec: { containers: [{ name: "o", image: `mirror/cybertec-pg-operator:v0.9.${index % 2}` }] } },
      },
    })),
  ],
  "letters beyond ASCII": (size) => [...fleet(size, () => ({ metadata: { annotations: { a: "ä" } } })), secret()],
};

const onePlace = { "repo1-path": "/same" };
const checks = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks";

const clone = (name: string, source: string, more: Resource = {}): Resource =>
  cluster(name, {
    spec: {
      clone: {
        cluster: source,
        pgbackrest: {
          configuration: { secret: "shared" },
          repo: { storage: "s3", resource: "bucket", endpoint: "s3.example.com", region: "eu" },
          options: { "repo1-path": `/elsewhere/${name}` },
          ...more,
        },
      },
    },
  });

/** Lists for every form and command: what is added, removed and found. */
const inEveryForm: readonly string[] = [
  "healthy clusters",
  "objects of ours that go",
  "copies of an object of ours",
  "clusters with unknown fields",
];

/** Lists for the filter, too, which writes what is found into the list. */
const inResults: readonly string[] = [
  "unknown options in global",
  "an option repeated in a Secret",
  "objects in the way",
  "objects of ours that differ",
  "objects of ours that go, and no others",
  "clusters in files",
  "letters beyond ASCII",
];

/** The result of an earlier run, of ours and of others. */
const result = (index: number): Resource => ({
  message: `message ${index}`,
  severity: "warning",
  tags: index % 2 === 0 ? { function: "expand-pgbackrest" } : {},
});

const functionConfig = (spec: Resource): Resource => ({
  functionConfig: {
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
    metadata: { name: "x" },
    spec,
  },
});

/** Clusters in which texts grow. What one mistake keeps from being read, another list has without it. */
const longTexts: Readonly<Record<string, (text: string) => readonly Resource[]>> = {
  "in names": (text) => [
    cluster(text, { secret: text }),
    cluster("demo", { spec: { [`x${text}`]: 1, env: [{ name: `PGBACKREST_${text}`, value: text }] } }),
    { ...secret(), data: { "a.conf": text, [text]: text } },
  ],
  "in values": (text) => [
    cluster("demo", {
      metadata: { annotations: { [checks]: text, a: text }, labels: { a: text } },
      global: { "repo1-path": text, [`x${text}`]: "x" },
      repos: [repository("repo1", { endpoint: text, resource: text, region: text, schedule: { full: text } })],
      section: { image: text, restore: { id: "1", repo: "repo1", options: { type: "time", target: text, set: text } } },
      spec: { dockerImage: text },
    }),
    cluster("disk", {
      repos: [{ name: "repo1", storage: "pvc", volume: { size: text, storageClass: text } }],
    }),
    secret("shared", { "s3.conf": `${keys}repo1-path = ${text}\n${text}=1\n[${text}]\n` }),
  ],
  "in other items": (text) => [cluster("demo"), secret(), { ...foreign("x"), data: { a: text, [`x${text}`]: "x" } }],
};

/** What the text is made of. */
const letters: Readonly<Record<string, string>> = {
  letters: "x",
  blanks: " ",
  digits: "1",
  "line breaks": "\n",
  "other signs": "-/.:,;*=\"'%",
};

const plainCluster = (annotations: Resource): Resource => {
  const { spec, ...rest } = cluster("demo", { metadata: { annotations } });
  const { backup: _, ...others } = { ...(typeof spec === "object" && spec), backup: undefined };
  return { ...rest, spec: others };
};

/** A file that can be read: without any, `check` ends with a sentence. */
const readable = { "readable.yaml": texts.documents([cluster("demo"), secret()]) };

/** What grows apart from the items. */
const others: Readonly<Record<string, Shape>> = {
  "filter, block: results": (size) =>
    filter(texts.block([cluster("demo"), secret()], { results: times(size, result) })),
  "filter, JSON: results": (size) => filter(texts.JSON([cluster("demo"), secret()], { results: times(size, result) })),
  "filter, block: unknown rules in the functionConfig": (size) =>
    filter(
      texts.block(
        [cluster("demo"), secret()],
        functionConfig({ checks: fields(size, (index) => [`no-retentio${index}`, { severity: "off", reason: "x" }]) }),
      ),
    ),
  "filter, block: a selector": (size) =>
    filter(
      texts.block(
        [...fleet(10), secret()],
        functionConfig({
          selector: {
            matchLabels: fields(size, (index) => [`a${index}`, "x"]),
            matchExpressions: times(size, (index) => ({ key: `a${index}`, operator: "NotIn", values: [`${index}`] })),
          },
        }),
      ),
    ),
  "filter, block: unknown settings": (size) =>
    filter(
      texts.block(
        [cluster("demo"), secret()],
        functionConfig({ operator: fields(size, (index) => [`cluster_domai${index}`, "x"]) }),
      ),
    ),
  "filter, documents: separators": (size) =>
    filter(`${texts.documents([cluster("demo"), secret()])}${"---\n".repeat(size)}`),
  ...Object.fromEntries(
    [
      ["empty lines at the end of documents", "\n"],
      ["comments at the end of documents", "# x\n"],
      ["indented comments at the end of documents", "      # x\n"],
      ["keys without values in documents", "x:\n"],
      ["bars in the last line of documents", "a: x |||| >>>> |-|-|-|-      |      |      |      b\n"],
    ].map(([name, line = ""]): [string, Shape] => [
      `check a folder: ${name}`,
      (size) =>
        inFolder(
          {
            "a.yaml": `${texts.documents([cluster("demo")])}---\nkind: Service\nspec: a\n${line.repeat(size * 20)}---\n${texts.documents([secret()])}`,
          },
          (folder) => ["check", folder],
        ),
    ]),
  ),
  "check --format text: comments between documents": (size) =>
    reading(`${texts.documents([cluster("demo"), secret()])}---\n${"# x\n".repeat(size)}`, "check"),
  "filter, flow: Lists in Lists": (size) =>
    filter(
      texts.flow([
        ...fleet(2),
        times(size, () => 0).reduce<Resource>((item) => ({ apiVersion: "v1", kind: "List", items: [item] }), secret()),
      ]),
    ),
  "check a folder: folders": (size) =>
    inFolder(
      Object.fromEntries(
        times(size, (index) => [`f${index}/a.yaml`, texts.documents([cluster(`c${index}`), secret(`s${index}`)])]),
      ),
      (folder) => ["check", folder],
    ),
  "check a folder: patches": (size) =>
    inFolder(
      {
        "kustomization.yaml": `patches:\n${times(size, (index) => `- path: ${index}.yaml\n`).join("")}`,
        ...Object.fromEntries(times(size, (index) => [`${index}.yaml`, texts.documents([cluster(`c${index}`)])])),
      },
      (folder) => ["check", folder],
    ),
  "check a folder: templates and other files": (size) =>
    inFolder(
      {
        ...readable,
        ...Object.fromEntries(
          times(size, (index) => [`f${index}.yaml`, `{{ if x }}\nkind: postgresql\n---\na: [${index}\n`]),
        ),
      },
      (folder) => ["check", folder],
    ),
  "check a folder: braces that nothing closes": (size) =>
    inFolder({ ...readable, "a.yaml": `a: [\n${"{{ ".repeat(size * 40)}` }, (folder) => ["check", folder]),
  "check a folder: empty lines in a template": (size) =>
    inFolder({ ...readable, "a.yaml": `a: [\n${"\n".repeat(size * 40)}{{ x` }, (folder) => ["check", folder]),
  "check --format text: dashes": (size) =>
    reading(texts.documents([plainCluster({ a: `x\n${"-".repeat(size * 40)}x\n` })]), "check"),
  "filter, block: blanks in a flow list": (size) =>
    filter(
      texts
        .block([cluster("demo"), secret()])
        .replace("teamId: acid", `teamId: acid\n    x: [a${" ".repeat(size * 40)}b]`),
    ),
  "check --format text: blanks in the reason of an override": (size) =>
    reading(
      texts.documents([
        cluster("demo", {
          metadata: { annotations: { [checks]: `unknown-option=off: a${" ".repeat(size * 40)}b` } },
          global: { "proces-max": "2" },
        }),
        secret(),
      ]),
      "check",
    ),
  "check a folder: globs to ignore": (size) =>
    inFolder(filesOf(fleet(10)), (folder) => [
      "check",
      folder,
      ...times(size, (index) => ["--ignore", `x${index}/**`]).flat(),
    ]),
  "hydrate: folders": (size) =>
    hydrating(Object.fromEntries(times(size, (index) => [`f${index}`, [cluster("demo"), secret()]]))),
  "hydrate: folders that share one place": (size) =>
    hydrating(Object.fromEntries(times(size, (index) => [`f${index}`, [cluster(`c${index}`, { global: onePlace })]]))),
  "check --kustomize: folders": (size) =>
    checkingBuilt(Object.fromEntries(times(size, (index) => [`f${index}`, [cluster(`c${index}`), secret()]]))),
  "check --kustomize: folders that share one place": (size) =>
    checkingBuilt(
      Object.fromEntries(times(size, (index) => [`f${index}`, [cluster(`c${index}`, { global: onePlace })]])),
    ),
  "check --kustomize: clusters of two folders that share their places": (size) =>
    checkingBuilt({
      a: fleet(size),
      b: times(size, (index) => cluster(`d${index}`, { global: { "repo1-path": `/pg/c${index}` } })),
    }),
  "check --kustomize: files that share their places with clusters of a folder": (size) =>
    checkingBuilt(
      { b: times(size, (index) => cluster(`d${index}`, { global: { "repo1-path": `/pg/c${index}` } })) },
      fleet(size),
    ),
  "check a folder: versions of a cluster, each with its Secret": (size) =>
    inFolder(
      Object.fromEntries(
        times(size, (index) => [
          [`${index}/kustomization.yaml`, "resources: [all.yaml]\n"],
          [
            `${index}/all.yaml`,
            texts.documents([
              cluster("demo", { global: { "repo1-path": `/${index}` } }),
              secret(),
              {
                apiVersion: "bitnami.com/v1alpha1",
                kind: "SealedSecret",
                metadata: { name: "shared", namespace: "pg" },
              },
            ]),
          ],
        ]).flat(),
      ),
      (folder) => ["check", folder],
    ),
  "hydrate: namespaces": (size) =>
    hydrating({ a: times(size, (index) => ({ ...foreign("x"), metadata: { name: "x", namespace: `n${index}` } })) }),
  "hydrate: objects of one name": (size) =>
    hydrating({ a: times(size, (index) => ({ ...foreign("x"), apiVersion: `g${index}.example.com/v1` })) }),
  "hydrate --format sarif: findings": (size) =>
    hydrating(
      { a: [cluster("demo", { global: fields(size, (index) => [`proces-max${index}`, "2"]) }), secret()] },
      "--format",
      "sarif",
    ),
};

/** How often a text is longer than a list has items. */
export const lettersPerItem = 25;

/** All shapes by their names. */
export const shapes: Readonly<Record<string, Shape>> = Object.fromEntries([
  ...Object.entries(growing).flatMap(([name, items]) => shapesOf(name, items)),
  ...Object.entries(others),
  ...Object.entries(commandShapes),
  ...Object.entries(longTexts).flatMap(([name, items]) =>
    Object.entries(letters).map(([kind, text]): [string, Shape] => [
      `check --format text: many ${kind} ${name}`,
      (size) => reading(texts.documents(items(text.repeat((size * lettersPerItem) / text.length))), "check"),
    ]),
  ),
]);

function shapesOf(name: string, items: (size: number) => readonly Resource[]): ReadonlyArray<[string, Shape]> {
  const [first, ...forms] = [
    "block",
    "JSON",
    "CRLF",
    "indented",
    "flow",
    "List",
    "documents",
  ] as const satisfies readonly Form[];
  const [text, ...formats] = ["text", "json", "sarif", "junit", "github", "codequality"] as const;
  const inForm = (form: Form): [string, Shape] => [
    `filter, ${form}: ${name}`,
    (size) => filter(texts[form](items(size))),
  ];
  const inFormat = (format: string): [string, Shape] => [
    `check --format ${format}: ${name}`,
    (size) => reading(texts.documents(items(size)), "check", "--format", format),
  ];
  const usual = [inFormat(text), ...(inResults.includes(name) ? [inForm(first)] : [])];
  if (!inEveryForm.includes(name)) return usual;
  return [
    inForm(first),
    inFormat(text),
    ...forms.map(inForm),
    ...(name === "clusters with unknown fields" ? formats.map(inFormat) : []),
    [`check a folder: ${name}`, (size) => inFolder(filesOf(items(size)), (folder) => ["check", folder])],
    [`render: ${name}`, (size) => reading(texts.documents(items(size)), "render")],
    [
      `render -o: ${name}`,
      (size) =>
        inFolder({ "all.yaml": texts.documents(items(size)) }, (folder) => [
          "render",
          `${folder}/all.yaml`,
          "-o",
          `${folder}/out`,
        ]),
    ],
    [`hydrate: ${name}`, (size) => hydrating({ a: items(size) })],
    ...["text", "markdown", "json", "html"].map((format): [string, Shape] => [
      `plan --format ${format}: ${name}`,
      (size) => reading(texts.documents(items(size)), "plan", "--now", "2026-03-01T12:00:00Z", "--format", format),
    ]),
  ];
}
