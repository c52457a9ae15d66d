import type { ClusterRule } from "../rule.ts";

/** Fields of a repository that the CRD of the operator's chart does not have. */
const lacking = ["account", "key", "keyType"] as const;

export const crdPrunesFields = {
  id: "crd-prunes-fields",
  severity: "warning",
  title: "Fields that the installed CRD drops",
  why: "The CRD of the operator's chart lacks `account`, `key` and `keyType`, and the API server drops fields that the CRD lacks. The operator replaces it with its own CRD when it starts, unless `enable_crd_registration` is false or a deployer puts the chart's CRD back.",
  source: "contract 1.2; https://github.com/zalando/postgres-operator/issues/1868",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: auto
              schedule:
                full: 30 2 * * *
    `,
    functionConfig: `
      spec:
        operator:
          enable_crd_registration: false
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: auto
              schedule:
                full: 30 2 * * *
    `,
    functionConfig: `
      spec:
        operator:
          enable_crd_registration: true
    `,
  },
  *checkCluster({ cluster, crdHasKeyFields, settings }) {
    const repos = cluster.resource.spec.backup?.pgbackrest?.repos ?? [];
    for (const [index, repo] of repos.entries()) {
      const field = lacking.find((name) => repo[name] !== undefined);
      if (field === undefined) continue;
      const inInput = crdHasKeyFields();
      if (inInput ?? settings.enableCrdRegistration) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "repos", index, field] },
        problem:
          inInput === false
            ? `The CustomResourceDefinition in the input has no field \`${field}\`, so the API server drops it and ${repo.name} cannot sign in.`
            : `With \`enable_crd_registration: false\`, the chart's CRD is in force, which has no field \`${field}\`, so the API server drops it and ${repo.name} cannot sign in.`,
        fix: "Set `enable_crd_registration: true` and deploy no CRD after the operator, or install the operator's own CRD yourself.",
      };
    }
  },
} as const satisfies ClusterRule;
