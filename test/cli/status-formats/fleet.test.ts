import { expect } from "chai";
import { statusFormats } from "../../../src/cli/status-formats/index.ts";
import type { ClusterStatus, JobStatus, Status, StatusProblem } from "../../../src/status/status-schema.ts";
import { example } from "./example.ts";

const { markdown, nagios, prometheus, text } = statusFormats;
const plain = { color: false, columns: Number.POSITIVE_INFINITY };
const now = "2026-11-28T01:00:00Z";

const problem = (id: string, level: StatusProblem["level"], fix = `Mend ${id}.`): StatusProblem => ({
  ...{ id, level, problem: `It is ${id}.`, fix },
});
const cluster = (name: string, problems: readonly StatusProblem[] = []): ClusterStatus => ({
  ...{ name, namespace: "f", phase: "Running", repositories: [] },
  level: problems[0]?.level ?? "ok",
  problems: [...problems],
});
const status = (...clusters: readonly ClusterStatus[]): Status => ({
  ...{ now, problems: [], limits: example.limits, level: "critical" },
  clusters: [...clusters],
});
const many = (count: number, of: (at: number) => ClusterStatus) => Array.from({ length: count }, (_, at) => of(at));
const named = (prefix: string, at: number) => `${prefix}${String(at).padStart(4, "0")}`;
const withJob = (job: Partial<JobStatus>, more: Partial<ClusterStatus> = {}): ClusterStatus => ({
  ...cluster("demo"),
  repositories: [
    {
      ...{ name: "repo1", storage: "s3", location: "s3://b/r", level: "ok" },
      jobs: [
        {
          ...{ type: "full", cronJob: "c", cron: "0 2 * * 0", suspended: false, state: "never-ran", missedRuns: 0 },
          ...{ next: "2026-11-29T02:00:00Z", ...job },
        },
      ],
    },
  ],
  ...more,
});

const withoutMissedRuns = (key: string, value: unknown) => (key === "missedRuns" ? undefined : value);

describe("the status of a fleet", () => {
  const fleet = status(
    ...many(2000, (at) => cluster(named("a", at), [problem("cron-job-missing", "critical")])),
    ...many(21, (at) => cluster(named("b", at), [problem("drift", "warning")])),
    ...many(3, (at) => cluster(named("c", at))),
  );

  it("is shown by cause: twenty of each, and how many more there are; the sum stands first and last", () => {
    const lines = text(fleet, plain).trimEnd().split("\n");
    expect(lines.filter((line) => /^CRITICAL f\/a/.test(line))).to.have.lengthOf(20);
    expect(lines.filter((line) => /^WARNING f\/b/.test(line))).to.have.lengthOf(20);
    expect(lines.filter((line) => /^[A-Z]+ and /.test(line))).to.deep.equal([
      "CRITICAL and 1,980 more clusters with `cron-job-missing`: f/a0020, f/a0021, f/a0022, ...",
      "WARNING and 1 more cluster with `drift`: f/b0020",
    ]);
    const sum = "2024 clusters: 2000 critical, 0 unknown, 21 warnings, 3 ok.";
    expect([lines[0], lines.at(-3)]).to.deep.equal([sum, sum]);
    expect(markdown(fleet, plain).split("\n")).to.include(
      "**critical** and 1,980 more clusters with cron-job-missing: f/a0020, f/a0021, f/a0022, ...",
    );
  });

  it("is shown from a level on, with the sum of all", () => {
    for (const [least, shown] of [
      ["critical", ["CRITICAL"]],
      ["warning", ["CRITICAL", "WARNING"]],
      ["ok", ["CRITICAL", "WARNING", "ok"]],
    ] as const) {
      const found = text(fleet, { ...plain, least });
      expect([...new Set([...found.matchAll(/^([A-Za-z]+) +f\//gm)].map(([, word]) => word))]).to.deep.equal(shown);
      expect(found).to.match(/^2024 clusters: 2000 critical, 0 unknown, 21 warnings, 3 ok\.\n/);
    }
  });
});

describe("a cluster in the formats of status", () => {
  it("has a cure once", () => {
    const both = status(cluster("a", [problem("one", "critical", "Do it."), problem("two", "critical", "Do it.")]));
    expect(text(both, plain)).to.include("| It is two.\n  | Fix: As for `one` above.\n").and.include("| Fix: Do it.\n");
    expect(markdown(both, plain).match(/Do it\\?\./g)).to.have.lengthOf(1);
    // Each line of Nagios stands for itself.
    expect(nagios(both, plain).match(/Do it\./g)).to.have.lengthOf(2);
  });

  it("says when the first backup is to come, and calls only that never-ran which should have run", () => {
    expect(text(status(withJob({})), plain)).to.match(/^ok {2}f\/demo {2}repo1 full not yet \(first in 1 d 1 h\)$/m);
    const late = withJob({ missedRuns: 1 }, { level: "critical", problems: [problem("backup-never-ran", "critical")] });
    expect(text(status(late), plain)).to.match(
      /^ {4}full {2}never-ran {2}no backup .* next in 1 d 1 h {2}1 run missed$/m,
    );
  });

  it("says that the operator has not looked at it", () => {
    const { phase: _, ...fresh } = withJob({});
    expect(text(status(fresh), plain)).to.match(/^ok {2}f\/demo \(no phase yet\) {2}repo1/m);
  });

  it("says nothing of what is not known, and counts what could not be compared", () => {
    const drift = ["a", "b"].map((name) => ({ kind: "CronJob", name, is: "unknown" as const }));
    const { phase: _, ...unread } = withJob(
      { state: "unknown" },
      { level: "unknown", repoHost: { volumes: [] }, drift },
    );
    const said = status(unread);
    expect(text(said, plain))
      .to.match(/^UNKNOWN f\/demo\n/)
      .and.match(/^ {2}repo host: not known\n {2}drift: not known of 2 objects$/m);
    expect(markdown(said, plain))
      .to.match(/^- Repo host: not known$/m)
      .and.match(/^- not known of 2 objects$/m);
    expect(prometheus(said, plain)).to.not.match(/repo_host_ready\{/);
  });

  it("has no runs missed where nobody knows them", () => {
    const unknown: Status = JSON.parse(JSON.stringify(status(withJob({ state: "unknown" })), withoutMissedRuns));
    expect(nagios(unknown, plain)).to.match(/ 'f\/demo repo1 full missed'=U$/m);
    expect(prometheus(unknown, plain)).to.not.include("missed_runs").and.not.include("NaN");
    for (const format of [text, markdown]) expect(format(unknown, plain)).to.not.match(/missed|undefined|NaN/);
  });

  it("ends a sentence before the next one", () => {
    const open = { ...problem("unreadable", "unknown"), problem: "the database system is starting up" };
    for (const format of [nagios, markdown])
      expect(format(status(cluster("a", [open])), plain)).to.match(/starting up\\?\. Mend/);
  });

  it("shows of long values what differs", () => {
    const image = "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-";
    const fields = [{ path: "image", wanted: `${image}1`, found: `${image}2` }];
    const changed = withJob({}, { level: "warning", drift: [{ kind: "CronJob", name: "c", is: "changed", fields }] });
    expect(text(status(changed), plain)).to.include('- image: wanted "…ner:pgbackrest-1", found "…ner:pgbackrest-2"');
  });
});
