import { expect } from "chai";
import { parse } from "yaml";
import type { FlatSettings } from "../../src/cpo/operator-configuration.ts";
import { repoHostAffinity } from "../../src/objects/repo-host-affinity.ts";
import { clusterOf, settingsOf } from "./given.ts";

/* Contract 2.5. */

const withFields = `
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - { matchExpressions: [{ key: disk, operator: In, values: [ssd] }], matchFields: [{ key: metadata.name, operator: Exists }] }
        - { matchFields: [{ key: metadata.name, operator: In, values: [a] }] }
`;
const preferred = `
  nodeAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - { weight: 5, preference: { matchExpressions: [{ key: disk, operator: Exists }] } }
`;
const ready = '{ key: ready, operator: In, values: ["true"] }, { key: pool, operator: In, values: [db] }';
const labels: FlatSettings = { node_readiness_label: { ready: "true", pool: "db" } };

const situations: ReadonlyArray<{
  readonly when: string;
  readonly settings?: FlatSettings;
  readonly spec?: string;
  readonly is: string;
}> = [
  { when: "nobody asks for one: none", is: "" },
  {
    when: "a readiness label, and no affinity in the cluster: the only term",
    settings: labels,
    is: `nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [${ready}] }] } }`,
  },
  {
    when: "a readiness label, and only a preference in the cluster: both",
    settings: labels,
    spec: preferred,
    is: `
      nodeAffinity:
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [${ready}] }] }
        preferredDuringSchedulingIgnoredDuringExecution:
          - { weight: 5, preference: { matchExpressions: [{ key: disk, operator: Exists }] } }
    `,
  },
  { when: "terms in the cluster, and no label: as they are", spec: withFields, is: withFields },
  {
    when: "both, merged by OR: one more term",
    settings: { ...labels, node_readiness_label_merge: "OR" },
    spec: withFields,
    is: `${withFields}        - { matchExpressions: [${ready}] }\n`,
  },
  {
    when: "both, merged by AND: the label in every term, whose fields are lost",
    settings: { ...labels, node_readiness_label_merge: "AND" },
    spec: withFields,
    is: `
      nodeAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          nodeSelectorTerms:
            - { matchExpressions: [{ key: disk, operator: In, values: [ssd] }, ${ready}] }
            - { matchExpressions: [${ready}] }
    `,
  },
  {
    when: "both, and nobody says how to merge: the label is dropped",
    settings: labels,
    spec: withFields,
    is: withFields,
  },
  {
    when: "anti-affinity, with the labels of the pod: required",
    settings: { enable_pod_antiaffinity: true, pod_antiaffinity_topology_key: "zone" },
    spec: "{ labels: { own: a }, monitor: {} }",
    is: `
      podAntiAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: zone
            labelSelector:
              matchLabels:
                application: cpo
                cluster.cpo.opensource.cybertec.at/name: demo
                member.cpo.opensource.cybertec.at/type: repo-host
                team: acid
                own: a
                cpo_monitoring_stack: "true"
    `,
  },
  {
    when: "anti-affinity that is preferred, beside the affinity of the cluster",
    settings: { enable_pod_antiaffinity: true, pod_antiaffinity_preferred_during_scheduling: true },
    spec: preferred,
    is: `
      nodeAffinity:
        preferredDuringSchedulingIgnoredDuringExecution:
          - { weight: 5, preference: { matchExpressions: [{ key: disk, operator: Exists }] } }
      podAntiAffinity:
        preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 1
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  application: cpo
                  cluster.cpo.opensource.cybertec.at/name: demo
                  member.cpo.opensource.cybertec.at/type: repo-host
                  team: acid
    `,
  },
];

describe("repoHostAffinity", () => {
  for (const { when, settings, spec = "{}", is } of situations)
    it(when, () => {
      const affinity = repoHostAffinity(clusterOf(spec), settingsOf(settings));
      expect(affinity ?? null).to.deep.equal(parse(is));
    });
});
