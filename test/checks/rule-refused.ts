import type {
  CloneRule,
  ClusterRule,
  ComparisonRule,
  InputRule,
  Rule,
  RuleDescription,
} from "../../src/checks/rule.ts";

/* What the compiler refuses in a rule. Nothing here is run: a line that compiles is an error of `tsc`. */

const description = {
  id: "example",
  severity: "error",
  title: "",
  why: "",
  source: "",
  bad: {},
  good: {},
} satisfies RuleDescription;

export const aboutOneCluster = {
  ...description,
  *checkCluster(context) {
    // @ts-expect-error a rule about one cluster sees no other
    context.clusters;
    // @ts-expect-error not even its name
    context.allClusters;
    // @ts-expect-error nor which are clones
    context.cloned;
    // @ts-expect-error it gets no other cluster's context
    context.contextOf(context.cluster);
    // @ts-expect-error and no Secret but the cluster's own
    context.secret("other", "pg");
    // @ts-expect-error whose text is not shown by accident
    context.writtenConfiguration.secret?.files.map(({ text }) => text?.slice(0, 8));
    // @ts-expect-error a cluster need not ask for a restore
    context.restore.options;
    yield { at: { in: "field", object: context.cluster.object, path: [] }, problem: "", fix: "" };
  },
} satisfies ClusterRule;

export const aboutRestores = {
  ...description,
  appliesTo: "restore",
  *checkCluster({ cluster, restore }) {
    // What it applies to is there, and this line compiles.
    yield { at: { in: "field", object: cluster.object, path: [restore.id] }, problem: "", fix: "" };
  },
} satisfies ClusterRule;

export const aboutOneClone = {
  ...description,
  *checkClone(context) {
    // @ts-expect-error a rule about one clone does not see the cluster that it is cloned from
    context.clusters;
    // @ts-expect-error and the clone need not have a backup section
    context.configuration;
    yield { at: { in: "field", object: context.cluster.object, path: [] }, problem: "", fix: "" };
  },
} satisfies CloneRule;

export const aboutAll = {
  ...description,
  *checkInput({ clusters, contextOf }) {
    // A rule about the whole input sees clusters and what was computed for them, and these lines compile.
    for (const cluster of clusters)
      for (const { place } of contextOf(cluster).writtenConfiguration.written)
        yield { at: place, problem: "", fix: "" };
  },
} satisfies InputRule;

export const aboutTwo = {
  ...description,
  comparesClusters: true,
  *checkInput(context) {
    // @ts-expect-error settings differ from one of hydrate's folders to the next
    context.settings;
    // @ts-expect-error and a Secret is that of a cluster
    context.secret("other", "pg");
    for (const cluster of context.clusters)
      yield { at: { in: "field", object: cluster.object, path: [] }, problem: "", fix: "" };
  },
} satisfies ComparisonRule;

// @ts-expect-error a rule that is asked about nothing
export const neither = { ...description } satisfies Rule;

// @ts-expect-error a rule that is asked about one cluster is not asked about all
export const both = { ...description, *checkCluster() {}, *checkInput() {} } satisfies Rule;

// @ts-expect-error nothing that a cluster can have
export const unknownTopic = { ...description, appliesTo: "nfs", *checkCluster() {} } satisfies Rule;

// @ts-expect-error the input as a whole is always there
export const topicOfAll = { ...description, appliesTo: "pvc", *checkInput() {} } satisfies Rule;
