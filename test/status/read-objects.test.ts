import { expect } from "chai";
import fc from "fast-check";
import { certificatesIn } from "../../src/cli/api/certificates-in.ts";
import type { JsonObject, JsonValue } from "../../src/json/json-value.ts";
import { certificateProblems } from "../../src/status/certificate.ts";
import { defaultLimits } from "../../src/status/limits.ts";
import { readCertificate } from "../../src/status/read-certificate.ts";
import { readCronJob } from "../../src/status/read-cron-job.ts";
import { readJob } from "../../src/status/read-job.ts";
import { readKeys } from "../../src/status/read-keys.ts";
import { readPod } from "../../src/status/read-pod.ts";
import { readResource } from "../../src/status/read-resource.ts";
import { readStatefulSet } from "../../src/status/read-stateful-set.ts";
import { readVolume } from "../../src/status/read-volume.ts";
import { certSecret } from "../e2e/certificates.ts";
import { requireTool, which } from "../tools.ts";

const at = (day: number) => Date.UTC(2026, 0, day) / 1000;
const day = (number: number) => new Date(at(number) * 1000).toISOString().replace(".000Z", "Z");

const metadata = { name: "a", namespace: "pg", uid: "u", creationTimestamp: day(1) };
const cronJob = { kind: "CronJob", metadata, spec: { schedule: "0 1 * * *" } };
const seenCronJob = { name: "a", uid: "u", createdAt: at(1), cron: "0 1 * * *", isSuspended: false };
const owners = [{ kind: "CronJob", name: "nightly", controller: true }];
const job = { kind: "Job", metadata: { ...metadata, ownerReferences: owners }, spec: {}, status: {} };
const seenJob = {
  name: "a",
  cronJob: "nightly",
  isByHand: false,
  createdAt: at(1),
  failedPods: 0,
  hasPod: false,
  hasReadyPod: false,
};
const pod = {
  kind: "Pod",
  metadata,
  spec: { containers: [{ name: "main" }, { name: "other" }] },
  status: { phase: "Pending" },
};
const seenPod = { name: "a", createdAt: at(1), phase: "Pending", isReady: false, container: "main" };
const container = (state: object, more: object = {}) => ({
  ...pod,
  status: { phase: "Running", containerStatuses: [{ name: "main", state, ...more }] },
});
const running = { ...seenPod, phase: "Running" };
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const statefulSet = { kind: "StatefulSet", metadata, spec: {} };
const volume = { kind: "PersistentVolumeClaim", metadata };
const resource = { kind: "postgresql", metadata };

type Reader = (object: JsonObject) => unknown;
const unreadable = (why: string) => ({ unknown: "unreadable", why });

const tables: ReadonlyArray<readonly [string, Reader, ReadonlyArray<readonly [object, unknown]>]> = [
  [
    "a CronJob",
    readCronJob,
    [
      [cronJob, seenCronJob],
      [
        { ...cronJob, spec: { ...cronJob.spec, suspend: true } },
        { ...seenCronJob, isSuspended: true },
      ],
      [
        {
          ...cronJob,
          spec: { schedule: "@daily", timeZone: "Europe/Vienna", suspend: false, startingDeadlineSeconds: 0 },
          status: { lastScheduleTime: day(2), lastSuccessfulTime: "2026-01-02T00:00:09.999999Z" },
        },
        {
          ...seenCronJob,
          cron: "@daily",
          timeZone: "Europe/Vienna",
          startingDeadlineSeconds: 0,
          lastScheduled: at(2),
          lastSuccessful: at(2) + 9,
        },
      ],
      [{ ...cronJob, status: { lastScheduleTime: null } }, seenCronJob],
      [{ ...cronJob, spec: {} }, unreadable("CronJob/a cannot be read: it has no `spec.schedule`.")],
      [{ ...cronJob, spec: { schedule: 5 } }, unreadable("CronJob/a cannot be read: `spec.schedule` is not a text.")],
      [
        { ...cronJob, spec: { schedule: "x", suspend: "yes" } },
        unreadable("CronJob/a cannot be read: `spec.suspend` is not `true` or `false`."),
      ],
      [
        { ...cronJob, status: { lastScheduleTime: "yesterday" } },
        unreadable("CronJob/a cannot be read: `status.lastScheduleTime` is not a moment."),
      ],
      [
        { ...cronJob, status: { lastScheduleTime: "2026-13-01T00:00:00Z" } },
        unreadable("CronJob/a cannot be read: `status.lastScheduleTime` is not a moment."),
      ],
      [
        { ...cronJob, spec: { schedule: "x", startingDeadlineSeconds: -1 } },
        unreadable("CronJob/a cannot be read: `spec.startingDeadlineSeconds` is not a whole number."),
      ],
      [{}, unreadable("Object/without a name cannot be read: it has no `metadata.name`.")],
      [
        { kind: "x\u001b[0m", metadata: 7 },
        unreadable("x\\u001b[0m/without a name cannot be read: it has no `metadata.name`."),
      ],
      [
        {
          ...cronJob,
          metadata: {
            ...metadata,
            managedFields: [
              { manager: "a", time: day(3), fieldsV1: { "f:spec": { "f:schedule": {} } } },
              { manager: "b", time: day(5), fieldsV1: { "f:spec": { "f:suspend": {} } } },
              { manager: "c", time: day(9), fieldsV1: { "f:status": { "f:lastScheduleTime": {} } } },
              { manager: "d", time: day(8), fieldsV1: { "f:spec": { "f:jobTemplate": {} } } },
              { manager: "e" },
            ],
          },
        },
        { ...seenCronJob, scheduleSince: at(5) },
      ],
    ],
  ],
  [
    "a Job",
    readJob,
    [
      [job, seenJob],
      [
        { ...job, status: { startTime: day(2), completionTime: day(3), failed: 2, ready: 1 } },
        { ...seenJob, startedAt: at(2), completedAt: at(3), failedPods: 2, hasPod: true, hasReadyPod: true },
      ],
      ...[{ active: 1 }, { succeeded: 1 }, { terminating: 1 }, { uncountedTerminatedPods: { succeeded: ["uid"] } }].map(
        (status) =>
          [
            { ...job, status },
            { ...seenJob, hasPod: true },
          ] as const,
      ),
      [{ ...job, status: { active: 0, uncountedTerminatedPods: {} } }, seenJob],
      [
        { ...job, status: { conditions: [condition("Complete", "True", { lastTransitionTime: day(4) })] } },
        { ...seenJob, completedAt: at(4) },
      ],
      [
        {
          ...job,
          status: {
            conditions: [
              condition("FailureTarget", "True"),
              condition("Failed", "True", {
                lastTransitionTime: day(4),
                reason: "DeadlineExceeded",
                message: "too long",
              }),
            ],
          },
        },
        { ...seenJob, failed: { at: at(4), reason: "DeadlineExceeded", message: "too long" } },
      ],
      [{ ...job, status: { conditions: [condition("Failed", "False", { lastTransitionTime: day(4) })] } }, seenJob],
      [
        { ...job, metadata: { ...job.metadata, annotations: { "cronjob.kubernetes.io/instantiate": "manual" } } },
        { ...seenJob, isByHand: true },
      ],
      [{ ...job, metadata }, "other"],
      [{ ...job, metadata: { ...metadata, ownerReferences: [{ kind: "Workflow", name: "x" }] } }, "other"],
      [
        { ...job, metadata: { ...metadata, ownerReferences: "nobody" } },
        unreadable("Job/a cannot be read: `metadata.ownerReferences` is not a list of mappings."),
      ],
    ],
  ],
  [
    "a pod",
    readPod,
    [
      [pod, seenPod],
      [
        {
          ...pod,
          status: { phase: "Pending", conditions: [condition("PodScheduled", "False", { reason: "Unschedulable" })] },
        },
        { ...seenPod, reason: "Unschedulable" },
      ],
      [
        { ...pod, status: { phase: "Failed", reason: "Evicted" } },
        { ...seenPod, phase: "Failed", reason: "Evicted" },
      ],
      [container({ waiting: { reason: "ImagePullBackOff" } }), { ...running, reason: "ImagePullBackOff" }],
      [
        container(
          { waiting: { reason: "CrashLoopBackOff" } },
          { lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } } },
        ),
        { ...running, reason: "CrashLoopBackOff", exitCode: 137 },
      ],
      [container({ terminated: { exitCode: 1, reason: "Error" } }), { ...running, reason: "Error", exitCode: 1 }],
      [container({ terminated: { exitCode: 0, reason: "Completed" } }), { ...running, exitCode: 0 }],
      [
        {
          ...pod,
          status: {
            phase: "Running",
            conditions: [condition("Ready", "True")],
            containerStatuses: [{ state: { running: {} } }],
          },
        },
        { ...running, isReady: true },
      ],
      [
        {
          ...pod,
          status: {
            phase: "Pending",
            initContainerStatuses: [{ state: { waiting: { reason: "ErrImagePull" } } }],
            containerStatuses: [{ state: { waiting: { reason: "PodInitializing" } } }],
          },
        },
        { ...seenPod, reason: "ErrImagePull" },
      ],
      [
        { ...pod, spec: {}, status: {} },
        { ...seenPod, phase: "Unknown", container: "" },
      ],
      [{ ...pod, spec: { containers: [{}] } }, unreadable("Pod/a cannot be read: it has no `name`.")],
    ],
  ],
  [
    "a StatefulSet",
    readStatefulSet,
    [
      [statefulSet, { uid: "u", createdAt: at(1), replicas: 1, readyReplicas: 0 }],
      [
        { ...statefulSet, spec: { replicas: 0 }, status: { readyReplicas: 2 } },
        { uid: "u", createdAt: at(1), replicas: 0, readyReplicas: 2 },
      ],
    ],
  ],
  [
    "a volume",
    readVolume,
    [
      [volume, { name: "a", phase: "Unknown" }],
      [
        {
          ...volume,
          spec: { resources: { requests: { storage: "1.5Gi" } } },
          status: { phase: "Bound", capacity: { storage: "2e9" } },
        },
        { name: "a", phase: "Bound", requested: 1.5 * 2 ** 30, capacity: 2e9 },
      ],
      ...["much", "-1e300", "1e400", "9".repeat(3_000_000), 7].map(
        (storage) =>
          [
            { ...volume, spec: { resources: { requests: { storage } } } },
            unreadable(
              "PersistentVolumeClaim/a cannot be read: `spec.resources.requests.storage` is not a quantity that storage can have.",
            ),
          ] as const,
      ),
    ],
  ],
  [
    "a postgresql",
    readResource,
    [
      ...["0000-01-01T00:00:00+23:59", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "9999-01-01T00:00:00Z"].map(
        (creationTimestamp) =>
          [
            { ...resource, metadata: { ...resource.metadata, creationTimestamp } },
            unreadable("postgresql/a cannot be read: `metadata.creationTimestamp` is not a moment."),
          ] as const,
      ),
      [resource, { createdAt: at(1) }],
      [
        { ...resource, status: { PostgresClusterStatus: "SyncFailed" } },
        { createdAt: at(1), phase: "SyncFailed" },
      ],
      [
        { ...resource, status: "Running" },
        { createdAt: at(1), phase: "Running" },
      ],
      [{ ...resource, status: { PostgresClusterStatus: "" } }, { createdAt: at(1) }],
      [
        { ...resource, status: { PostgresClusterStatus: {} } },
        unreadable("postgresql/a cannot be read: `status.PostgresClusterStatus` is not a text."),
      ],
    ],
  ],
  [
    "the keys of a Secret or ConfigMap",
    readKeys,
    [
      [{ data: { a: "b", c: null } }, ["a", "c"]],
      [{ data: { a: "b" }, binaryData: { d: "e" } }, ["a", "d"]],
      [{}, []],
      [{ data: "a" }, []],
    ],
  ],
];

describe("what is read of objects of an API server", () => {
  for (const [what, read, rows] of tables)
    it(`is, of ${what}, what a status needs`, () => {
      for (const [object, seen] of rows) expect(read(JSON.parse(JSON.stringify(object)))).to.deep.equal(seen);
    });

  /** Each object of the tables with any value somewhere in it. */
  const damaged = fc
    .constantFrom(...tables.flatMap(([, read, rows]) => rows.map(([object]) => [read, object] as const)))
    .chain(([read, object]) =>
      fc.record({ read: fc.constant(read), object: fc.constant(object), place: fc.nat(), value: fc.jsonValue() }),
    )
    .map(({ read, object, place, value }) => {
      let count = 0;
      const places = JSON.stringify(object).match(/[:[,]/g)?.length ?? 1;
      const text = JSON.stringify(object, (_, each) => {
        count += 1;
        return count - 1 === place % places ? value : each;
      });
      const parsed: JsonValue = JSON.parse(text ?? "{}");
      return {
        read,
        object: (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : {}) as JsonObject,
      };
    });

  it("never ends in an error, whatever an object is like", () => {
    fc.assert(
      fc.property(damaged, ({ read, object }) => {
        const seen = read(object);
        expect(seen).not.to.equal(undefined);
        if (typeof seen === "object" && seen !== null && "unknown" in seen)
          expect(seen)
            .to.have.property("why")
            .that.matches(/^.+ cannot be read: .+\.$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what is read of the certificates of a repo host", () => {
  let secret: { readonly data: Readonly<Record<string, string>> };
  before(function () {
    requireTool(this, "openssl", which("openssl"));
    secret = { data: certSecret("demo", "pg", "cluster.local").data ?? {} };
  });
  const read = (data: Readonly<Record<string, unknown>>) =>
    readCertificate(JSON.parse(JSON.stringify({ kind: "Secret", metadata, data })), certificatesIn);
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  it("is names and dates, and which keys are missing", () => {
    const now = Math.floor(Date.now() / 1000);
    const seen = read(secret.data);
    expect(seen).to.have.deep.property("missingKeys", []);
    const certificates = "certificates" in seen ? seen.certificates : [];
    const leaf = ["demo", "*.demo.pg.svc.cluster.local", "*.demo-clusterpods.pg.svc.cluster.local"];
    expect(certificates.map(({ key, names }) => [key, names])).to.deep.equal([
      ["pgbackrest.ca-roots", ["postgres-operator-ca"]],
      ["pgbackrest-client.crt", leaf],
      ["pgbackrest-repo-host.crt", leaf],
    ]);
    for (const { from, until } of certificates) {
      expect(from).to.be.within(now - 120, now);
      expect(until - from).to.equal(2 * 86_400);
    }
  });

  it("is held to the name of the repo host", () => {
    const seen = read(secret.data);
    if (!("certificates" in seen)) return expect.fail("it cannot be read");
    const problemsOf = (repoHostName: string) =>
      certificateProblems({ name: "demo", repoHostName }, seen, {
        ...{ hasStatefulSet: true, limits: { ...defaultLimits, certificateWarningDays: 1 } },
        now: Math.floor(Date.now() / 1000),
      }).map(({ id }) => id);
    expect(problemsOf("demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local")).to.deep.equal([]);
    expect(problemsOf("demo-pgbackrest-repo-host-0.demo-clusterpods.zz.svc.cluster.local")).to.deep.equal([
      "certificate-names",
    ]);
  });

  it("counts what holds no certificate as missing", () => {
    const missingOf = (data: Readonly<Record<string, unknown>>) => {
      const seen = read(data);
      return "missingKeys" in seen ? seen.missingKeys : seen;
    };
    const all = [
      "pgbackrest.ca-roots",
      "pgbackrest-client.crt",
      "pgbackrest-client.key",
      "pgbackrest-repo-host.crt",
      "pgbackrest-repo-host.key",
    ];
    expect(missingOf({})).to.deep.equal(all);
    for (const bad of [
      "",
      base64("hello"),
      "not base64",
      base64("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
      7,
      null,
      {},
    ])
      expect(missingOf({ ...secret.data, "pgbackrest-client.crt": bad })).to.deep.equal(["pgbackrest-client.crt"]);
    expect(missingOf({ ...secret.data, "pgbackrest-repo-host.key": "" })).to.deep.equal(["pgbackrest-repo-host.key"]);
    expect(readCertificate({ kind: "Secret", metadata, data: [] }, certificatesIn)).to.deep.equal(
      unreadable("Secret/a cannot be read: `data` is not a mapping."),
    );
  });

  it("knows each certificate of several, and nothing of a key", () => {
    const two = Buffer.from(secret.data["pgbackrest.ca-roots"] ?? "", "base64")
      .toString()
      .repeat(2);
    const seen = read({ ...secret.data, "pgbackrest.ca-roots": base64(two) });
    expect("certificates" in seen && seen.certificates.length).to.equal(4);
    for (const [key, value] of Object.entries(secret.data))
      if (key.endsWith(".key")) expect(JSON.stringify(seen)).not.to.include(value.slice(20, 60));
  });
});
