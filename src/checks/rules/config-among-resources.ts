import type { InputRule } from "../rule.ts";

export const configAmongResources = {
  id: "config-among-resources",
  severity: "warning",
  title: "Function's configuration among the resources",
  why: "As a resource, the configuration does nothing: no function runs because of it, its settings and severities are not in effect, and the API server refuses it, because it has no such kind.",
  source:
    "kustomize reads what is listed under `resources` as objects for the cluster, and runs what is listed under `transformers`",
  holdsWhateverIsFilledIn: true,
  bad: {
    resource: `
      apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1
      kind: ExpandPgBackRest
      metadata:
        name: expand-pgbackrest
      spec:
        adopt: true
    `,
  },
  good: {
    functionConfig: `
      spec:
        adopt: true
    `,
  },
  *checkInput({ configsAmongResources }) {
    for (const object of configsAmongResources)
      yield {
        at: { in: "field", object, path: ["kind"] },
        problem:
          "This is the configuration of the function, but here it is a resource: it has no effect, and the API server refuses it.",
        fix: 'In kustomize, list its file under `transformers` in the place of `resources`; for this program, name it with `-f`. Where it has to stay among the resources, as with kpt, annotate it with `config.kubernetes.io/local-config: "true"`.',
      };
  },
} as const satisfies InputRule;
