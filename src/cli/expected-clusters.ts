import { isError } from "../findings/errors.ts";
import type { Finding, ObjectRef } from "../findings/finding.ts";
import type { PlannedCluster } from "../function/planned-clusters.ts";
import type { Outcome } from "../function/write.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { ExpectedCluster } from "../status/expected.ts";
import { expectedCluster, unreadableCluster, withoutBackups } from "../status/expected-cluster.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { mistakeProblem, mistakeSentences } from "./resource-mistakes.ts";

/** A cluster that is held to its manifests. */
export interface WantedCluster {
  readonly expected: ExpectedCluster;
  /** Its `postgresql` as the manifests have it; absent where the one in the cluster is the manifest, and where it cannot be read. */
  readonly resource?: JsonObject;
  /** The objects that the function makes of it; none where it cannot be read. */
  readonly objects: () => readonly JsonObject[];
  /** What `check` says against it, although it can be read; of one whose manifest is the resource in the cluster. */
  readonly mistake?: StatusProblem;
  /** The operator's settings. */
  readonly settings: PlannedCluster["settings"];
}

/** The clusters of an input that the function has judged. */
export async function wantedClusters(
  outcome: Pick<Outcome, "findings" | "planned">,
  { namespace, isLiving }: { readonly namespace: string; readonly isLiving: boolean },
): Promise<readonly WantedCluster[]> {
  const clusters = (await outcome.planned?.()) ?? [];
  const errors = outcome.findings.filter((finding) => isError(finding) && !finding.rule.startsWith("policy-"));
  return clusters.map((cluster) => {
    const about = errors.filter((finding) => isAbout(finding, cluster));
    return wantedCluster(cluster, { namespace: cluster.namespace ?? namespace, about, isLiving });
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

/** True for a finding about the cluster, or about its Secret. */
function isAbout({ at, also = [] }: Finding, { object, secretName }: PlannedCluster): boolean {
  return [at, ...also].some(
    (place) =>
      isSame(place.object, object) ||
      (secretName !== undefined &&
        isSame(place.object, { ...object, apiVersion: "v1", kind: "Secret", name: secretName })),
  );
}

const isSame = (one: ObjectRef, two: ObjectRef) =>
  one.kind === two.kind && one.name === two.name && (one.namespace ?? "") === (two.namespace ?? "");
