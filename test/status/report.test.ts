import { expect } from "chai";
import { defaultLimits } from "../../src/status/limits.ts";
import type { Unknown } from "../../src/status/observed.ts";
import { clusterStatus, statusReport } from "../../src/status/status.ts";
import { type Fault, now, observing, usual } from "./faults.ts";
import { sourceOf } from "./world.ts";

const secrets = (why: string): Fault =>
  observing({
    sources: [{ kind: "Secret", name: "demo-s3", keys: { unknown: "forbidden", why } satisfies Unknown }],
  });
const judged = (...faults: readonly Fault[]) =>
  clusterStatus(faults.reduce((source, fault) => fault(source), sourceOf(usual)));
const report = (...clusters: ReadonlyArray<ReturnType<typeof judged>>) => {
  const made = statusReport({ clusters, problems: [], now, context: "prod\u001b[2J" });
  return {
    level: made.level,
    context: made.context,
    beside: made.problems.map(({ problem }) => problem),
    clusters: made.clusters.map(({ level, problems }) => ({ level, problems: problems.map(({ problem }) => problem) })),
  };
};

const mayNot = "Secrets of pg may not be read.";
const context = "prod\\u001b[2J";

describe("a report on several clusters", () => {
  it("is ok where all are, and where there is none", () => {
    const fine = { level: "ok", problems: [] };
    expect(report(judged(), judged())).to.deep.equal({ level: "ok", context, beside: [], clusters: [fine, fine] });
    expect(report()).to.deep.equal({ level: "ok", context, beside: [], clusters: [] });
  });

  it("says once what may not be read of several, and leaves their levels", () =>
    expect(report(judged(secrets(mayNot)), judged(), judged(secrets(mayNot)))).to.deep.equal({
      ...{ level: "unknown", context, beside: [mayNot] },
      clusters: [
        { level: "unknown", problems: [] },
        { level: "ok", problems: [] },
        { level: "unknown", problems: [] },
      ],
    }));

  it("leaves with a cluster what is of it alone", () =>
    expect(report(judged(secrets(mayNot)), judged(observing({ resource: "missing" })))).to.deep.equal({
      ...{ level: "critical", context, beside: [] },
      clusters: [
        { level: "unknown", problems: [mayNot] },
        { level: "critical", problems: ["postgresql/demo is not in namespace pg, although the manifests have it."] },
      ],
    }));

  it("does not call known what was said to be unknown elsewhere", () =>
    expect(report(judged(secrets("")))).to.deep.equal({
      ...{ level: "unknown", context, beside: [] },
      clusters: [{ level: "unknown", problems: [] }],
    }));

  it("has the moment at which it was looked", () =>
    expect(statusReport({ clusters: [], problems: [], now: now + 0.4, context: undefined })).to.deep.equal({
      ...{ now: "2026-06-10T10:00:00Z", clusters: [], problems: [], level: "ok" },
      limits: {
        ...{ certificateWarningSeconds: 30 * 86_400, certificateCriticalSeconds: 7 * 86_400 },
        ...{ waitingFilesWarning: 10, waitingFilesCritical: 100, startGraceSeconds: 900, longRunSeconds: 86_400 },
        ...{ podStartSeconds: 600, setupSeconds: 1800, clockSkewSeconds: 300 },
      },
    }));

  it("has the limits by which it was judged, and notes that have no level", () => {
    const limits = { ...defaultLimits, certificateWarningDays: 60 };
    const made = statusReport({ clusters: [], problems: [], notes: ["So it is."], limits, now, context: undefined });
    expect({
      level: made.level,
      notes: made.notes,
      days: made.limits.certificateWarningSeconds / 86_400,
    }).to.deep.equal({
      ...{ level: "ok", notes: ["So it is."], days: 60 },
    });
  });

  it("says that a cluster is not in the manifests, and nothing else of what they would ask for", () =>
    expect(clusterStatus({ ...sourceOf(usual), expected: undefined, drift: undefined })).to.deep.equal({
      ...{ name: "demo", namespace: "pg", level: "warning", phase: "Running", repositories: [] },
      problems: [
        {
          ...{ id: "not-in-manifests", level: "warning", object: "postgresql/demo" },
          problem: "postgresql/demo of namespace pg is not in the manifests.",
          fix: "Add it to the manifests, or name those that have it.",
        },
      ],
    }));
});
