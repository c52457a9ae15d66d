import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

const annotation = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs";
const cluster = (jobs?: string, schedule = "{full: 30 3 * * 0, incr: 30 3 * * 1-6}") =>
  `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: demo
  namespace: pg
${jobs === undefined ? "" : `  annotations:\n    ${annotation}: ${JSON.stringify(jobs)}\n`}spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4"}
      repos: [{name: repo1, storage: pvc, schedule: ${schedule}, volume: {size: 5Gi}}]
`;
const own = (jobs: string) =>
  parse(`{apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1, kind: ExpandPgBackRest, spec: {jobs: ${jobs}}}`);
const map = (data: string) => parse(`{apiVersion: v1, kind: ConfigMap, metadata: {name: f}, data: ${data}}`);

interface Job {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly jobTemplate: { readonly spec: Readonly<Record<string, unknown>> } } & Readonly<
    Record<string, unknown>
  >;
}

async function run(input: string, config?: JsonValue) {
  const { parts, exitCode, findings, stale } = await filter(Buffer.from(input), config);
  const text = Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
  const jobs = parseAllDocuments(text)
    .map((document): Job => document.toJS())
    .filter(({ kind }) => kind === "CronJob")
    .map(({ metadata, spec: { jobTemplate, ...spec } }) => {
      const { template, ...job } = jobTemplate.spec;
      return { name: metadata.name, has: template !== undefined, ...spec, job };
    });
  return { exitCode, jobs, text, report: findingsText(findings), stale };
}

const job = (type: string, schedule: string, spec: object, ofJob: object) => ({
  name: `pgbackrest-demo-repo1-${type}`,
  has: true,
  schedule,
  concurrencyPolicy: "Forbid",
  ...spec,
  job: ofJob,
});
const both = (spec: object, ofJob: object) => [
  job("full", "30 3 * * 0", spec, ofJob),
  job("incr", "30 3 * * 1-6", spec, ofJob),
];
const ofCronJob = {
  timeZone: "Europe/Vienna",
  startingDeadlineSeconds: 3600,
  suspend: false,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 5,
};
const ofJob = { activeDeadlineSeconds: 86400, backoffLimit: 2, ttlSecondsAfterFinished: 604800 };
const all =
  "{timeZone: Europe/Vienna, startingDeadlineSeconds: 3600, suspend: false, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 5, activeDeadlineSeconds: 86400, backoffLimit: 2, ttlSecondsAfterFinished: 604800}";
const allInText = all.slice(1, -1).replaceAll(": ", "=").replaceAll(", ", "; ");

describe("settings of CronJobs", () => {
  it("are none where nothing is set", async () => {
    const { jobs, report } = await run(cluster());
    expect({ jobs, report }).to.deep.equal({ jobs: both({}, {}), report: "" });
  });

  for (const [from, input, config] of [
    ["the functionConfig", cluster(), own(all)],
    ["a ConfigMap", cluster(), map(all.replace(/: ([^,}]+)/g, ': "$1"'))],
    ["the annotation", cluster(allInText), undefined],
    ["the annotation, on lines of its own", cluster(allInText.replaceAll("; ", ";\n ")), undefined],
    [
      "the annotation before the functionConfig",
      cluster(allInText),
      own("{timeZone: Etc/UTC, suspend: true, backoffLimit: 9}"),
    ],
    [
      "both",
      cluster("suspend=false; backoffLimit=2"),
      own(all.replace("false", "true").replace("Limit: 2", "Limit: 9")),
    ],
  ] as const)
    it(`are all taken from ${from}, and a second run changes nothing`, async () => {
      const { jobs, report, text } = await run(input, config);
      expect({ jobs, report }).to.deep.equal({ jobs: both(ofCronJob, ofJob), report: "" });
      const again = await run(text, config);
      expect({ text: again.text, stale: again.stale }).to.deep.equal({ text, stale: [] });
    });

  it("may be the largest that Kubernetes counts, and zero", async () => {
    for (const [seconds, count] of [
      [9223372036, 2147483647],
      [0, 0],
    ]) {
      const settings = [
        ...["startingDeadlineSeconds", "activeDeadlineSeconds"].map((name) => `${name}=${seconds}`),
        ...["successfulJobsHistoryLimit", "failedJobsHistoryLimit", "backoffLimit", "ttlSecondsAfterFinished"].map(
          (name) => `${name}=${count}`,
        ),
      ];
      const { exitCode, jobs } = await run(cluster(settings.join(";")));
      expect(exitCode).to.equal(0);
      expect(jobs[0]?.job).to.deep.equal({
        activeDeadlineSeconds: seconds,
        backoffLimit: count,
        ttlSecondsAfterFinished: count,
      });
    }
  });

  it("win over an edit by hand; what is not set keeps it", async () => {
    const config = own("{timeZone: Europe/Vienna, backoffLimit: 2}");
    const { text } = await run(cluster(), config);
    const edited = text
      .replaceAll("timeZone: Europe/Vienna", "timeZone: Etc/UTC\n  suspend: true")
      .replaceAll("backoffLimit: 2", "backoffLimit: 7\n      ttlSecondsAfterFinished: 60");
    const { jobs, stale } = await run(edited, config);
    expect(jobs).to.deep.equal(
      both({ timeZone: "Europe/Vienna", suspend: true }, { backoffLimit: 2, ttlSecondsAfterFinished: 60 }),
    );
    expect(stale.map(({ is, object }) => `${is} ${object.name}`)).to.deep.equal([
      "different pgbackrest-demo-repo1-full",
      "different pgbackrest-demo-repo1-incr",
    ]);
    const unset = text.replaceAll("backoffLimit: 2", "backoffLimit: 2\n      activeDeadlineSeconds: 7200");
    expect((await run(unset, config)).stale).to.deep.equal([]);
  });

  it("stay in the files when they are no longer set, and a suspension that stays is reported", async () => {
    const { text } = await run(cluster(), own("{suspend: true, backoffLimit: 2}"));
    const later = await run(text);
    expect(later.jobs).to.deep.equal(both({ suspend: true }, { backoffLimit: 2 }));
    expect(
      later.report,
    ).to.equal(`CronJob pg/pgbackrest-demo-repo1-full spec.suspend: warning: The full backup of repo1 is suspended, so it is not taken. [backups-suspended]
  Set \`spec.suspend\` to \`false\` in the CronJob, where the function and the operator leave it as it is, to take them again.

CronJob pg/pgbackrest-demo-repo1-incr spec.suspend: warning: The incr backup of repo1 is suspended, so it is not taken. [backups-suspended]
  Set \`spec.suspend\` to \`false\` in the CronJob, where the function and the operator leave it as it is, to take them again.
`);
    expect((await run(later.text, own("{suspend: false}"))).report).to.equal("");
  });

  it("of a suspension for all are reported at each cluster", async () => {
    expect(
      (await run(cluster(), own("{suspend: true}"))).report,
    ).to.equal(`postgresql pg/demo spec.backup.pgbackrest: warning: The full and incr backups of repo1 are suspended, so they are not taken. [backups-suspended]
  Set \`suspend\` to \`false\` in the functionConfig to take them again.
  with ExpandPgBackRest spec.jobs.suspend
`);
  });

  for (const [jobs, problem, fix] of [
    ["timeZone", "`timeZone` has no `=` behind the name.", "Write `timeZone=` and the value."],
    [
      "timeZone: Europe/Vienna",
      "`timeZone: Europe/Vienna` has no `=` behind the name.",
      "Write `timeZone=` and the value.",
    ],
    ["timezone=UTC", "`timezone` is not a setting of CronJobs.", "Did you mean `timeZone`?"],
    [
      "cron=x",
      "`cron` is not a setting of CronJobs.",
      "Write one of `timeZone`, `startingDeadlineSeconds`, `suspend`, `successfulJobsHistoryLimit`, `failedJobsHistoryLimit`, `activeDeadlineSeconds`, `backoffLimit`, `ttlSecondsAfterFinished`.",
    ],
    ["backoffLimit=1; backoffLimit=2", "`backoffLimit` is set twice.", "Keep one of the two."],
    ["suspend=True", "`suspend` is `True`, which is neither `true` nor `false`.", "Write `true` or `false`."],
    [
      "timeZone=",
      "`timeZone` is empty, which is not a time zone that Kubernetes knows.",
      "Write the name of a zone in the IANA database, for example `Europe/Vienna` or `Etc/UTC`.",
    ],
    [
      "timeZone=CRON_TZ=Europe/Vienna",
      "`timeZone` is `CRON_TZ=Europe/Vienna`, which is not a time zone that Kubernetes knows.",
      "Did you mean `Europe/Vienna`?",
    ],
    [
      "backoffLimit=-1",
      "`backoffLimit` is `-1`, which is not a whole number from 0 to 2147483647.",
      "Write digits only, for example `6`.",
    ],
    [
      "activeDeadlineSeconds=1h",
      "`activeDeadlineSeconds` is `1h`, which is not a whole number from 0 to 9223372036.",
      "Write digits only, for example `86400`.",
    ],
    [
      "activeDeadlineSeconds=9223372037",
      "`activeDeadlineSeconds` is `9223372037`, which is not a whole number from 0 to 9223372036.",
      "Write digits only, for example `86400`.",
    ],
  ] as const)
    it(`are refused in the annotation: ${jobs}`, async () => {
      const { exitCode, report, text } = await run(cluster(jobs));
      expect({ exitCode, report, text }).to.deep.equal({
        exitCode: 1,
        text: cluster(jobs),
        report: `postgresql pg/demo metadata.annotations["${annotation}"]: error: ${problem} [job-settings-refused]\n  ${fix}\n`,
      });
    });

  it("are refused in a CronJob that keeps them", async () => {
    const { text } = await run(cluster(undefined, "{full: 30 3 * * 0}"));
    const edited = text.replace("concurrencyPolicy:", 'timeZone: Mars/X\n  suspend: "false"\n  concurrencyPolicy:');
    const { exitCode, report } = await run(edited);
    expect({ exitCode, report }).to.deep.equal({
      exitCode: 1,
      report: `CronJob pg/pgbackrest-demo-repo1-full spec.timeZone: error: \`timeZone\` is \`Mars/X\`, which is not a time zone that Kubernetes knows. [job-settings-refused]
  Write the name of a zone in the IANA database, for example \`Europe/Vienna\` or \`Etc/UTC\`.

CronJob pg/pgbackrest-demo-repo1-full spec.suspend: error: \`suspend\` is \`false\`, which is neither \`true\` nor \`false\`. [job-settings-refused]
  Write \`true\` or \`false\`.
`,
    });
  });

  it("count where times are computed: in two zones, schedules meet by the clock on the wall of each", async () => {
    const { text } = await run(cluster("timeZone=Europe/Vienna", "{full: 30 4 * * 0, incr: 30 3 * * *}"));
    const collisions = (report: string) =>
      report
        .split("\n")
        .filter((line) => line.includes("[schedule-collision]"))
        .map((line) => line.replace(/.* start in/, ""));
    expect(collisions((await run(text)).report)).to.deep.equal([]);
    // The CronJobs keep the zone when the annotation goes; one of them is edited.
    const kept = text.replace(/ {2}annotations:\n.*\n/, "");
    const [head, ...tail] = kept.split("name: pgbackrest-demo-repo1-incr");
    const incr = tail.join("name: pgbackrest-demo-repo1-incr").replace("timeZone: Europe/Vienna", "timeZone: Etc/UTC");
    expect(collisions((await run(`${head}name: pgbackrest-demo-repo1-incr${incr}`)).report)).to.deep.equal([
      " the same minute, for example at 2026-01-04 03:30 Etc/UTC, so one of them fails. [schedule-collision]",
    ]);
    expect(
      collisions((await run(cluster("timeZone=Europe/Vienna", "{full: 30 4 * * 0, incr: 30 4 * * *}"))).report),
    ).to.deep.equal([
      " the same minute, for example at 2026-01-04 04:30 Europe/Vienna, so one of them fails. [schedule-collision]",
    ]);
  });
});
