import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { mayShowIn } from "../../src/function/shown-text.ts";
import { isObject, type JsonObject, type JsonValue } from "../../src/json/json-value.ts";
import { driftOf } from "../../src/status/drift.ts";
import { driftProblems } from "../../src/status/drift-problems.ts";
import type { DriftChange } from "../../src/status/status-schema.ts";

/* Contract 4.2 to 4.5; docs/reference/operator-contract.md. Objects are those of a tutorial, stored as API server and operator leave them. */

const documents = parseAllDocuments(
  readFileSync(new URL("../../tutorials/pvc/expected.yaml", import.meta.url), "utf8"),
).map((document) => document.toJS());

function named(kind: string, name: string): JsonObject {
  const found: JsonValue | undefined = documents.find((each) => each.kind === kind && each.metadata.name === name);
  if (!isObject(found)) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

const statefulSet = named("StatefulSet", "demo-pgbackrest-repo-host");
const cronJob = named("CronJob", "pgbackrest-demo-repo1-full");
const instance = named("ConfigMap", "demo-pgbackrest-config");
const host = named("ConfigMap", "demo-pgbackrest-repohost-config");
const cluster = named("postgresql", "demo");

/** A copy with some fields changed; paths are of keys and positions, and undefined takes a field away. */
function edited(object: JsonObject, edits: ReadonlyArray<readonly [path: string, value: unknown]>): JsonObject {
  const copy = structuredClone(object);
  for (const [path, value] of edits) {
    const keys = path.split("|");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<unknown>((at, key) => {
      if (typeof at !== "object" || at === null) throw new Error(`There is no ${path}.`);
      if (Reflect.get(at, key) === undefined) Reflect.set(at, key, {});
      return Reflect.get(at, key);
    }, copy);
    if (typeof parent !== "object" || parent === null) throw new Error(`There is no ${path}.`);
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
  }
  return copy;
}

const owner = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";
const seenByServer: ReadonlyArray<readonly [string, unknown]> = [
  ["metadata|uid", "e5a1"],
  ["metadata|resourceVersion", "1234"],
  ["metadata|generation", 1],
  ["metadata|creationTimestamp", "2026-11-01T00:00:00Z"],
  ["metadata|managedFields", [{ manager: "kubectl", operation: "Apply" }]],
];
const podDefaults = (pod: string): ReadonlyArray<readonly [string, unknown]> => [
  [`${pod}|metadata|creationTimestamp`, null],
  [`${pod}|spec|dnsPolicy`, "ClusterFirst"],
  [`${pod}|spec|schedulerName`, "default-scheduler"],
  [`${pod}|spec|serviceAccount`, "postgres-pod"],
  [`${pod}|spec|containers|0|terminationMessagePath`, "/dev/termination-log"],
  [`${pod}|spec|containers|0|terminationMessagePolicy`, "File"],
];
const storedHost = edited(statefulSet, [
  ...seenByServer,
  ...podDefaults("spec|template"),
  ["spec|template|spec|restartPolicy", "Always"],
  ["spec|revisionHistoryLimit", 10],
  ["spec|updateStrategy|rollingUpdate", { partition: 0 }],
  ["spec|volumeClaimTemplates|0|apiVersion", "v1"],
  ["spec|volumeClaimTemplates|0|kind", "PersistentVolumeClaim"],
  ["spec|volumeClaimTemplates|0|status", { phase: "Pending" }],
  ["spec|volumeClaimTemplates|0|metadata|creationTimestamp", null],
  ["status", { replicas: 1, readyReplicas: 1 }],
]);
const storedJob = edited(cronJob, [
  ...seenByServer,
  ...podDefaults("spec|jobTemplate|spec|template"),
  ["spec|suspend", false],
  ["spec|successfulJobsHistoryLimit", 3],
  ["spec|failedJobsHistoryLimit", 1],
  ["spec|jobTemplate|metadata", { creationTimestamp: null }],
  ["status", { lastScheduleTime: "2026-11-22T02:30:00Z" }],
]);
const byHand = edited(storedJob, [
  ["spec|timeZone", "Europe/Vienna"],
  ["spec|suspend", true],
  ["spec|startingDeadlineSeconds", 600],
  ["spec|successfulJobsHistoryLimit", 7],
  ["spec|failedJobsHistoryLimit", 5],
  ["spec|jobTemplate|spec|backoffLimit", 2],
  ["spec|jobTemplate|spec|activeDeadlineSeconds", 7200],
  ["spec|jobTemplate|spec|ttlSecondsAfterFinished", 86400],
]);
const text = (map: JsonObject) => String(Object.values(isObject(map.data) ? map.data : {})[0]);
const withText = (map: JsonObject, other: string) => edited(map, [["data|pgbackrest_instance.conf", other]]);
const swapped = (map: JsonObject) =>
  withText(
    map,
    text(map).replace(
      "repo1-cipher-type = aes-256-cbc\nrepo1-retention-full = 4",
      "repo1-retention-full = 4\nrepo1-cipher-type = aes-256-cbc",
    ),
  );

const drift = (wanted: JsonObject, stored: JsonObject, isOwnManifest = false) =>
  driftOf({ wanted, stored, isOwnManifest }, (kind, path, shown) => mayShowIn({ kind })(path, shown));

describe("drift of what the operator or the API server rewrites harmlessly", () => {
  const harmless: Readonly<Record<string, readonly [wanted: JsonObject, stored: JsonObject]>> = {
    "the API server's defaults in a StatefulSet, and its stored volumeClaimTemplates": [statefulSet, storedHost],
    "the API server's defaults in a CronJob": [cronJob, storedJob],
    "an owner reference": [
      statefulSet,
      edited(storedHost, [["metadata|ownerReferences", [{ kind: "postgresql", name: "demo", uid: "1" }]]]),
    ],
    "a StatefulSet that the operator made, without our mark": [
      statefulSet,
      edited(storedHost, [[`metadata|labels|${owner}`, undefined]]),
    ],
    "annotations of deployers": [
      statefulSet,
      edited(storedHost, [
        ["metadata|annotations", { "argocd.argoproj.io/tracking-id": "x" }],
        ["metadata|labels|kustomize.toolkit.fluxcd.io/name", "apps"],
      ]),
    ],
    "a CronJob after the operator's sync, which removes the mark": [
      cronJob,
      edited(storedJob, [[`metadata|labels|${owner}`, undefined]]),
    ],
    "what somebody else says of a CronJob: a suspension, and annotations": [
      cronJob,
      edited(storedJob, [
        ["spec|suspend", true],
        ["spec|jobTemplate|spec|template|metadata|annotations", { "sidecar.istio.io/inject": "false" }],
      ]),
    ],
    "the order of global in the pods' configuration": [instance, swapped(instance)],
    "the order of global on the repo host": [host, swapped(host)],
    "another file that pgBackRest does not read": [instance, edited(instance, [["data|notes.txt", "x"]])],
    "an amount that is written in another way": [
      statefulSet,
      edited(storedHost, [["spec|template|spec|containers|0|resources|limits|cpu", "1000m"]]),
    ],
    "variables in another order": [
      statefulSet,
      edited(storedHost, [
        [
          "spec|template|spec|containers|0|env",
          [
            { name: "MODE", value: "repo" },
            { name: "USE_PGBACKREST", value: "true" },
          ],
        ],
      ]),
    ],
    "labels, annotations and status of a postgresql": [
      cluster,
      edited(cluster, [
        ...seenByServer,
        ["metadata|annotations", { "kubectl.kubernetes.io/last-applied-configuration": "{}" }],
        ["status", { PostgresClusterStatus: "Running" }],
      ]),
    ],
    "nulls, which the API server drops": [edited(cluster, [["spec|backup|pgbackrest|restore", null]]), cluster],
  };
  for (const [what, [wanted, stored]] of Object.entries(harmless))
    it(`is none: ${what}`, () => {
      expect(stored, "the case shows something").not.to.equal(wanted);
      expect(drift(wanted, stored)).to.equal(undefined);
    });
});

describe("drift of what is changed", () => {
  const D = { kind: "StatefulSet", name: "demo-pgbackrest-repo-host", is: "changed" };
  const E = { kind: "CronJob", name: "pgbackrest-demo-repo1-full", is: "changed" };
  const A = { kind: "ConfigMap", name: "demo-pgbackrest-config", is: "changed" };
  const changes: Readonly<
    Record<string, readonly [wanted: JsonObject, stored: JsonObject, drift: ReturnType<typeof drift> | object]>
  > = {
    "a schedule": [
      cronJob,
      edited(storedJob, [["spec|schedule", "0 3 * * 0"]]),
      { ...E, fields: [{ path: "spec.schedule", wanted: "30 2 * * 0", found: "0 3 * * 0" }] },
    ],
    "a setting that the operator keeps, where the manifests have another": [
      edited(cronJob, [["spec|suspend", false]]),
      edited(storedJob, [["spec|suspend", true]]),
      { ...E, fields: [{ path: "spec.suspend", wanted: "false", found: "true" }] },
    ],
    "a time zone that is lost since the operator made the CronJob anew": [
      edited(cronJob, [["spec|timeZone", "Europe/Vienna"]]),
      storedJob,
      { ...E, fields: [{ path: "spec.timeZone", wanted: "Europe/Vienna" }] },
    ],
    "the command of a job; variables may hold secrets": [
      cronJob,
      edited(storedJob, [
        ["spec|jobTemplate|spec|template|spec|containers|0|env|2|value", "--stanza=db --repo=2 --type=full"],
      ]),
      {
        ...E,
        fields: [
          {
            path: "spec.jobTemplate.spec.template.spec.containers[0].env[2].value",
            wanted: "(not shown)",
            found: "(not shown)",
          },
        ],
      },
    ],
    "a label by which the operator finds a CronJob": [
      cronJob,
      edited(storedJob, [["metadata|labels|team", "other"]]),
      { ...E, fields: [{ path: "metadata.labels.team", wanted: "acid", found: "other" }] },
    ],
    "an image, and one more variable": [
      statefulSet,
      edited(storedHost, [
        ["spec|template|spec|containers|0|image", "example.com/pgbackrest:1"],
        [
          "spec|template|spec|containers|0|env",
          [
            { name: "USE_PGBACKREST", value: "true" },
            { name: "MODE", value: "repo" },
            { name: "DEBUG", value: "hunter2" },
          ],
        ],
      ]),
      {
        ...D,
        fields: [
          { path: "spec.template.spec.containers[0].env[2]", found: "DEBUG" },
          {
            path: "spec.template.spec.containers[0].image",
            wanted: "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1",
            found: "example.com/pgbackrest:1",
          },
        ],
      },
    ],
    "mounts in another order, for which the operator replaces the StatefulSet": [
      statefulSet,
      edited(storedHost, [
        [
          "spec|template|spec|volumes",
          [
            ...(Object.values(statefulSet.spec ?? {}).length > 0
              ? [
                  { name: "pgbackrest-config", projected: documents[3].spec.template.spec.volumes[1].projected },
                  { name: "pgbackrest-tmp", emptyDir: {} },
                  { name: "cert-secret", projected: documents[3].spec.template.spec.volumes[2].projected },
                ]
              : []),
          ],
        ],
      ]),
      {
        ...D,
        fields: [
          {
            path: "spec.template.spec.volumes",
            wanted: "pgbackrest-tmp, pgbackrest-config, cert-secret",
            found: "pgbackrest-config, pgbackrest-tmp, cert-secret",
          },
        ],
      },
    ],
    "a repo host scaled to nothing": [
      statefulSet,
      edited(storedHost, [["spec|replicas", 0]]),
      { ...D, fields: [{ path: "spec.replicas", wanted: "1", found: "0" }] },
    ],
    "the Secret of another generation": [
      statefulSet,
      edited(storedHost, [
        ["spec|template|spec|volumes|1|projected|sources|1|secret|name", "demo-pgbackrest-0000000000"],
      ]),
      {
        ...D,
        fields: [
          {
            path: "spec.template.spec.volumes[1].projected.sources[1].secret.name",
            wanted: "demo-pgbackrest-mc2d8kct22",
            found: "demo-pgbackrest-0000000000",
          },
        ],
      },
    ],
    "a field that nobody asks for, and that is not a default": [
      statefulSet,
      edited(storedHost, [["spec|template|spec|nodeSelector", { disk: "ssd" }]]),
      { ...D, fields: [{ path: "spec.template.spec.nodeSelector.disk", found: "ssd" }] },
    ],
    "an option": [
      instance,
      withText(instance, text(instance).replace("repo1-retention-full = 4", "repo1-retention-full = 2")),
      {
        ...A,
        fields: [
          {
            path: 'data["pgbackrest_instance.conf"]["[global] repo1-retention-full"]',
            wanted: "repo1-retention-full = 4",
            found: "repo1-retention-full = 2",
          },
        ],
      },
    ],
    "an option in another section": [
      host,
      withText(
        host,
        text(host).replace("repo1-retention-full = 4\n", "").replace("[db]", "repo1-retention-full = 4\n[db]"),
      ),
      {
        ...{ kind: "ConfigMap", name: "demo-pgbackrest-repohost-config", is: "changed" },
        fields: [
          {
            path: 'data["pgbackrest_instance.conf"]["[db] repo1-retention-full"]',
            wanted: "repo1-retention-full = 4",
          },
          {
            path: 'data["pgbackrest_instance.conf"]["[global] repo1-retention-full"]',
            found: "repo1-retention-full = 4",
          },
        ],
      },
    ],
    "a secret option, which is not shown": [
      instance,
      withText(instance, `${text(instance)}\nrepo1-cipher-pass = hunter2`),
      {
        ...A,
        fields: [{ path: 'data["pgbackrest_instance.conf"]["[global] repo1-cipher-pass"]', found: "(not shown)" }],
      },
    ],
    "a file that pgBackRest reads, too": [
      instance,
      edited(instance, [["data|more.conf", "[global]\nrepo1-cipher-pass = hunter2"]]),
      { ...A, fields: [{ path: 'data["more.conf"]', found: "(not shown)" }] },
    ],
    "a field of the postgresql": [
      cluster,
      edited(cluster, [
        ["spec|numberOfInstances", 3],
        ["spec|backup|pgbackrest|restore", { id: "r1" }],
      ]),
      {
        ...{ kind: "postgresql", name: "demo", is: "changed" },
        fields: [
          { path: "spec.backup.pgbackrest.restore.id", found: "r1" },
          { path: "spec.numberOfInstances", wanted: "2", found: "3" },
        ],
      },
    ],
  };
  for (const [what, [wanted, stored, expected]] of Object.entries(changes))
    it(`is seen: ${what}`, () => {
      const found = drift(wanted, stored);
      const byPath = (left: { readonly path: string }, right: { readonly path: string }) =>
        left.path < right.path ? -1 : 1;
      expect({ ...found, fields: [...(found?.fields ?? [])].sort(byPath) }).to.deep.equal(expected);
    });
});

describe("drift of what the operator keeps in a CronJob", () => {
  it("is a change where manifests say what is wanted, and do not ask for it", () => {
    expect(
      drift(cronJob, byHand)
        ?.fields?.map(({ path }) => path)
        .sort(),
    ).to.deep.equal([
      ...["spec.failedJobsHistoryLimit", "spec.jobTemplate.spec.activeDeadlineSeconds"],
      ...["spec.jobTemplate.spec.backoffLimit", "spec.jobTemplate.spec.ttlSecondsAfterFinished"],
      ...["spec.startingDeadlineSeconds", "spec.successfulJobsHistoryLimit", "spec.timeZone"],
    ]);
  });

  it("is none where the resource in the cluster, which cannot ask for it, is its own manifest", () => {
    expect(drift(cronJob, byHand, true)).to.equal(undefined);
  });
});

describe("what is shown of a change", () => {
  const changed = (of: JsonObject, more: string) => drift(instance, withText(of, `${text(of)}\n${more}`))?.fields;

  for (const line of [
    "C4n4ryPassQz71",
    "C4n4ry Pass = x",
    "; C4n4ry",
    "[C4n4ryPassQz71]\nrepo1-path = /x",
    "repo1-path C4n4ry",
  ])
    it(`is nothing of a line that is not an option: ${line}`, () => {
      const fields = changed(instance, line);
      expect(fields).to.have.length(1);
      expect(JSON.stringify(fields)).not.to.include("C4n4ry");
    });

  it("is cut around the first difference", () => {
    const long = `https://${"a".repeat(150)}`;
    const of = withText(instance, `${text(instance)}\nrepo1-s3-endpoint = ${long}.one.${"b".repeat(150)}`);
    const other = withText(instance, `${text(instance)}\nrepo1-s3-endpoint = ${long}.two.${"b".repeat(150)}`);
    const [field] = drift(of, other)?.fields ?? [];
    expect(field?.wanted)
      .to.match(/^\.\.\.a+\.one\.b+\.\.\.$/)
      .and.have.length(100);
    expect(field?.found)
      .to.match(/^\.\.\.a+\.two\.b+\.\.\.$/)
      .and.have.length(100);
  });
});

describe("drift of where backups go, and of how long they are kept", () => {
  const other = (from: RegExp, to: string) => drift(instance, withText(instance, text(instance).replace(from, to)));
  const resource = { kind: "postgresql", name: "demo", is: "changed" } as const;
  const problems = (change: ReturnType<typeof drift>, ...more: readonly DriftChange[]) =>
    driftProblems([...(change === undefined ? [] : [change]), ...more]).map(({ id, level }) => `${level} ${id}`);

  it("is critical where it is the place", () => {
    expect(problems(other(/^repo1-host = .*$/m, "repo1-host = elsewhere"))).to.deep.equal([
      ...["critical repository-changed", "warning drift"],
    ]);
  });
  it("is a warning where the resource is changed, too, or it is the retention", () => {
    const place = other(/^repo1-host = .*$/m, "repo1-host = elsewhere");
    const retention = other(/^repo1-retention-full = .*$/m, "repo1-retention-full = 1");
    for (const found of [problems(place, resource), problems(retention)])
      expect(found).to.deep.equal(["warning repository-changed", "warning drift"]);
  });
  it("is drift alone where it is another option", () => {
    expect(problems(other(/$/, "\nlog-level-console = info"))).to.deep.equal(["warning drift"]);
  });
});

describe("drift by the answers of the API server", () => {
  const immutable =
    "StatefulSet.apps \"demo-pgbackrest-repo-host\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  const larger = edited(statefulSet, [["spec|volumeClaimTemplates|0|spec|resources|requests|storage", "40Gi"]]);

  it("says what is refused, and what that means", () => {
    const refused = driftOf(
      { wanted: larger, stored: storedHost, applied: { is: "refused", code: 422, message: immutable } },
      () => true,
    );
    expect(refused).to.deep.equal({
      kind: "StatefulSet",
      name: "demo-pgbackrest-repo-host",
      is: "refused",
      fields: [{ path: "spec.volumeClaimTemplates[0].spec.resources.requests.storage", wanted: "40Gi", found: "20Gi" }],
      why: `The API server refuses it (422): ${immutable}. The operator deletes such a StatefulSet, keeps its pod and its volumes, and creates it again as the postgresql asks for; an apply after that succeeds.`,
    });
  });

  it("takes defaults of the API server that are not known here", () => {
    const stored = edited(storedHost, [["spec|template|spec|enableServiceLinks", true]]);
    expect(drift(statefulSet, stored)?.is).to.equal("changed");
    const asNew = edited(storedHost, [["spec|template|spec|enableServiceLinks", true]]);
    expect(driftOf({ wanted: statefulSet, stored, asNew: { is: "accepted", object: asNew } }, () => true)).to.equal(
      undefined,
    );
  });

  it("tells what is missing from what is not known", () => {
    const name = { kind: "CronJob", name: "pgbackrest-demo-repo1-full" };
    expect(driftOf({ wanted: cronJob, stored: "missing" }, () => true)).to.deep.equal({ ...name, is: "missing" });
    expect(
      driftOf({ wanted: cronJob, stored: { unknown: "forbidden", why: "It is forbidden." } }, () => true),
    ).to.deep.equal({ ...name, is: "unknown", why: "It is forbidden." });
  });
});
