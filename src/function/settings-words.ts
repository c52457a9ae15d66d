/** Settings of which the operator's own manifests always give some. */
export const settingsWords = ["cluster_name_label", "pod_service_account_name", "pod_role_label"] as const;
