import { hasRepoHost } from "../../cpo/cluster.ts";
import { repoHostName } from "../../cpo/names.ts";
import type { InputRule } from "../rule.ts";

export const foreignAnnotation = {
  id: "foreign-annotation",
  severity: "warning",
  title: "Annotation that makes the operator replace the repo host",
  why: "At every sync, the operator compares the annotations of the repo host's StatefulSet with its own. Because of one that it does not know, it deletes the StatefulSet, without its pod, and creates it again without the annotation. Whoever added the annotation adds it again, and so on.",
  source: "contract 4.4",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
    resource: `
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: demo-pgbackrest-repo-host
        namespace: pg
        labels:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo
        annotations:
          example.com/team: storage
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
    resource: `
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: demo-pgbackrest-repo-host
        namespace: pg
        labels:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo
          example.com/team: storage
    `,
  },
  *checkInput({ annotatedRepoHosts, clusters, settings }) {
    const ignored = settings.ignoredAnnotations ?? [];
    const keyOf = (name: string | undefined, namespace: string | undefined) => `${namespace ?? ""}/${name ?? ""}`;
    // A StatefulSet that no cluster asks for any more is removed.
    const wanted = new Set(
      clusters.filter(hasRepoHost).map(({ name, namespace }) => keyOf(repoHostName(name), namespace)),
    );
    for (const { object, foreign } of annotatedRepoHosts) {
      if (!wanted.delete(keyOf(object.name, object.namespace))) continue;
      const keys = foreign.filter((key) => !ignored.includes(key));
      const [first] = keys;
      if (first === undefined) continue;
      const shown = keys.slice(0, 5).map((key) => `\`${key}\``);
      yield {
        at: { in: "field", object, path: ["metadata", "annotations", first] },
        problem: `The operator does not know the ${keys.length === 1 ? "annotation" : "annotations"} ${shown.join(", ")}${keys.length > shown.length ? " and others" : ""}, so it replaces the StatefulSet at every sync, and whoever adds ${keys.length === 1 ? "it" : "them"} does so again.`,
        fix: `Keep the StatefulSet free of annotations, for example by a label in the place of \`commonAnnotations\`, or add ${shown.join(", ")} to the operator's \`ignored_annotations\`.`,
      };
    }
  },
} as const satisfies InputRule;
