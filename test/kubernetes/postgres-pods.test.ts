import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { clusterContext } from "../../src/checks/cluster-context.ts";
import { claimRefused } from "../../src/checks/rules/claim-refused.ts";
import { environmentName } from "../../src/checks/rules/environment-name.ts";
import { environmentSource } from "../../src/checks/rules/environment-source.ts";
import { postgresPodsRefused } from "../../src/checks/rules/postgres-pods-refused.ts";
import { schedulingRefused } from "../../src/checks/rules/scheduling-refused.ts";
import type { Cluster } from "../../src/cpo/cluster.ts";
import { type Container, postgresPod } from "../../src/cpo/postgres-pod.ts";
import { readKnownFields } from "../../src/cpo/read-cluster.ts";
import { containerResources, postgresResources } from "../../src/cpo/resources.ts";
import { resolveSettings, type Settings } from "../../src/cpo/settings.ts";
import { goDurationSeconds } from "../../src/go/duration.ts";
import { requireTool, root, run } from "../tools.ts";

/*
 * What the rules say of the Postgres pods against Kubernetes itself: the StatefulSet is put together here as the operator does it, of the CR
 * and of the model of its containers and volumes.
 */

const validator = join(root, ".cache", "kubernetes-validator");

/** Parts of `spec` with the field that is refused; an empty text for what is accepted. */
const cases: ReadonlyArray<readonly [spec: string, refused: string]> = [
  ["{}", ""],
  ["{monitor: {image: e:1}}", ""],
  ["{monitor: {image: e:1, customQueries: q}}", ""],
  ["{monitor: {}}", "monitor.image"],
  ["{monitor: {image: ''}}", "monitor.image"],
  ["{monitor: {image: ' e:1'}}", "monitor.image"],
  ["{monitor: {}, sidecars: [{name: postgres-exporter, image: e:1}]}", ""],
  ["{dockerImage: p:1}", ""],
  ["{dockerImage: 'p:1 '}", "dockerImage"],
  ["{sidecars: [{image: a}]}", ""],
  ["{sidecars: [{name: a}]}", "sidecars.0.image"],
  ["{sidecars: [{name: a_b, image: a}]}", "sidecars.0.name"],
  ["{sidecars: [{name: postgres, image: a}]}", "sidecars.0.name"],
  ["{sidecars: [{name: a, image: a}, {name: a, image: b}]}", ""],
  ["{sidecars: [{name: pgbackrest-restore, image: a}]}", "sidecars.0.name"],
  ["{sidecars: [{name: a, image: a, ports: [{containerPort: 0}]}]}", "sidecars.0.ports.0.containerPort"],
  ["{sidecars: [{name: a, image: a, ports: [{containerPort: 80, name: Web}]}]}", "sidecars.0.ports.0.name"],
  ["{sidecars: [{name: a, image: a, ports: [{containerPort: 80, name: web}]}]}", ""],
  ["{sidecars: [{name: a, image: a, volumeMounts: [{name: none, mountPath: /x}]}]}", "sidecars.0.volumeMounts.0.name"],
  ["{sidecars: [{name: a, image: a, volumeMounts: [{name: pgdata, mountPath: /x}]}]}", ""],
  [
    "{sidecars: [{name: a, image: a, volumeMounts: [{name: pgdata, mountPath: /home/postgres/pgdata}]}]}",
    "sidecars.0.volumeMounts.0.mountPath",
  ],
  ["{sidecars: [{name: a, image: a, volumeMounts: [{name: pgdata}]}]}", "sidecars.0.volumeMounts.0.mountPath"],
  ["{sidecars: [{name: a, image: a, env: [{name: '', value: x}]}]}", "sidecars.0.env.0"],
  [
    "{sidecars: [{name: a, image: a, env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.node}}}]}]}",
    "sidecars.0.env.0.valueFrom.fieldRef.fieldPath",
  ],
  ["{sidecars: [{name: a, image: a, resources: {requests: {memory: 1Gi}}}]}", "sidecars.0.resources.requests.memory"],
  ["{sidecars: [{name: a, image: a, resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]}", ""],
  ["{initContainers: [{name: a, image: a}]}", ""],
  ["{initContainers: [{image: a}]}", "initContainers.0.name"],
  ["{initContainers: [{name: a}]}", "initContainers.0.image"],
  ["{initContainers: [{name: a, image: a}, {name: a, image: a}]}", "initContainers.1.name"],
  ["{initContainers: [{name: pgbackrest-restore, image: a}]}", "initContainers.0.name"],
  ["{initContainers: [{name: a, image: a}], sidecars: [{name: a, image: a}]}", "sidecars.0.name"],
  ["{initContainers: [{name: a, image: a, env: [{name: A, valueFrom: {}}]}]}", "initContainers.0.env.0"],
  [
    "{initContainers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /x}]}]}",
    "initContainers.0.volumeMounts.0.name",
  ],
  [
    "{initContainers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /x}]}], additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}]}",
    "",
  ],
  ["{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}]}", ""],
  ["{additionalVolumes: [{name: v, mountPath: /v, targetContainers: [all], volumeSource: {emptyDir: {}}}]}", ""],
  ["{additionalVolumes: [{name: V_1, mountPath: /v, volumeSource: {emptyDir: {}}}]}", "additionalVolumes.0.name"],
  ["{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {}}]}", ""],
  [
    "{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}, secret: {secretName: s}}}]}",
    "additionalVolumes.0.volumeSource",
  ],
  ["{additionalVolumes: [{name: v, mountPath: '', volumeSource: {emptyDir: {}}}]}", "additionalVolumes.0.mountPath"],
  [
    "{additionalVolumes: [{name: v, mountPath: /v, subPath: /a, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.subPath",
  ],
  [
    "{additionalVolumes: [{name: v, mountPath: /v, subPath: a/../b, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.subPath",
  ],
  [
    "{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}, {name: v, mountPath: /w, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.1.name",
  ],
  // The operator leaves out the second one, with its mounts, unless it names its containers.
  [
    "{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}, {name: w, mountPath: /v, volumeSource: {emptyDir: {}}}]}",
    "",
  ],
  [
    "{additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}, {name: w, mountPath: /v, targetContainers: [postgres], volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.1.mountPath",
  ],
  ["{additionalVolumes: [{name: v, mountPath: /home/postgres/pgdata, volumeSource: {emptyDir: {}}}]}", ""],
  [
    "{additionalVolumes: [{name: v, mountPath: /home/postgres/pgdata, targetContainers: [all], volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.mountPath",
  ],
  ["{additionalVolumes: [{name: v, mountPath: /tmp, volumeSource: {emptyDir: {}}}]}", "additionalVolumes.0.mountPath"],
  [
    "{additionalVolumes: [{name: postgres-tmp, mountPath: /v, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.name",
  ],
  [
    "{additionalVolumes: [{name: v, mountPath: /etc/pgbackrest/conf.d, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.mountPath",
  ],
  [
    "{additionalVolumes: [{name: pgbackrest-config, mountPath: /v, volumeSource: {emptyDir: {}}}]}",
    "additionalVolumes.0.name",
  ],
  ["{tls: {secretName: my-tls}}", ""],
  ["{tls: {secretName: my.tls}}", "tls.secretName"],
  ["{tls: {secretName: my-tls, caFile: ca.crt, caSecretName: my.ca}}", "tls.caSecretName"],
  ["{tls: {secretName: my-tls, caSecretName: my.ca}}", ""],
  [
    "{tls: {secretName: v}, additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}]}",
    "tls.secretName",
  ],
  ["{volume: {size: 5Gi, subPath: data}}", ""],
  ["{volume: {size: 5Gi, subPath: ../x}}", "volume.subPath"],
  ["{volume: {size: 5Gi, storageClass: Fast_SSD}}", "volume.storageClass"],
  ["{volume: {size: 5Gi, selector: {matchLabels: {'a b': c}}}}", "volume.selector.matchLabels.a b"],
  ["{spiloRunAsUser: -1}", "spiloRunAsUser"],
  ["{spiloFSGroup: 101, spiloRunAsUser: 101, spiloRunAsGroup: 0}", ""],
  ["{spiloRunAsGroup: 3000000000}", "spiloRunAsGroup"],
  ["{resources: {requests: {memory: 1Gi}}}", "resources.requests.memory"],
  ["{resources: {limits: {cpu: 50m}}}", ""], // the operator raises it to 250m
  ["{resources: {requests: {cpu: '2'}, limits: {cpu: '1'}}}", "resources.requests.cpu"],
  ["{resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: '1', memory: 2Gi}}}", ""],
  ["{tolerations: [{operator: Equal, value: db}]}", "tolerations.0.operator"],
  ["{podPriorityClassName: Not_A_Name}", "podPriorityClassName"],
  ["{postgresql: {version: '17', env: [{name: 'a b=', value: x}]}}", "postgresql.env.0"],
];

const settings = resolveSettings({ from: "chart" }, [], goDurationSeconds);

function clusterOf(spec: string): Cluster {
  const resource = {
    apiVersion: "cpo.opensource.cybertec.at/v1",
    kind: "postgresql",
    metadata: { name: "demo", namespace: "pg" },
    spec: {
      teamId: "acid",
      numberOfInstances: 1,
      postgresql: { version: "17" },
      volume: { size: "5Gi" },
      ...parse(spec),
      backup: { pgbackrest: { image: "b:1", repos: [{ name: "repo1", storage: "s3", resource: "x" }] } },
    },
  };
  const object = { apiVersion: resource.apiVersion, kind: resource.kind, name: "demo", namespace: "pg" };
  const read = readKnownFields(resource, { object, namespace: "" });
  if (read === undefined) throw new Error(`${spec} does not fit the schema.`);
  return read.cluster;
}

function refusedBy(cluster: Cluster): readonly string[] {
  const context = clusterContext(cluster, {
    existingJob: undefined,
    listedCrd: undefined,
    jobPlace: () => ({ in: "field", object: cluster.object, path: [] }),
    secret: () => undefined,
    settings,
    timeZones: new Set(),
  });
  return [postgresPodsRefused, schedulingRefused, claimRefused, environmentName, environmentSource].flatMap((rule) =>
    [...rule.checkCluster(context)].map(({ at }) => (at.in === "field" ? at.path.slice(1).join(".") : "")),
  );
}

/** The StatefulSet of the database, as far as its refusal goes. */
function statefulSet(cluster: Cluster, { defaultResources: _, ...all }: Settings): object {
  const { spec } = cluster.resource;
  const pod = postgresPod(cluster, settings);
  const labels = { cluster: "demo" };
  const container = ({ name, image, mounts, ports, path = [] }: Container) => {
    const given = path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), cluster.resource);
    const own = path[1] === "sidecars" || path[1] === "initContainers";
    const env = own ? Reflect.get(Object(given), "env") : spec.postgresql.env;
    return {
      name,
      image,
      ports,
      ...(env !== undefined && { env }),
      resources:
        name === "postgres"
          ? postgresResources(cluster, settings)
          : containerResources(own ? Reflect.get(Object(given), "resources") : undefined, settings),
      volumeMounts: mounts.map(({ name, mountPath, subPath }) => ({ name, mountPath, subPath })),
    };
  };
  const sourceOf = (name: string) => {
    const given = spec.additionalVolumes?.find((volume) => volume.name === name)?.volumeSource;
    return given ?? { emptyDir: {} };
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "demo", namespace: "pg" },
    spec: {
      serviceName: "demo-clusterpods",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: pod.containers.map(container),
          initContainers: pod.initContainers.map(container),
          volumes: pod.volumes.map(({ name }) => ({ name, ...sourceOf(name) })),
          tolerations: spec.tolerations,
          ...(spec.podPriorityClassName && { priorityClassName: spec.podPriorityClassName }),
          securityContext: {
            runAsUser: spec.spiloRunAsUser,
            runAsGroup: spec.spiloRunAsGroup,
            fsGroup: spec.spiloFSGroup,
          },
          terminationGracePeriodSeconds: all.podTerminateGracePeriod,
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "pgdata" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: spec.volume.size } },
            storageClassName: spec.volume.storageClass,
            selector: spec.volume.selector,
          },
        },
      ],
    },
  };
}

describe("what Kubernetes refuses of the Postgres pods", () => {
  for (const [spec, refused] of cases)
    it(`${spec}: ${refused === "" ? "accepted" : `refused for ${refused}`}`, () => {
      const fields = refusedBy(clusterOf(spec));
      if (refused === "") expect(fields).to.deep.equal([]);
      else expect(fields).to.include(refused);
    });

  it("Kubernetes says the same of all of them", function () {
    this.timeout(240_000);
    const command = requireTool(this, "the Kubernetes validator", existsSync(validator) ? validator : undefined);
    const documents = cases.map(([spec]) => stringify(statefulSet(clusterOf(spec), settings), { compat: "yaml-1.1" }));
    const { stdout } = run(command, [], { input: documents.join("---\n") });
    const verdicts = stdout
      .trim()
      .split("\n")
      .map((line, index): [string, string] => {
        const { problems }: { problems: readonly string[] } = JSON.parse(line);
        return [cases[index]?.[0] ?? "", problems.length > 0 ? "refused" : `accepted`];
      });
    expect(Object.fromEntries(verdicts)).to.deep.equal(
      Object.fromEntries(cases.map(([spec, refused]) => [spec, refused === "" ? "accepted" : "refused"])),
    );
  });
});
