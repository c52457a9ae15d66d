const versions: ReadonlySet<string> = new Set(
  ["v1", "v1beta1", "v1alpha1"].map((version) => `config.kubernetes.io/${version}`),
);

/** True for the apiVersion of a ResourceList: those that kustomize and kpt write, and have written. */
export const isResourceListVersion = (apiVersion: string): boolean => versions.has(apiVersion);
