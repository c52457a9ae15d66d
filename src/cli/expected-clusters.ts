import type { Finding, ObjectRef } from "../findings/finding.ts";
import type { PlannedCluster } from "../function/planned-clusters.ts";
import type { Outcome } from "../function/write.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { ExpectedCluster } from "../status/expected.ts";
import { expectedCluster, unreadableCluster, withoutBackups } from "../status/expected-cluster.ts";
import type { DriftChange, StatusProblem } from "../status/status-schema.ts";
import { mistakeProblem, mistakeSentences, secretMistakeProblem } from "./resource-mistakes.ts";

/** A cluster that is held to its manifests. */
export interface WantedCluster {
  readonly expected: ExpectedCluster;
  /** Its `postgresql` as the manifests have it; absent where the one in the cluster is the manifest, and where it cannot be read. */
  readonly resource?: JsonObject;
  /** The objects that the function makes of it; none where it cannot be read. */
  readonly objects: () => readonly JsonObject[];
  /** What `check` says against it, although it can be read; of one whose manifest is the resource in the cluster. */
  readonly mistake?: StatusProblem;
  /** What `check` says against it for the Secret that it has in the cluster. */
  readonly secretMistake?: StatusProblem;
  /** How to come to what is built, where a kustomization builds it and it was read as written. */
  readonly unbuilt?: string;
  /** How the Secrets in the cluster are not those of the manifests. */
  readonly secretDrift?: readonly DriftChange[];
  /** The operator's settings. */
  readonly settings: PlannedCluster["settings"];
}

/** The clusters of an input that the function has judged. */
export async function wantedClusters(
  outcome: Pick<Outcome, "findings" | "planned">,
  given: {
    readonly namespace: string;
    readonly isLiving: boolean;
    /** Its errors, and those that the Secrets in the cluster bring. */
    readonly errors: { readonly ofSecrets: readonly Finding[]; readonly others: readonly Finding[] };
  },
): Promise<readonly WantedCluster[]> {
  const { errors, isLiving, namespace } = given;
  const clusters = (await outcome.planned?.()) ?? [];
  return clusters.map((cluster) => {
    const aboutIt = (findings: readonly Finding[]) =>
      findings.filter((finding) => isAbout(finding, cluster, namespace));
    const secretMistake = secretMistakeProblem(cluster.name, aboutIt(errors.ofSecrets));
    return {
      ...wantedCluster(cluster, {
        namespace: cluster.namespace ?? namespace,
        about: aboutIt(errors.others),
        isLiving,
      }),
      ...(secretMistake !== undefined && { secretMistake }),
    };
  });
}

function wantedCluster(
  { name, context, archives, objects, settings }: PlannedCluster,
  {
    namespace,
    about,
    isLiving,
  }: { readonly namespace: string; readonly about: readonly Finding[]; readonly isLiving: boolean },
): WantedCluster {
  if (context === undefined) {
    const expected =
      about.length === 0
        ? withoutBackups(name, namespace)
        : unreadableCluster(name, namespace, mistakeSentences(about));
    return { expected, settings, objects: () => [] };
  }
  const inNamespace = () => objects().map((object) => withNamespace(object, namespace));
  const secretKeys = context.writtenConfiguration.secret?.files.map((file) => file.name);
  const expected = expectedCluster(namespace, {
    ...{ source: context, archives, objects: inNamespace() },
    // A living Secret has the keys that it has.
    ...(secretKeys !== undefined && !isLiving && { secretKeys }),
  });
  const mistake = isLiving ? mistakeProblem(name, about) : undefined;
  const resource: JsonValue = JSON.parse(JSON.stringify(context.cluster.resource));
  return {
    ...{ expected, settings },
    ...(mistake !== undefined && { mistake }),
    ...(!isLiving && isObject(resource) && { resource: withNamespace(resource, namespace) }),
    objects: inNamespace,
  };
}

function withNamespace(object: JsonObject, namespace: string): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return metadata.namespace === undefined ? { ...object, metadata: { ...metadata, namespace } } : object;
}

/**
 * True for a finding about the cluster, or about its Secret.
 * @param otherwise The namespace of what names none.
 */
function isAbout({ at, also = [] }: Finding, { object, secretName }: PlannedCluster, otherwise: string): boolean {
  const namespaceOf = ({ namespace = "" }: ObjectRef) => (namespace === "" ? otherwise : namespace);
  const isSame = (one: ObjectRef, two: ObjectRef) =>
    one.kind === two.kind && one.name === two.name && namespaceOf(one) === namespaceOf(two);
  return [at, ...also].some(
    (place) =>
      isSame(place.object, object) ||
      (secretName !== undefined &&
        isSame(place.object, { ...object, apiVersion: "v1", kind: "Secret", name: secretName })),
  );
}
