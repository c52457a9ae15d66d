/** Settings of which the operator's own manifests always give some. */
export const settingsWords = ["cluster_name_label", "pod_service_account_name", "pod_role_label"] as const;

/** How the name of its ConfigMap ends (its chart, and its manifests): there, one setting is enough to tell it. */
export const operatorMapName = "postgres-operator";
