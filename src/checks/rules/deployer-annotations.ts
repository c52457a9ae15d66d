import { hasRepoHost } from "../../cpo/cluster.ts";
import type { InputRule } from "../rule.ts";

/** Annotations that common deployers put on what they apply. */
const deployers = [
  { key: "kubectl.kubernetes.io/last-applied-configuration", who: "kubectl apply" },
  { key: "argocd.argoproj.io/tracking-id", who: "Argo CD" },
  { key: "config.k8s.io/owning-inventory", who: "kpt" },
];

export const deployerAnnotations = {
  id: "deployer-annotations",
  severity: "info",
  title: "Annotations that make the operator replace the repo host",
  why: "At every sync, the operator replaces a StatefulSet that has an annotation it does not know; the deployer then adds the annotation again.",
  source: "contract 4.4",
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
    functionConfig: `
      spec:
        operator:
          ignored_annotations:
          - example.com/other
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
    functionConfig: `
      spec:
        operator:
          ignored_annotations:
          - kubectl.kubernetes.io/last-applied-configuration
    `,
  },
  *checkInput({ clusters, settingPlace, settings }) {
    const ignored = settings.ignoredAnnotations;
    if (ignored === undefined || !clusters.some(hasRepoHost)) return;
    if (deployers.some(({ key }) => ignored.includes(key))) return;
    yield {
      at: settingPlace("ignored_annotations"),
      problem:
        "`ignored_annotations` lists no deployer's annotation, so the operator replaces the repo host's StatefulSet at every sync if a deployer applies it from Git.",
      fix: `Add your deployer's annotation: ${deployers.map(({ key, who }) => `\`${key}\` (${who})`).join(", ")}.`,
    };
  },
} as const satisfies InputRule;
