import type {
  CheckedField,
  Cluster,
  ClusterSource,
  GivenRepositoryOf,
  PostgresqlOf,
  SectionOf,
} from "../cpo/cluster.ts";
import { longestUncutName } from "../cpo/names.ts";
import type { PgBackRestSection, Postgresql } from "../cpo/postgresql.ts";
import { toCluster } from "../cpo/read-cluster.ts";
import { isWord } from "../krm/item-text.ts";
import type { Copied } from "../text/copied.ts";

/**
 * What the clusters of a fleet have in common. Objects made of `sample` hold a mark wherever a value of the cluster would be; with
 * `values` in the places of the marks they are the cluster's own. Clusters with one `key` have one sample.
 */
export interface ClusterShape {
  readonly key: string;
  readonly values: readonly string[];
  readonly sample: () => ClusterSource;
}

/** The mark for the value at a position: a word that is allowed wherever a value that `isWord` accepts is allowed. */
export const markOf = (position: number) => `slot${position}-z9q`;

/** A text cut at its marks: at even places the text between them, at odd places the positions of the marks. */
export const splitAtMarks = (text: string): readonly string[] => text.split(/slot(\d+)-z9q/);

/**
 * The shape of a cluster. Names, the team, where repositories are, the values of labels and of `global` may differ within a shape; all
 * else that objects are made of is in the key. Undefined for a cluster that must be looked at by itself: one whose name is cut in the
 * names of its objects.
 */
export function shapeOf({ resource, labels, annotations, object, dnsNamespace }: Cluster): ClusterShape | undefined {
  const { name, namespace } = resource.metadata;
  if (name.length > longestUncutName || !isWord(name)) return undefined;
  const values: string[] = [];
  const slot: Slot = (text) => (isWord(text) ? markOf(values.push(text) - 1) : text);
  const metadata: PostgresqlOf<Copied>["metadata"] = {
    name: slot(name),
    ...(namespace && { namespace: slot(namespace) }),
    labels: slotted(labels, slot),
    annotations,
  };
  const section = resource.spec.backup?.pgbackrest;
  const backup = section && { pgbackrest: slottedSection(section, slot) };
  const teamId = slot(resource.spec.teamId);
  const rest = otherFields.map((field) => field(resource.spec));
  const key = JSON.stringify([metadata, backup, teamId, rest, namespace ? "" : dnsNamespace]);
  // A manifest that holds such a mark itself is looked at by itself.
  if (splitAtMarks(key).length !== 2 * values.length + 1) return undefined;
  const spec = { ...resource.spec, teamId, ...(backup && { backup }) };
  return { key, values, sample: () => toCluster({ metadata, spec }, { object, namespace: dnsNamespace }) };
}

/** Puts a mark in the place of a value; builders are told by the type that there may be one. */
type Slot = (text: string) => Copied;
type Spec = Postgresql["spec"];

/** All other fields of the schema. One that is new in the schema must be named here, or this does not compile. */
const otherFields = Object.values({
  numberOfInstances: ({ numberOfInstances }) => numberOfInstances,
  postgresql: ({ postgresql }) => postgresql.version,
  env: ({ env }) => env,
  labels: ({ labels }) => labels,
  monitor: ({ monitor }) => monitor,
  nodeAffinity: ({ nodeAffinity }) => nodeAffinity,
  podAnnotations: ({ podAnnotations }) => podAnnotations,
  podPriorityClassName: ({ podPriorityClassName }) => podPriorityClassName,
  schedulerName: ({ schedulerName }) => schedulerName,
  tde: ({ tde }) => tde,
  tolerations: ({ tolerations }) => tolerations,
  topologySpreadConstraints: ({ topologySpreadConstraints }) => topologySpreadConstraints,
  clone: ({ clone }) => clone,
} satisfies Record<Exclude<keyof Spec, "backup" | "teamId" | CheckedField>, (spec: Spec) => unknown>);

function slottedSection(section: PgBackRestSection, slot: Slot): SectionOf<Copied> {
  const { configuration, global, repos } = section;
  return {
    ...section,
    ...(configuration?.secret && { configuration: { ...configuration, secret: slot(configuration.secret) } }),
    ...(global && { global: slotted(global, slot) }),
    ...(repos && { repos: repos.map((repo) => slottedRepository(repo, slot)) }),
  };
}

type GivenRepository = NonNullable<PgBackRestSection["repos"]>[number];

function slottedRepository(repository: GivenRepository, slot: Slot): GivenRepositoryOf<Copied> {
  const { resource, endpoint, region, account } = repository;
  return {
    ...repository,
    ...(resource && { resource: slot(resource) }),
    ...(endpoint && { endpoint: slot(endpoint) }),
    ...(region && { region: slot(region) }),
    ...(account && { account: slot(account) }),
  };
}

const slotted = (texts: Readonly<Record<string, string>>, slot: Slot): Record<string, Copied> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, slot(text)]));
