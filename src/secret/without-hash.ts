/** A name without the suffix of a `secretGenerator`: ten of these characters, which spell no words (kustomize's `api/hasher`). */
export const withoutHash = (name: string): string => name.replace(/-[2456789bcdfghkmt]{10}$/, "");
