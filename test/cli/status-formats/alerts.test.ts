import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { statusFormats } from "../../../src/cli/status-formats/index.ts";
import type { Status } from "../../../src/status/status-schema.ts";
import { requireTool, root, run, which } from "../../tools.ts";
import { example } from "./example.ts";

const rules = join(root, "fn-config", "prometheus-rules.yaml");
const hour = 3600;

/** promtool counts from 1970 on. So the example is looked at two days after that, and all its moments are moved likewise. */
const lookedAt = 48 * hour;
const moved = lookedAt - Date.parse(example.now) / 1000;

/** The metrics of a status as series that stay as they are. */
const seriesOf = (status: Status) =>
  statusFormats
    .prometheus(status, { color: false, columns: Number.POSITIVE_INFINITY })
    .split("\n")
    // promtool's series cannot be infinite.
    .filter((line) => line !== "" && !line.startsWith("#") && !line.endsWith("+Inf"))
    .map((line) => {
      const [, series = "", value = ""] = /^(.*) (\S+)$/.exec(line) ?? [];
      const number = /^\w+_timestamp_seconds\b/.test(series) ? Number(value) + moved : value;
      return { series, values: `${number}x${lookedAt / hour + 10}` };
    });

type Alerts = Readonly<Record<string, ReadonlyArray<Readonly<Record<string, string>>>>>;

const names = [
  ...["BackupStatusTooOld", "BackupStatusMissing", "BackupCritical", "BackupWarning", "BackupUnknown"],
  ...["BackupTooOld", "BackupCertificateEnds"],
];

/** Has promtool evaluate the rules some time after the status was made, and compare which alerts fire; texts apart. */
function expectAlerts(promtool: string, status: Status | undefined, secondsAfter: number, expected: Alerts) {
  const folder = mkdtempSync(join(tmpdir(), "alerts-"));
  try {
    const alertNames = names.map((alertname) => ({
      ...{ alertname, eval_time: `${lookedAt + secondsAfter}s` },
      exp_alerts: (expected[alertname] ?? []).map(({ summary = "", description, ...labels }) => ({
        exp_labels: labels,
        exp_annotations: { summary, ...(description !== undefined && { description }) },
      })),
    }));
    const tests = [
      { interval: "1h", input_series: status === undefined ? [] : seriesOf(status), alert_rule_test: alertNames },
    ];
    const file = join(folder, "test.yaml");
    writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: "1h", tests }));
    const { status: exitCode, stdout, stderr } = run(promtool, ["test", "rules", file]);
    expect({
      exitCode,
      output: `${stdout}${stderr}`.replace(/Unit Testing: .*\n|\s+SUCCESS\n/g, "").trim(),
    }).to.deep.equal({
      exitCode: 0,
      output: "",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("fn-config/prometheus-rules.yaml", function () {
  this.timeout(240_000);
  const tool = (context: Mocha.Context) => requireTool(context, "promtool", which("promtool"));

  it("is what promtool takes, with an alert of each name", function () {
    const { status, stdout } = run(tool(this), ["check", "rules", rules]);
    expect({ status, found: /(\d+) rules found/.exec(stdout)?.[1] }).to.deep.equal({ status: 0, found: "7" });
  });

  const [demo, orders] = [
    { namespace: "pg", cluster: "demo" },
    { namespace: "pg", cluster: "orders" },
  ];
  const [critical, warning] = [{ severity: "critical" }, { severity: "warning" }];
  const says = { description: "`expand-pgbackrest status --namespace pg` says what is wrong and what to do." };
  const problem = (cluster: typeof demo, id: string, level: string) => ({
    ...{ ...cluster, id, level, severity: level, ...says },
    summary: `${cluster.namespace}/${cluster.cluster}: ${id}`,
  });
  const certificate = (summary: string) => ({
    ...orders,
    ...warning,
    summary: `pg/orders: the certificate of the repo host ${summary}.`,
  });

  it("tells what is wrong", function () {
    expectAlerts(tool(this), example, 0, {
      BackupCritical: [problem(orders, "backup-failed", "critical"), problem(orders, "certificate-ends", "critical")],
      BackupWarning: [
        problem(orders, "drift", "warning"),
        problem({ namespace: "pg", cluster: "shop" }, "backup-suspended", "warning"),
      ],
      BackupUnknown: [
        {
          ...{ namespace: "stage", cluster: "cart", level: "unknown", ...warning },
          summary: "stage/cart: nothing certain is known of its backups.",
          description: "`expand-pgbackrest status --namespace stage` says why.",
        },
      ],
      BackupCertificateEnds: [certificate("ends in 4d 20h 0m 0s")],
    });
  });

  it("has nothing to tell of healthy clusters", function () {
    const healthy = { ...example, problems: [], clusters: example.clusters.filter(({ level }) => level === "ok") };
    expectAlerts(tool(this), healthy, 0, {});
  });

  it("goes on counting while nobody looks", function () {
    const healthy = { ...example, problems: [], clusters: example.clusters.filter(({ level }) => level === "ok") };
    const old = { ...healthy, clusters: healthy.clusters.filter(({ name }) => name === "demo") };
    expectAlerts(tool(this), old, 2 * hour, {});
    expectAlerts(tool(this), old, 3 * hour, {
      BackupStatusTooOld: [{ ...critical, summary: "Nobody has looked at the backups for 3h 0m 0s." }],
    });
    const due = old.clusters.map((cluster) => ({
      ...cluster,
      repositories: cluster.repositories.map((repository) => ({
        ...repository,
        jobs: repository.jobs.map((job) => ({ ...job, dueSeconds: 5 * hour })),
      })),
    }));
    expectAlerts(
      tool(this),
      {
        ...old,
        clusters: due.map((each) => ({
          ...each,
          repositories: each.repositories.map((repository) => ({ ...repository, jobs: repository.jobs.slice(1) })),
        })),
      },
      2 * hour,
      {
        BackupTooOld: [
          {
            ...demo,
            ...critical,
            repository: "repo1",
            type: "diff",
            summary: "pg/demo repo1: the last diff backup is 11h 28m 55s old.",
          },
        ],
      },
    );
  });

  it("tells where no metrics are there", function () {
    expectAlerts(tool(this), undefined, 2 * hour, {
      BackupStatusMissing: [{ ...critical, summary: "There are no metrics of backups." }],
    });
  });
});
