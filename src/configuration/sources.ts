import type { Settings } from "../cpo/settings.ts";
import type { SecretFiles } from "../secret/secret-files.ts";

/** What a cluster's configuration is assembled from, beside the cluster itself. */
export interface ConfigurationSources {
  readonly settings: Settings;
  /** The Secret that a CR names, by the name as the CR spells it and the CR's namespace; undefined where it is not in the input. */
  readonly secret: (name: string, namespace: string | undefined) => SecretFiles | undefined;
  /** The pgBackRest release that the user states in the functionConfig, for example `2.58.0`. */
  readonly release?: string;
}
