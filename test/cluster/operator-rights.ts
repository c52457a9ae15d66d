import { operatorAccount } from "./control-plane.ts";

/** What the operator may do of the ClusterRole that its chart has (contract 2.10), for what reaches the objects of backups. */
const rules = [
  { apiGroups: ["cpo.opensource.cybertec.at"], resources: ["*"], verbs: ["*"] },
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "persistentvolumeclaims",
      "pods",
      "secrets",
      "serviceaccounts",
      "services",
    ],
    verbs: ["*"],
  },
  { apiGroups: ["apps"], resources: ["statefulsets", "deployments"], verbs: ["*"] },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: ["*"] },
];

const apiVersion = "rbac.authorization.k8s.io/v1";
const metadata = { name: operatorAccount.name };

/** The operator's namespace, ServiceAccount and rights. */
export const operatorRights = {
  apiVersion: "v1",
  kind: "List",
  items: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: operatorAccount.namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, namespace: operatorAccount.namespace } },
    { apiVersion, kind: "ClusterRole", metadata, rules },
    {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: operatorAccount.name },
      subjects: [{ kind: "ServiceAccount", ...operatorAccount }],
    },
  ],
};
