import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { keyed } from "./compare.ts";
import { checksFor } from "./exceptions.ts";

/*
 * What v0.9.2 made of the parity set, changed by hand into what the other releases make: contract section 6. All that is not changed here must
 * be as with v0.9.2.
 */

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  labels?: Record<string, string>;
}
interface PodSpec {
  containers: [
    { securityContext: { readOnlyRootFilesystem: boolean }; volumeMounts: { name: string }[]; env: { name: string }[] },
  ];
  volumes: { name: string; emptyDir?: object }[];
}
interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly data?: Record<string, string>;
  readonly spec: { template: { spec: PodSpec }; jobTemplate: { spec: { template: { spec: PodSpec } } } };
}

/** What is asked of a parity input beside its objects. */
interface Wishes {
  /** Whether an OperatorConfiguration turns the read-only root on; undefined without one, which leaves it to the chart. */
  readonly configured: boolean | undefined;
  readonly isMonitored: (cluster: string) => boolean;
}

const withoutVolume = (spec: PodSpec, name: string) => {
  spec.volumes = spec.volumes.filter((volume) => volume.name !== name);
  const [container] = spec.containers;
  container.volumeMounts = container.volumeMounts.filter((mount) => mount.name !== name);
};

/** A repo host without a read-only root, as section 6 has it up to v0.9.1: neither the field nor the volume for /tmp. */
const writableRoot = ({ kind, spec }: Made) => {
  if (kind === "StatefulSet") {
    spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem = false;
    withoutVolume(spec.template.spec, "pgbackrest-tmp");
  }
  if (kind === "CronJob") withoutVolume(spec.jobTemplate.spec.template.spec, "pgbackrest-tmp");
};

const hostsByMainService = ({ kind, metadata, data }: Made) => {
  const end = "-pgbackrest-repohost-config";
  if (kind !== "ConfigMap" || !metadata.name.endsWith(end) || data === undefined) return;
  const cluster = metadata.name.slice(0, -end.length);
  data["pgbackrest_instance.conf"] = String(data["pgbackrest_instance.conf"]).replaceAll(
    new RegExp(`^(pg\\d+-host = ${cluster}-\\d+\\.${cluster})-clusterpods\\.`, "gm"),
    "$1.",
  );
};

const labelOfMonitoring = ({ kind, metadata }: Made, { isMonitored }: Wishes) => {
  if (kind === "StatefulSet" && isMonitored(metadata.name))
    metadata.labels = { ...metadata.labels, cpo_monitoring_stack: "true" };
};

const volumeOfMonitoring = ({ kind, metadata, spec }: Made, { isMonitored }: Wishes) => {
  if (!isMonitored(metadata.name)) return;
  const pod =
    kind === "StatefulSet" ? spec.template.spec : kind === "CronJob" ? spec.jobTemplate.spec.template.spec : undefined;
  pod?.volumes.unshift({ name: "exporter-tmp", emptyDir: {} });
};

const writableJobs = ({ kind, spec }: Made) => {
  if (kind === "CronJob")
    spec.jobTemplate.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem = false;
};

const changes: Readonly<Record<string, ReadonlyArray<(object: Made, wishes: Wishes) => void>>> = {
  "0.9.2": [],
  // Its CRD has the setting; its chart does not set it.
  "0.9.1": [(object, { configured }) => configured === undefined && writableRoot(object), labelOfMonitoring],
  // The API server drops the setting.
  "0.9.0": [writableRoot, labelOfMonitoring, volumeOfMonitoring, hostsByMainService],
  "0.8.3": [writableRoot, labelOfMonitoring, hostsByMainService, writableJobs],
};

/** Inputs with fields that came with v0.9.2: their paths. */
const refused: Readonly<Record<string, readonly string[]>> = {
  "env-merge": ["spec.backup.pgbackrest.env"],
  "null-and-empty-fields": ["spec.backup.pgbackrest.labels", "spec.backup.pgbackrest.env"],
  "labels-pod-and-pgbackrest": ["spec.labels", "spec.backup.pgbackrest.labels"],
  "pod-antiaffinity-required": ["spec.labels", "spec.backup.pgbackrest.labels"],
  "yaml-spellings": ["spec.labels", "spec.backup.pgbackrest.labels", "spec.backup.pgbackrest.env"],
};

/** What else is refused before v0.9.1: values of restore options that a shell would split. */
const refusedUnquoted: Readonly<Record<string, readonly string[]>> = {
  "restore-block": ["spec.backup.pgbackrest.restore.options.target"],
};

const cases = new URL("cases/", import.meta.url);
const documents = (text: string) =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((value) => value !== null);

describe("releases of the operator", () => {
  for (const release of Object.keys(changes))
    for (const name of readdirSync(cases).sort()) {
      const read = (file: string) => readFileSync(new URL(`${name}/${file}`, cases), "utf8");
      const unknown = release === "0.9.2" ? undefined : refused[name];
      const unquoted = ["0.8.3", "0.9.0"].includes(release) ? refusedUnquoted[name] : undefined;
      const fields = unknown ?? unquoted;
      it(`v${release}, ${name}: ${fields === undefined ? "its objects" : "what it does not know is refused"}`, async () => {
        const input = read("input.yaml");
        const { parts, findings } = await filter(Buffer.from(input), {
          apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
          kind: "ExpandPgBackRest",
          spec: { operator: { release }, cloneConfigMap: true, checks: checksFor(name) ?? {} },
        });
        const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
        const errors = findings.filter(({ severity }) => severity === "error");
        if (fields !== undefined) {
          expect(new Set(errors.map(({ rule }) => rule))).to.deep.equal(
            new Set([unknown === undefined ? "restore-option" : "operator-release-field"]),
          );
          expect(new Set(errors.map(({ at }) => (at.in === "field" ? at.path.join(".") : "")))).to.deep.equal(
            new Set(fields),
          );
          expect(output).to.equal(input);
          return;
        }
        expect(errors).to.deep.equal([]);
        const resources = documents(input);
        const configuration = resources.find(({ kind }) => kind === "OperatorConfiguration")?.configuration;
        const wishes: Wishes = {
          configured: configuration && configuration.kubernetes?.container_readonly_root_filesystem === true,
          isMonitored: (object) =>
            resources.some(
              ({ kind, metadata, spec }) =>
                kind === "postgresql" && spec.monitor && object.includes(`${metadata.name}-`),
            ),
        };
        const clone = existsSync(new URL(`${name}/expected-clone.yaml`, cases)) ? read("expected-clone.yaml") : "";
        const expected: Made[] = [...documents(read("expected.yaml")), ...documents(clone)];
        for (const object of expected) for (const change of changes[release] ?? []) change(object, wishes);
        expect(keyed(documents(output.slice(input.length)))).to.deep.equal(keyed(expected));
      });
    }
});
