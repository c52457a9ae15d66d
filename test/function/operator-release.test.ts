import { expect } from "chai";
import { parse } from "yaml";
import { placeText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
import { releaseIn } from "../../src/function/release-in.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";

const cluster = (name = "demo") => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: ${name}
  namespace: pg
  # In a wave behind the operator's.
  annotations: {argocd.argoproj.io/sync-wave: "1"}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4"}
      repos: [{name: repo1, storage: pvc, schedule: {full: 30 2 * * *}, volume: {size: 5Gi}}]
`;

/** A Deployment as the charts have it: of the tutorials, which labels its pods, and of the operator's repository. */
const deployment = (
  image: string,
  { labels = "{}", podLabels = "{}", name = "postgres-operator", kind = "Deployment" } = {},
) =>
  `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: cpo, labels: ${labels}}
spec:
  selector: {matchLabels: {name: postgres-operator}}
  template:
    metadata: {labels: ${podLabels}}
    spec:
      serviceAccountName: postgres-operator
      containers:
      - name: ${name}
        image: ${image}
`;
const ofTutorials = "{name: postgres-operator, cpo.cybertec.at/pod-type: postgres-operator}";
const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;

const config = (release: string | undefined) =>
  release === undefined
    ? undefined
    : parse(
        `{apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1, kind: ExpandPgBackRest, spec: {operator: {release: ${release}}}}`,
      );

async function run(release: string | undefined, ...documents: readonly string[]) {
  const input = documents.join("---\n");
  const { parts, findings, exitCode } = await filter(Buffer.from(input), config(release));
  const added = Buffer.concat(parts.map((part) => Buffer.from(part)))
    .toString("utf8")
    .slice(input.length);
  const found = findings.map(({ at, rule, severity, problem }) => `${severity} ${rule} ${placeText(at)}: ${problem}`);
  return { found, exitCode, made: madeBy(added) };
}

/** The release that made objects, by what is in them. */
function madeBy(added: string): string {
  if (added === "") return "none";
  if (added.includes("name: pgbackrest-tmp")) return "0.9.2";
  if (added.includes("pg1-host = demo-0.demo-clusterpods.")) return "0.9.1";
  return added.includes("readOnlyRootFilesystem: true") ? "0.9.0" : "0.8.3";
}

const helmRelease = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: operator, namespace: cpo}
spec: {chart: {spec: {chart: cybertec-pg-operator, version: 0.9.0}}}
`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: operator, namespace: argocd}
spec: {source: {repoURL: https://cybertec-postgresql.github.io/CYBERTEC-operator-tutorials, chart: postgres-operator, targetRevision: 0.9.0}}
`;
const serviceVersion = `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata: {name: operator, namespace: cpo}
spec: {install: {spec: {deployments: [{spec: {template: {spec: {containers: [{image: "x/cybertec-pg-operator:v0.9.0"}]}}}}]}}}
`;
const installed = (kind: string, namespace = "cpo") =>
  `info operator-release ${kind} ${namespace}/operator metadata.name: This installs the operator, but its release is not known from here: the version of a chart need not be that of the operator. The objects are those of v0.9.2.`;

describe("the operator's release", () => {
  const operator = "docker.io/cybertecpostgresql/cybertec-pg-operator";
  for (const [what, documents, made] of [
    ["no Deployment", [], "0.9.2"],
    ["the image of a release, with a build", [deployment(`${operator}:v0.9.0-1`)], "0.9.0"],
    ["a registry with a port, a tag without `v`", [deployment("mirror:5000/cpo/cybertec-pg-operator:0.9.1")], "0.9.1"],
    ["a tag and a digest", [deployment(`${operator}:v0.8.3-1${digest}`)], "0.8.3"],
    [
      "a digest, and a label with the version",
      [deployment(`${operator}${digest}`, { labels: "{app.kubernetes.io/version: 0.9.1-1}" })],
      "0.9.1",
    ],
    [
      "`latest`, and a label with the chart",
      [deployment(`${operator}:latest`, { labels: "{helm.sh/chart: postgres-operator-0.9.0-1}" })],
      "0.9.0",
    ],
    [
      "labels of the pods",
      [deployment(`${operator}:main`, { podLabels: '{app.kubernetes.io/version: "0.8.3"}' })],
      "0.8.3",
    ],
    [
      "the image before the labels",
      [deployment(`${operator}:v0.9.1`, { labels: "{app.kubernetes.io/version: 0.9.0}" })],
      "0.9.1",
    ],
    [
      "a mirror with another name, by the label of its pods",
      [deployment("mirror/operator:v0.9.0-1", { podLabels: ofTutorials })],
      "0.9.0",
    ],
    [
      "the same of two",
      [deployment(`${operator}:v0.9.1`), deployment(`${operator}:v0.9.1-1`, { name: "second" })],
      "0.9.1",
    ],
    [
      "in a List",
      [
        `apiVersion: v1\nkind: List\nitems:\n- ${deployment(`${operator}:v0.9.0`).trimEnd().replaceAll("\n", "\n  ")}\n`,
      ],
      "0.9.0",
    ],
    [
      "Zalando's operator is another one",
      [
        deployment("registry.opensource.zalan.do/acid/postgres-operator:v1.10.1", {
          labels: "{helm.sh/chart: postgres-operator-1.10.1}",
        }),
      ],
      "0.9.2",
    ],
    ["an image that only begins alike", [deployment("x/cybertec-pg-operator-ui:v0.9.0")], "0.9.2"],
    ["a StatefulSet does not count", [deployment(`${operator}:v0.9.0`, { kind: "StatefulSet" })], "0.9.2"],
  ] as const)
    it(`${what}: ${made}`, async () => {
      const inputs = [...documents, cluster()];
      const first = await run(undefined, ...inputs);
      expect(first).to.deep.equal({ found: [], exitCode: 0, made });
      expect(await run(undefined, ...inputs.toReversed()), "in any order").to.deep.equal(first);
      // What commands ask that make something before they judge it.
      const split = splitWithLibrary(Buffer.from(inputs.join("---\n")));
      if ("unreadable" in split) throw new Error(String(split.unreadable));
      expect(releaseIn(split, undefined).name).to.equal(made);
    });

  const at = "Deployment cpo/postgres-operator spec.template.spec.containers[0].image";
  const own = "ExpandPgBackRest spec.operator.release";
  for (const [what, release, documents, made, found] of [
    ["is that of the functionConfig", "0.9.1", [], "0.9.1", []],
    ["may be written as a tag", "v0.8.3-1", [], "0.8.3", []],
    ["is the same in both", "0.9.0", [deployment(`${operator}:v0.9.0-1`)], "0.9.0", []],
    [
      "counts as the functionConfig has it where the Deployment has another",
      "0.9.1",
      [deployment(`${operator}:v0.9.0`)],
      "0.9.1",
      [
        `warning operator-release ${own}: \`release\` says v0.9.1, but the operator's Deployment runs v0.9.0. The objects are those of v0.9.1; if the operator is of another release, it replaces the repo host, whose pod restarts twice at each apply.`,
      ],
    ],
    [
      "is told once where it is newer",
      "1.0.0",
      [],
      "0.9.2",
      [
        `warning operator-release ${own}: This program knows the operator up to v0.9.2, not v1.0.0. Objects and checks are those of v0.9.2; where the operator makes others, it replaces what you apply.`,
      ],
    ],
    [
      "is told once where the Deployment's is newer",
      undefined,
      [deployment(`${operator}:v1.0.0-1`)],
      "0.9.2",
      [
        `warning operator-release ${at}: This program knows the operator up to v0.9.2, not v1.0.0. Objects and checks are those of v0.9.2; where the operator makes others, it replaces what you apply.`,
      ],
    ],
    [
      "is the newest of two Deployments that differ",
      undefined,
      [deployment(`${operator}:v0.9.1`), deployment(`${operator}:v0.9.0`)],
      "0.9.1",
      [
        `warning operator-release ${at}: Two Deployments of the operator are of different releases, v0.9.1 and v0.9.0. The objects are those of v0.9.1; an operator of another release replaces the repo host, whose pod restarts twice at each apply.`,
      ],
    ],
    [
      "is told where a Deployment does not say it",
      undefined,
      [deployment(`${operator}${digest}`)],
      "0.9.2",
      [
        `info operator-release ${at}: Neither the tag of the operator's image nor a label says which release it is. The objects are those of v0.9.2.`,
      ],
    ],
    [
      "is the newest of two Deployments, and told where it is newer than all that are known",
      undefined,
      [deployment(`${operator}:v0.9.5`), deployment(`${operator}:v0.9.0`)],
      "0.9.2",
      [
        `warning operator-release ${at}: Two Deployments of the operator are of different releases, v0.9.5 and v0.9.0. The objects are those of v0.9.2; an operator of another release replaces the repo host, whose pod restarts twice at each apply.`,
        `warning operator-release ${at}: This program knows the operator up to v0.9.2, not v0.9.5. Objects and checks are those of v0.9.2; where the operator makes others, it replaces what you apply.`,
      ],
    ],
    [
      "is that of the functionConfig, if one of two Deployments has it",
      "0.9.0",
      [deployment(`${operator}:v0.9.1`), deployment(`${operator}:v0.9.0`)],
      "0.9.0",
      [],
    ],
    [
      "is told once where both are newer",
      "0.9.3",
      [deployment(`${operator}:v0.9.4`)],
      "0.9.2",
      [
        `warning operator-release ${own}: This program knows the operator up to v0.9.2, not v0.9.3. Objects and checks are those of v0.9.2; where the operator makes others, it replaces what you apply.`,
      ],
    ],
    [
      "may be chosen beside a Deployment that is too old",
      "0.8.3",
      [deployment(`${operator}:v0.7.0`)],
      "0.8.3",
      [
        `warning operator-release ${own}: \`release\` says v0.8.3, but the operator's Deployment runs v0.7.0, which this program does not know. The objects are those of v0.8.3; if the operator is of another release, it replaces the repo host, whose pod restarts twice at each apply.`,
      ],
    ],
    ["is told where a HelmRelease does not say it", undefined, [helmRelease], "0.9.2", [installed("HelmRelease")]],
    [
      "is told where an Application does not say it",
      undefined,
      [application],
      "0.9.2",
      [installed("Application", "argocd")],
    ],
    ["is told where OLM installs it", undefined, [serviceVersion], "0.9.2", [installed("ClusterServiceVersion")]],
    ["is told once", undefined, [helmRelease, application], "0.9.2", [installed("HelmRelease")]],
    ["is that of the functionConfig beside a HelmRelease", "0.9.0", [helmRelease], "0.9.0", []],
    [
      "is that of a Deployment beside a HelmRelease",
      undefined,
      [helmRelease, deployment(`${operator}:v0.9.0`)],
      "0.9.0",
      [],
    ],
    [
      "stops where that of all Deployments is too old",
      undefined,
      [deployment(`${operator}:v0.8.0`), deployment(`${operator}:v0.7.0`)],
      "none",
      [
        `error operator-release ${at}: This program does not know the operator's release v0.8.0; the oldest that it knows is v0.8.3.`,
      ],
    ],
    [
      "stops where the Deployment's is too old",
      undefined,
      [deployment(`${operator}:v0.8.0-1`)],
      "none",
      [
        `error operator-release ${at}: This program does not know the operator's release v0.8.0; the oldest that it knows is v0.8.3.`,
      ],
    ],
  ] as const)
    it(`${what}, whatever the number of clusters`, async () => {
      for (const clusters of [[cluster()], [cluster(), cluster("two"), cluster("three")]])
        expect(await run(release, ...documents, ...clusters)).to.deep.equal({
          found,
          exitCode: made === "none" ? 1 : 0,
          made,
        });
    });

  /** What is advised must not be refused or advised against when it is done. */
  describe("is advised so that following the advice ends it", () => {
    const advice = async (release: string | undefined, ...images: readonly string[]) => {
      const input = [...images.map((tag) => deployment(`${operator}:${tag}`)), cluster()].join("---\n");
      const { findings } = await filter(Buffer.from(input), config(release));
      return findings.map(({ severity, fix }) => `${severity}: ${fix}`);
    };
    const leave = (name: string) =>
      `warning: Use a release of this program that knows v${name}, or leave the objects to the operator and apply the \`postgresql\` alone.`;
    for (const [release, images, advices] of [
      [
        undefined,
        ["v0.7.0"],
        [
          "error: Upgrade the operator to `0.8.3`, `0.9.0`, `0.9.1` or `0.9.2`. If another operator runs these clusters, set `spec.operator.release` in the functionConfig to its release.",
        ],
      ],
      [
        undefined,
        ["v0.8.9"],
        [
          "error: Upgrade the operator to `0.9.0`, `0.9.1` or `0.9.2`. If another operator runs these clusters, set `spec.operator.release` in the functionConfig to its release.",
        ],
      ],
      [
        "0.8.3",
        ["v0.7.0"],
        [
          "warning: Upgrade the operator to v0.8.3. If it does not run these clusters, turn `operator-release` off, with a reason.",
        ],
      ],
      [
        undefined,
        ["v0.9.0", "v0.7.0"],
        [
          "warning: Set `spec.operator.release` in the functionConfig to the release that runs these clusters. This program does not know v0.7.0: if that one runs them, upgrade it to `0.8.3`, `0.9.0`, `0.9.1` or `0.9.2`.",
        ],
      ],
      [
        undefined,
        ["v0.9.5", "v0.9.0"],
        [
          "warning: Set `spec.operator.release` in the functionConfig to the release that runs these clusters.",
          leave("0.9.5"),
        ],
      ],
      ["0.9.5", ["v0.9.5", "v0.9.0"], [leave("0.9.5")]],
      ["0.9.0", ["v0.9.5", "v0.9.0"], []],
      ["0.9.2", ["v0.9.4"], [leave("0.9.4")]],
      [
        "0.9.1",
        ["v0.9.0"],
        ["warning: Set `release` to what runs, or remove it: then it is taken from the Deployment."],
      ],
    ] as const)
      it(`${release ?? "nothing"} beside ${images.join(" and ")}`, async () => {
        expect(await advice(release, ...images)).to.deep.equal(advices);
      });
  });

  for (const [release, problem] of [
    [
      "0.9",
      "`release` is the number `0.9`: without quotes, YAML reads two parts of a release as a number. A release of the operator has three.",
    ],
    ["1", "`release` is the number `1`, but a release of the operator has three parts."],
    ['"0.9"', "`0.9` is not a release of the operator."],
    ["00.9.1", "`00.9.1` is not a release of the operator."],
    ["''", "`release` is empty."],
    ["' '", "`release` is empty."],
    ["latest", "`latest` is not a release of the operator."],
    ["0.8.2", "This program does not know the operator's release v0.8.2; the oldest that it knows is v0.8.3."],
    ["0.8.9", "This program does not know the operator's release v0.8.9; the oldest that it knows is v0.8.3."],
  ] as const)
    it(`cannot be ${release}`, async () => {
      expect(await run(release, cluster())).to.deep.equal({
        found: [`error function-config ${own}: ${problem}`],
        exitCode: 3,
        made: "none",
      });
    });

  it("is `release` in a ConfigMap", async () => {
    const data = (release: string) =>
      parse(`{apiVersion: v1, kind: ConfigMap, metadata: {name: f}, data: {release: ${release}}}`);
    const { parts } = await filter(Buffer.from(cluster()), data("0.9.0"));
    expect(
      madeBy(
        Buffer.concat(parts.map((part) => Buffer.from(part)))
          .toString()
          .slice(cluster().length),
      ),
    ).to.equal("0.9.0");
    const { findings } = await filter(Buffer.from(cluster()), data("'0.9'"));
    expect(findings.map(({ at }) => placeText(at))).to.deep.equal(["ConfigMap f data.release"]);
  });

  it("says nothing where there is no cluster with backups", async () => {
    expect((await run(undefined, deployment(`${operator}:v0.8.0`))).found).to.deep.equal([]);
  });

  for (const [release, given, found] of [
    [
      "0.8.3",
      "true",
      ["The operator's release v0.8.3 does not know `container_readonly_root_filesystem`, so it has no effect."],
    ],
    [
      "0.9.0",
      "true",
      [
        "The OperatorConfiguration of v0.9.0 has no field `container_readonly_root_filesystem`, so the API server drops it and it has no effect.",
      ],
    ],
    ["0.9.0", "false", []],
    ["0.9.1", "true", []],
  ] as const)
    it(`v${release} and a read-only root that an OperatorConfiguration sets to ${given}`, async () => {
      const configuration = `apiVersion: cpo.opensource.cybertec.at/v1
kind: OperatorConfiguration
metadata: {name: cpo}
configuration: {kubernetes_use_configmaps: true, kubernetes: {container_readonly_root_filesystem: ${given}}}
`;
      const { findings } = await filter(Buffer.from([configuration, cluster()].join("---\n")), config(release));
      expect(findings.map(({ problem }) => problem)).to.deep.equal(found);
    });
});
