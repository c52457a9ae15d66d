import { expect } from "chai";
import { isNewer, type OperatorRelease, operatorReleases, releaseNamed } from "../../src/cpo/releases.ts";
import { optionValueRead, writtenOptionValue } from "../../src/cpo/restore-option.ts";
import { type Origin, resolveSettings } from "../../src/cpo/settings.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import { builders } from "../../src/objects/index.ts";
import { undoPatch } from "../../src/restore/restore-patch.ts";
import { clusterOf } from "../objects/given.ts";

const names = Object.keys(operatorReleases);
const releases: Readonly<Record<string, OperatorRelease>> = operatorReleases;

const differences = (left: OperatorRelease, right: OperatorRelease) =>
  Object.fromEntries(
    Object.entries(left).flatMap(([field, value]) =>
      Object.entries(right).some(([name, other]) => name === field && other === value) ? [] : [[field, value]],
    ),
  );

/** Everything of a cluster that a release can change. */
function madeBy(release: OperatorRelease): readonly unknown[] {
  const cluster = clusterOf(`
    monitor: { image: example/exporter:1 }
    labels: { tier: gold }
    env: [{ name: TZ, value: UTC }]
    backup:
      pgbackrest:
        image: example/pgbackrest:18
        repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi }, schedule: { full: 0 1 * * 0 } }]
  `);
  const chart: Origin = { from: "chart" };
  const resource: Origin = { from: "OperatorConfiguration", kubernetesSection: true };
  const on = { container_readonly_root_filesystem: true };
  return [
    ...[
      resolveSettings(chart, [], goDurationSeconds, release),
      resolveSettings(chart, [{}, on], goDurationSeconds, release),
      resolveSettings(resource, [on], goDurationSeconds, release),
    ].flatMap((settings) => builders.flatMap(({ build }) => build(cluster, settings))),
    writtenOptionValue("a b", release),
    optionValueRead("a b", release),
    undoPatch({ apiVersion: "v1", name: "demo" }, 1, release),
  ];
}

describe("releases of the operator", () => {
  it("differ exactly as contract section 6 says", () => {
    expect(differences(operatorReleases["0.9.2"], operatorReleases["0.9.1"])).to.deep.equal({
      name: "0.9.2",
      chartReadOnlyRoot: true,
      hasPodFields: true,
      clusterVariables: "all",
      monitoringLabel: "pods",
    });
    expect(differences(operatorReleases["0.9.1"], operatorReleases["0.9.0"])).to.deep.equal({
      name: "0.9.1",
      postgresHosts: "pods service",
      configurationHasReadOnlyRoot: true,
      readOnlyRootPods: "repo host and jobs",
      exporterVolume: false,
      restoreOptions: "in quotes",
      restoreStarts: "another id",
    });
    expect(differences(operatorReleases["0.9.0"], operatorReleases["0.8.3"])).to.deep.equal({
      name: "0.9.0",
      backupJobReadOnlyRoot: true,
      readOnlyRootPods: "repo host",
      exporterVolume: true,
    });
  });

  for (const name of names)
    for (const other of names)
      for (const [field, value] of Object.entries(
        differences(releases[name] ?? operatorReleases["0.9.2"], releases[other] ?? operatorReleases["0.9.2"]),
      ))
        if (field !== "name" && name < other)
          it(`${field} of v${name} in v${other} changes what is made`, () => {
            const changed = { ...operatorReleases["0.9.2"], ...releases[other], [field]: value };
            expect(JSON.stringify(madeBy(changed))).not.to.equal(
              JSON.stringify(madeBy({ ...operatorReleases["0.9.2"], ...releases[other] })),
            );
          });

  it("are named by their keys, the oldest first", () => {
    expect(Object.values(operatorReleases).map(({ name }) => name)).to.deep.equal(names);
    expect(names.slice(1).every((name, index) => isNewer(name, names[index] ?? ""))).to.equal(true);
  });

  for (const [text, expected] of [
    ["0.9.2", "known 0.9.2"],
    ["v0.9.1", "known 0.9.1"],
    [" v0.9.0-1 ", "known 0.9.0"],
    ["0.8.3+build.5", "known 0.8.3"],
    ["0.9.3", "newer 0.9.3"],
    ["v1.0.0-1", "newer 1.0.0"],
    ["0.10.0", "newer 0.10.0"],
    ["0.8.2", "unknown 0.8.2"],
    ["0.8.10", "unknown 0.8.10"],
    ["0.9", "not a release"],
    ["0.9.2.1", "not a release"],
    ["latest", "not a release"],
    ["", "not a release"],
    ["0.9.x", "not a release"],
  ] as const)
    it(`read \`${text}\` as ${expected}`, () => {
      const named = releaseNamed(text);
      const name = named.is === "known" ? named.release.name : "name" in named ? named.name : "";
      expect(`${named.is} ${name}`.trim()).to.equal(expected);
    });
});

describe("values of restore options", () => {
  const old = operatorReleases["0.9.0"];
  for (const [value, written] of [
    ["immediate", "immediate"],
    ["20260125-023000F", "20260125-023000F"],
    ["2026-01-31 11:59:00+00", '"2026-01-31 11:59:00+00"'],
    ["a;b", '"a;b"'],
    ["~", '"~"'],
  ] as const)
    it(`before v0.9.1, \`${value}\` is written as \`${written}\``, () => {
      expect(writtenOptionValue(value, old)).to.equal(written);
      expect(optionValueRead(written, old)).to.equal(value);
      expect(writtenOptionValue(value, operatorReleases["0.9.1"])).to.equal(value);
    });

  for (const written of ["a b", "a'b", "$HOME", '"a"b"', '"$HOME"', "a*"])
    it(`before v0.9.1, a shell makes something else of \`${written}\``, () =>
      expect(optionValueRead(written, old)).to.equal(undefined));
});
