import { expect } from "chai";
import { parse } from "yaml";
import { addedVariables, container, securityContext } from "../../src/objects/container.ts";
import { clusterOf, settingsOf } from "./given.ts";

/* Contract 2.0. */

const own = { USE_PGBACKREST: "true", MODE: "repo" };

/** The container of a cluster with variables of its backup section, and variables of its own. */
function withVariables(section: string, cluster: string) {
  const given = clusterOf(
    `{ env: ${cluster}, backup: { pgbackrest: { image: example/pgbackrest:18, repos: null, env: ${section} } } }`,
  );
  return container("pgbackrest", own, {
    image: given.image,
    variables: addedVariables(given, Object.keys(own), settingsOf()),
  });
}

const expected = (env: string) =>
  parse(`
    name: pgbackrest
    image: example/pgbackrest:18
    imagePullPolicy: IfNotPresent
    ports:
      - { containerPort: 8008, protocol: TCP }
      - { containerPort: 5432, protocol: TCP }
      - { containerPort: 8080, protocol: TCP }
    env:
      - { name: USE_PGBACKREST, value: "true" }
      - { name: MODE, value: repo }
      ${env}
  `);

describe("container", () => {
  it("has the operator's variables alone where nobody adds any", () => {
    expect(withVariables("[]", "[]")).to.deep.equal(expected(""));
  });

  it("has the operator's variables, the backup section's, then the cluster's; the first of a name wins, in any case", () => {
    const section =
      '[{ name: A, value: section }, { name: mode, value: lost }, { name: a, value: lost }, { name: C, value: "" }]';
    const cluster = "[{ name: A, value: lost }, { name: B, value: cluster }, { name: Use_PgBackRest, value: lost }]";
    expect(withVariables(section, cluster)).to.deep.equal(
      expected(`
      - { name: A, value: section }
      - { name: C, value: "" }
      - { name: B, value: cluster }`),
    );
  });

  it("has variables in every form, without the fields that Kubernetes does not know", () => {
    const variables = `[
      { name: A, unknown: x },
      { name: B, valueFrom: { fieldRef: { fieldPath: metadata.name, unknown: x } } },
      { name: C, valueFrom: { fieldRef: { apiVersion: v1, fieldPath: metadata.name } } },
      { name: D, valueFrom: { resourceFieldRef: { resource: limits.cpu } } },
      { name: E, valueFrom: { resourceFieldRef: { containerName: pgbackrest, resource: limits.cpu, divisor: 1m } } },
      { name: F, valueFrom: { configMapKeyRef: { name: config, key: k, unknown: x } } },
      { name: G, valueFrom: { secretKeyRef: { name: secret, key: k, optional: false } } },
      { name: H, valueFrom: { secretKeyRef: { key: k, optional: true } } },
      { name: I, value: both, valueFrom: { fieldRef: { fieldPath: metadata.name } } },
      { name: J, valueFrom: { unknown: {} } }
    ]`;
    expect(withVariables(variables, "[]")).to.deep.equal(
      expected(`
      - { name: A }
      - { name: B, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
      - { name: C, valueFrom: { fieldRef: { apiVersion: v1, fieldPath: metadata.name } } }
      - { name: D, valueFrom: { resourceFieldRef: { resource: limits.cpu, divisor: "0" } } }
      - { name: E, valueFrom: { resourceFieldRef: { containerName: pgbackrest, resource: limits.cpu, divisor: 1m } } }
      - { name: F, valueFrom: { configMapKeyRef: { name: config, key: k } } }
      - { name: G, valueFrom: { secretKeyRef: { name: secret, key: k, optional: false } } }
      - { name: H, valueFrom: { secretKeyRef: { key: k, optional: true } } }
      - { name: I, value: both, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
      - { name: J, valueFrom: {} }`),
    );
  });
});

describe("securityContext", () => {
  const usual = settingsOf();
  const unusual = settingsOf({ spilo_privileged: true, spilo_allow_privilege_escalation: false });
  for (const { when, is, expected } of [
    {
      when: "the chart's settings, a root that can be written to",
      is: securityContext(usual, false),
      expected: { allowPrivilegeEscalation: true, privileged: false, readOnlyRootFilesystem: false },
    },
    {
      when: "other settings, a root that cannot",
      is: securityContext(unusual, true),
      expected: { allowPrivilegeEscalation: false, privileged: true, readOnlyRootFilesystem: true },
    },
    {
      when: "capabilities: in capitals",
      is: securityContext(usual, true, ["sys_nice", "NET_ADMIN"]),
      expected: {
        allowPrivilegeEscalation: true,
        privileged: false,
        readOnlyRootFilesystem: true,
        capabilities: { add: ["SYS_NICE", "NET_ADMIN"] },
      },
    },
  ])
    it(when, () => expect(is).to.deep.equal(expected));
});
