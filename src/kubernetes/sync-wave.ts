/** Argo CD's annotation for the order of objects: it applies a wave when all of the one before are healthy. */
export const syncWaveAnnotation = "argocd.argoproj.io/sync-wave";

/** The wave that the annotation's value names; without a number, 0. */
export const syncWave = (value: unknown): number => Number.parseInt(String(value), 10) || 0;
