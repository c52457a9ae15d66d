const has = (bytes: Buffer, annotation: string) =>
  bytes.includes(`internal.config.kubernetes.io/${annotation}`, 0, "latin1");

/** kustomize and kpt annotate the items they hand over; plain manifests have no such annotation. */
export const hasHost = (bytes: Buffer): boolean => has(bytes, "");

/**
 * `kpt fn render` and `eval` print `results` themselves. Their items have a file and an id; those of kustomize have no file, and those of
 * `kpt fn source`, which runs no function, no id.
 */
export const isKpt = (bytes: Buffer): boolean => has(bytes, "path") && has(bytes, "annotations-migration-resource-id");
