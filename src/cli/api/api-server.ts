import type { JsonObject } from "../../json/json-value.ts";
import type { Unknown } from "../../status/observed.ts";
import type { PodCommand } from "../../status/pod-commands.ts";

/** What became of a request: an answer, nothing there (404), a refusal of the API server (its own sentence), or not known. */
export type Answer<Value> =
  | { readonly is: "found"; readonly value: Value }
  | { readonly is: "missing" }
  | { readonly is: "refused"; readonly code: number; readonly reason: string; readonly message: string }
  | { readonly is: "unknown"; readonly unknown: Unknown };

/** A kind of objects, as paths of the API name it; kinds.ts has those that are asked for. */
export interface ApiKind {
  /** For example `apps/v1`; `v1` for the core. */
  readonly apiVersion: string;
  /** For example `statefulsets`. */
  readonly plural: string;
}

/** An API server that is asked, and never changed: what it is sent is a read, or a dry run. */
export interface ApiServer {
  /** The context of the kubeconfig; undefined in a cluster. */
  readonly context: string | undefined;
  /** The namespace of the context, else `default`. */
  readonly namespace: string;
  /**
   * Objects of a kind, a page at a time, each with `apiVersion` and `kind`. It ends behind an answer without objects. An object may come twice, where
   * the API server lost its place.
   */
  readonly list: (
    kind: ApiKind,
    where: { readonly namespace?: string; readonly labelSelector?: string },
  ) => AsyncIterable<Answer<readonly JsonObject[]>>;
  readonly get: (kind: ApiKind, namespace: string, name: string) => Promise<Answer<JsonObject>>;
  /** What a server-side apply of an object would make of it. */
  readonly dryRun: (kind: ApiKind, object: JsonObject) => Promise<Answer<JsonObject>>;
  /** The last lines of a container. */
  readonly log: (
    namespace: string,
    pod: string,
    container: string,
    lines: number,
  ) => Promise<Answer<readonly string[]>>;
  /** Runs one of our commands in a container, and gives what it prints. */
  readonly exec: (
    namespace: string,
    pod: string,
    container: string,
    command: PodCommand,
  ) => Promise<Answer<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>>;
}
