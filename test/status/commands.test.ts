import { expect } from "chai";
import fc from "fast-check";
import { withNames } from "../../src/status/commands.ts";
import { problemKinds } from "../../src/status/problems.ts";
import { clusterStatus, statusReport } from "../../src/status/status.ts";
import { shellList } from "../../src/text/shell-list.ts";
import { visible } from "../../src/text/visible.ts";
import { usual } from "./faults.ts";
import { situations } from "./situations.ts";
import { sourceOf } from "./world.ts";

const commandsOf = (cure: string) => [...cure.matchAll(/`(kubectl[^`]*)`/g)].map(([, command = ""]) => command);
/** About no object of a namespace, or of all. */
const isElsewhere = (command: string) => /kubectl (?:--context prod )?(?:auth|config) |--all-namespaces/.test(command);

describe("the commands of cures", () => {
  it("have the namespace and the object's name in the documentation", () => {
    for (const [id, { cure }] of Object.entries(problemKinds))
      for (const command of commandsOf(cure))
        expect(command, id).to.match(
          /^kubectl -n NAMESPACE (?:get (?:pods|events)\b|.*\b(?:CRONJOB|JOB|PVC|CLUSTER)\b)|--all-namespaces/,
        );
  });

  for (const [name, { fault }] of Object.entries(situations))
    it(`can be pasted where there is ${name}`, () => {
      const report = statusReport({
        ...{ clusters: [clusterStatus(fault(sourceOf(usual)))], problems: [], now: usual.now, context: "prod" },
        connection: { context: "prod" },
      });
      for (const { fix, id } of [...report.problems, ...report.clusters.flatMap(({ problems }) => problems)])
        for (const command of commandsOf(fix)) {
          expect(command, id).to.match(/^kubectl --context prod /);
          if (!isElsewhere(command)) expect(command, id).to.match(/^kubectl --context prod -n pg /);
          expect(command, id).to.not.match(/\b[A-Z]{3,}\b/);
          expect(command, id).to.match(/ get (?:pods|events)\b| (?:logs job\/|(?:delete|describe) job )\S|demo/);
        }
    });

  it("have the context and the kubeconfig that were given, and no others", () => {
    const cure =
      "See `kubectl describe cronjob CRONJOB` and `kubectl get postgresqls --all-namespaces`, not `kubectl`.";
    const names = { NAMESPACE: "pg", CRONJOB: "a" };
    expect(withNames(cure, names)).to.equal(
      "See `kubectl -n pg describe cronjob a` and `kubectl get postgresqls --all-namespaces`, not `kubectl`.",
    );
    expect(withNames(cure, names, { context: "my prod", kubeconfig: "/k" })).to.equal(
      "See `kubectl --context 'my prod' --kubeconfig /k -n pg describe cronjob a` and `kubectl --context 'my prod' --kubeconfig /k get postgresqls --all-namespaces`, not `kubectl`.",
    );
  });

  it("give a shell the names as they are, whatever is in them", () => {
    const text = fc.string({ minLength: 1 }).filter((name) => visible(name) === name && !name.includes("`"));
    fc.assert(
      fc.property(text, text, text, (namespace, job, context) => {
        const [command = ""] = commandsOf(
          withNames("`kubectl -n NAMESPACE delete job JOB`", { NAMESPACE: namespace, JOB: job }, { context }),
        );
        const words = ["kubectl", "--context", context, "-n", namespace, "delete", "job", job];
        const [only] = shellList(command) ?? [];
        expect(only?.parts[0]?.pipeline.commands).to.deep.equal([{ is: "command", words }]);
      }),
    );
  });
});

describe("texts of a cluster in a report", () => {
  const long = "x".repeat(1_000_000);
  const said = (problem: string) => {
    const made = { id: "unreachable", level: "unknown", problem, fix: "Try again." } as const;
    return statusReport({ clusters: [], problems: [made], now: 0, context: undefined }).problems[0]?.problem;
  };

  it("are sentences, which end", () => {
    expect(said("the database system is starting up")).to.equal("the database system is starting up.");
    expect(said("It is there.")).to.equal("It is there.");
  });

  it("are cut off, however long they are", () => {
    expect(said(long)).to.have.lengthOf(1000).and.match(/x…$/);
    const { observed, ...source } = sourceOf(usual);
    const cronJobs = "unknown" in observed.cronJobs ? [] : observed.cronJobs;
    const status = clusterStatus({
      ...source,
      observed: {
        ...observed,
        resource: { phase: long, createdAt: 0 },
        cronJobs: cronJobs.map((each) => ({ ...each, timeZone: long })),
        repoHost: { uid: "u", createdAt: 0, replicas: 1, readyReplicas: 0, waiting: long },
        volumes: [{ name: long, phase: long }],
      },
    });
    expect(JSON.stringify(status).length).to.be.below(20_000);
  });
});
