import { sharedPlaces } from "../checks/shared-places.ts";
import { isError } from "../findings/errors.ts";
import { filter } from "../function/filter.ts";
import { readKinds } from "../function/kinds.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { unknownProblems } from "../status/unknowns.ts";
import type { LabelSettings } from "../status/where-to-look.ts";
import { quotableText } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import type { Answer, ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import { UsageError } from "./command.ts";
import { type WantedCluster, wantedClusters } from "./expected-clusters.ts";
import { listOfObjects } from "./living-list.ts";
import { secretReader } from "./living-secrets.ts";
import { operatorProblem } from "./operator-problem.ts";
import { plainResource } from "./plain-resource.ts";
import { errorsOfSecrets } from "./secret-mistakes.ts";
import { isTooDeep } from "./too-deep.ts";

/** Which clusters of an API server are looked at. */
export interface LivingScope {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** One of this name alone. */
  readonly name?: string;
}

/** What the function is told beside the resources. */
export interface LivingSettings {
  readonly functionConfig: JsonValue | undefined;
  /** The operator's configuration, as resources. */
  readonly operator: readonly JsonObject[];
}

/** Clusters of a page, or why there are none. */
export type LivingPage =
  | {
      readonly is: "clusters";
      readonly clusters: readonly WantedCluster[];
      /** `namespace/name` of every resource of the page, selected or not. */
      readonly names: readonly string[];
      /** The labels by which the operator's objects are found. */
      readonly labels: LabelSettings | undefined;
    }
  /** The function refuses its functionConfig. */
  | { readonly is: "refused"; readonly findings: Awaited<ReturnType<typeof filter>>["findings"] }
  /** The operator that runs is not the one of the functionConfig. */
  | { readonly is: "operator"; readonly problems: readonly StatusProblem[] }
  | { readonly is: "problems"; readonly problems: readonly StatusProblem[] };

/**
 * The clusters whose manifests are their own resources, a page at a time: with them come the Secrets that they name, where these may be read.
 * Throws `UsageError` for a bad selector.
 */
export async function* livingClusters(
  { api, quiet }: { readonly api: ApiServer; readonly quiet: ApiServer },
  scope: LivingScope,
  { functionConfig, operator }: LivingSettings,
): AsyncIterable<LivingPage> {
  const readSecrets = secretReader(quiet);
  const sharedWithEarlier = sharedPlaces();
  for await (const page of resourcesOf(api, scope)) {
    if (page.is !== "found") {
      yield { is: "problems", problems: problemsOf(page, scope) };
      continue;
    }
    const deep = page.value.filter(isTooDeep);
    if (deep.length > 0) yield { is: "problems", problems: deep.map(tooDeep) };
    const resources = page.value
      .filter((each) => !deep.includes(each))
      .map((resource) => plainResource(resource, readKinds.postgresql));
    const secrets = await readSecrets(resources);
    const surroundings = { operator, secrets: new Map(), namespace: api.namespace };
    const judged = (more: readonly JsonObject[]) =>
      filter(listOfObjects([...resources, ...more]), functionConfig, {
        everyCluster: true,
        findingsOnly: true,
        surroundings,
      });
    const outcome = await judged(secrets);
    if (outcome.exitCode === 3) {
      yield { is: "refused", findings: outcome.findings };
      return;
    }
    const differences = ((await outcome.operatorDifferences?.()) ?? []).map(operatorProblem);
    if (differences.length > 0) yield { is: "operator", problems: differences };
    const errors = await errorsOfSecrets(outcome, () => judged([]));
    const kept = outcome.kept?.();
    const shared = kept === undefined ? [] : sharedWithEarlier(kept.comparable).filter(isError);
    const clusters = await wantedClusters(outcome, {
      ...{ namespace: api.namespace, isLiving: true },
      errors: { ...errors, others: [...errors.others, ...shared] },
    });
    const names = resources.map(metadataOf).map(({ name, namespace }) => `${namespace}/${name}`);
    yield { is: "clusters", clusters, names, labels: outcome.settings };
  }
}

function tooDeep(resource: JsonObject): StatusProblem {
  const { name, namespace } = metadataOf(resource);
  const object = `postgresql/${visible(name)}`;
  return problemOf("unreadable", `${object} of namespace ${visible(namespace)} is nested too deeply to be read.`, {
    object,
  });
}

async function* resourcesOf(
  api: ApiServer,
  { namespace, labelSelector, name }: LivingScope,
): AsyncIterable<Answer<readonly JsonObject[]>> {
  const kind = apiKinds.postgresqls;
  if (name !== undefined && namespace !== undefined) {
    const answer = await api.get(kind, namespace, name);
    yield answer.is === "found" ? { is: "found", value: [answer.value] } : answer;
    return;
  }
  const where = {
    ...(namespace !== undefined && { namespace }),
    ...(labelSelector !== undefined && { labelSelector }),
  };
  for await (const page of api.list(kind, where))
    yield page.is === "found" && name !== undefined
      ? { is: "found", value: page.value.filter((each) => valueAt(each, ["metadata", "name"]) === name) }
      : page;
}

function problemsOf(
  answer: Exclude<Answer<unknown>, { readonly is: "found" }>,
  { name, namespace, labelSelector }: LivingScope,
): readonly StatusProblem[] {
  switch (answer.is) {
    case "missing":
      // One that is asked for by its name is not there; a list is missing where its kind is.
      return [
        name !== undefined && namespace !== undefined
          ? problemOf("no-cluster", `There is no postgresql \`${visible(namespace)}/${visible(name)}\`.`, {
              fix: "See with `kubectl get postgresqls --all-namespaces` what there is.",
            })
          : problemOf("no-cluster", "The API server does not know the kind postgresql.", {
              fix: "See that this is the right context. The operator's CustomResourceDefinition makes the kind known.",
            }),
      ];
    case "refused":
      // Of a list, the selector is all that a user says.
      if (labelSelector !== undefined && answer.code === 400)
        throw new UsageError(
          `--selector cannot be \`${quotableText(labelSelector)}\`; write, for example, \`team=acid\` or \`team in (acid, base)\`.`,
        );
      return [
        problemOf(
          "unreadable",
          `The API server does not list postgresqls (${answer.code}): ${visible(answer.message)}`,
          {
            fix: "Mend what it names.",
          },
        ),
      ];
    case "unknown":
      return unknownProblems([answer.unknown]);
  }
}
