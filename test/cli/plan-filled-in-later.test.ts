import { expect } from "chai";
import { main } from "../../src/cli/main.ts";

const cluster = (schedule: string, { annotations = "{}", instances = 2 } = {}) => `
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg, annotations: ${annotations}}
spec:
  teamId: acid
  numberOfInstances: ${instances}
  postgresql: {version: "17", parameters: {archive_timeout: 10min}}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.1-1
      global: {repo1-retention-full: "7", repo1-path: /demo, repo1-s3-key-type: auto}
      repos:
      - {name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: ${schedule}}
`;

/** Runs a command for what is on standard input. */
async function run(text: string, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await main(args, {
    stdin: () => Buffer.from(text),
    stdout: (part) => out.push(String(part)),
    stderr: (part) => err.push(part),
    terminal: false,
    env: {},
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}

const plan = (text: string, ...args: readonly string[]) =>
  run(text, "plan", "-", "--now", "2026-11-27T12:00:00Z", ...args);
const notKnown = `    kept             not known
    any moment       not known
    oldest backup    not known
    can be lost      not known
    a restore reads  not known
`;

describe("a plan of a schedule that a later step fills in", function () {
  this.timeout(60_000);
  const zone = '{"expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs": "timeZone=$' + '{ZONE}"}';

  for (const [what, schedule, filledIn, annotations] of [
    ["all of it", "$" + "{FULL_SCHEDULE}", "$" + "{FULL_SCHEDULE}", "{}"],
    ["all of it, or else this", "$" + "{FULL:=0 2 * * *}", "$" + "{FULL:=0 2 * * *}", "{}"],
    ["a part of it", "$" + "{MIN} 2 * * 0", "$" + "{MIN} 2 * * 0", "{}"],
    ["by Helm", "{{ .Values.full }}", "{{ .Values.full }}", "{}"],
    ["its zone", "0 2 * * 0", "$" + "{ZONE}", zone],
  ] as const)
    it(`knows nothing that depends on it, and nothing speaks against it: ${what}`, async () => {
      const text = cluster(`{full: "${schedule}"}`, { annotations });
      expect(await plan(text)).to.deep.equal({
        ...{ exitCode: 0, stderr: "" },
        stdout: `pg/demo (-:2)
  repo1: s3://backups/demo at s3.example.com
    encryption       not encrypted
    full             not known: a later step fills in \`${filledIn}\`
${notKnown}    gap              When the full backups of repo1 are taken is not known: a later step fills in \`${filledIn}\`.

1 cluster, 1 repository; 0 errors, 0 warnings, 0 infos.
`,
      });
      const judged = await plan(text, "--require-window", "7d", "--require-rpo", "1h", "--require-repos", "1");
      expect(judged.exitCode).to.equal(0);
      expect(judged.stderr.match(/^\S.*$/gm)).to.deep.equal([
        "-:15:9: postgresql pg/demo spec.backup.pgbackrest.repos[0]: warning: How far back repo1 goes is not known, because a later step fills in the schedule of its full backups; the policy asks for 7 days. [policy-window]",
        "-:15:9: postgresql pg/demo spec.backup.pgbackrest.repos[0]: warning: Whether backups of repo1 are taken is not known, because a later step fills in the schedule of its full backups, and WAL is nothing without a backup; the policy allows 1 hour. [policy-rpo]",
        "-:14:7: postgresql pg/demo spec.backup.pgbackrest.repos: warning: Whether full backups go to repo1 is not known, because a later step fills in the schedule of its full backups; the policy asks for 1 repository. [policy-repositories]",
      ]);
      for (const target of [["--latest"], ["--to", "2026-11-20 12:00:00+00"]])
        expect(await run(text, "restore-patch", "demo", ...target, "-f", "-")).to.include({ exitCode: 0, stderr: "" });
    });

  it("is no loss of backups beside one that knew it, nor a gain", async () => {
    const json = async (schedule: string) => JSON.parse((await plan(cluster(schedule), "--format", "json")).stdout);
    const { planChanges } = await import("../../src/recovery/plan-changes.ts");
    const [known, later] = [await json("{full: 0 2 * * 0}"), await json('{full: "$' + '{FULL}"}')];
    const schedule = (changes: ReturnType<typeof planChanges>) =>
      changes.flatMap(({ effect, text }) => (effect === "other" ? [text] : []));
    expect([schedule(planChanges(known, later)), schedule(planChanges(later, known))]).to.deep.equal([
      ["When the full backups are taken is not known any more; they were taken every Sunday at 02:00 UTC."],
      ["When the full backups are taken is known now: every Sunday at 02:00 UTC."],
    ]);
  });

  it("is certain where the backups are suspended", async () => {
    const annotations = '{"expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs": "suspend=true"}';
    const { stdout } = await plan(cluster('{full: "$' + '{FULL}"}', { annotations }));
    expect(stdout).to.include("NOTHING IS EVER BACKED UP");
    expect(stdout).to.include("The full backups of repo1 are never taken: it is suspended.");
  });

  it("has nothing certain where another type is filled in, since the two may meet", async () => {
    const { stdout } = await plan(cluster('{full: 0 2 * * 0, incr: "$' + '{INCR}"}'));
    expect(stdout).to.include(notKnown);
    expect(stdout).to.include("every Sunday at 02:00 UTC; next 2026-11-29 02:00 UTC");
  });
});

describe("a plan of a cluster without instances", function () {
  this.timeout(60_000);
  const operator = (least: number) =>
    `---\n{apiVersion: cpo.opensource.cybertec.at/v1, kind: OperatorConfiguration, metadata: {name: cpo, namespace: cpo}, configuration: {kubernetes_use_configmaps: true, min_instances: ${least}}}\n`;
  const parked = cluster("{full: 0 2 * * 0}", { instances: 0 });

  it("says that nothing is backed up", async () => {
    const { exitCode, stderr, stdout } = await plan(parked);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    expect(stdout).to.equal(`pg/demo (-:2)
  NOTHING IS EVER BACKED UP.
  repo1: s3://backups/demo at s3.example.com
    encryption  not encrypted
    full        every Sunday at 02:00 UTC
    gap         No backup is taken while the cluster has no instances.

1 cluster, 1 repository; 0 errors, 0 warnings, 0 infos.
Never backed up: pg/demo.
`);
  });

  it("falls short of a policy, and says what to do", async () => {
    const { exitCode, stderr } = await plan(
      parked,
      "--require-window",
      "7d",
      "--require-rpo",
      "1h",
      "--require-repos",
      "1",
    );
    expect(exitCode).to.equal(1);
    expect(stderr.match(/^ {2}.*$/gm)).to.deep.equal(
      Array(3).fill("  Raise `numberOfInstances`: a cluster without instances takes no backups."),
    );
  });

  it("counts on the instances that the operator gives it", async () => {
    for (const [least, says] of [
      [-1, true],
      [0, true],
      [1, false],
    ] as const)
      expect((await plan(`${parked}${operator(least)}`)).stdout.includes("no instances"), `${least}`).to.equal(says);
  });
});
