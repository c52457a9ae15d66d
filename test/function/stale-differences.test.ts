import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";
import { staleDiagnostic } from "../../src/krm/stale-object.ts";

const cluster = `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4", repo1-path: /demo, process-max: "2"}
      repos: [{name: repo1, storage: azure, resource: box, account: shop, endpoint: blob.core.windows.net, key: c2VjcmV0LWF6dXJlLWtleQ==, schedule: {full: 30 2 * * *}}]
      env: [{name: LOG, value: secret-value}]
`;

async function rendered(): Promise<string> {
  const { parts, exitCode } = await filter(Buffer.from(cluster));
  expect(exitCode).to.equal(0);
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
}

/** What is said of a rendered text after a change of it. */
async function said(from: string | RegExp, to: string): Promise<string> {
  const text = await rendered();
  const changed = cluster + text.slice(cluster.length).replace(from, to);
  expect(changed).to.not.equal(text);
  const { stale } = await filter(Buffer.from(changed));
  return stale
    .map((object) => staleDiagnostic(object).problem.replace(/^.* was created by this function, but /, ""))
    .join("\n");
}

describe("a stale object", () => {
  for (const [what, from, to, says] of [
    [
      "a text",
      '  schedule: "30 2 * * *"',
      "  schedule: 0 1 * * *",
      "`spec.schedule` is `0 1 * * *`, and the cluster asks for `30 2 * * *`.",
    ],
    [
      "a field that is gone",
      /\n {2}concurrencyPolicy: Forbid/,
      "",
      "`spec.concurrencyPolicy` is missing, and the cluster asks for `Forbid`.",
    ],
    [
      "a field too many",
      "\n  concurrencyPolicy:",
      "\n  foo: 12\n  concurrencyPolicy:",
      "`spec.foo` is `12`, and the cluster does not ask for it.",
    ],
    [
      "a number for a text, and a mapping",
      /terminationGracePeriodSeconds: 300/,
      'terminationGracePeriodSeconds: "300"',
      '`spec.jobTemplate.spec.template.spec.terminationGracePeriodSeconds` is `"300"`, and the cluster asks for `300`.',
    ],
    [
      "an empty text",
      "concurrencyPolicy: Forbid",
      'concurrencyPolicy: ""',
      '`spec.concurrencyPolicy` is `""`, and the cluster asks for `Forbid`.',
    ],
    [
      "control characters",
      "concurrencyPolicy: Forbid",
      'concurrencyPolicy: "a\\eb\\nc"',
      "line 1 of `spec.concurrencyPolicy` is `a\\u001bb`, and the cluster asks for `Forbid`.",
    ],
    [
      "a long value, which is cut",
      "concurrencyPolicy: Forbid",
      `concurrencyPolicy: ${"x".repeat(300)}`,
      `\`spec.concurrencyPolicy\` is \`${"x".repeat(80)}...\`, and the cluster asks for \`Forbid\`.`,
    ],
    [
      "a label",
      "type: backup-job\n    team: acid",
      "type: backup-job\n    team: other",
      "`metadata.labels.team` is `other`, and the cluster asks for `acid`.",
    ],
    [
      "a line of a configuration",
      "repo1-path = /demo",
      "repo1-path = /other",
      'line 10 of `data["pgbackrest_instance.conf"]` is `repo1-path = /other`, and the cluster asks for `repo1-path = /demo`.',
    ],
    [
      "a line that is gone",
      /\n.*repo1-path = \/demo/,
      "",
      'line 10 of `data["pgbackrest_instance.conf"]` is missing, and the cluster asks for `repo1-path = /demo`.',
    ],
    [
      "a line too many",
      "process-max = 2",
      "process-max = 2\n    buffer-size = 1MiB",
      'line 12 of `data["pgbackrest_instance.conf"]` is `buffer-size = 1MiB`, and the cluster does not ask for it.',
    ],
    [
      "a secret option, whose value is not shown",
      "c2VjcmV0LWF6dXJlLWtleQ==",
      "b3RoZXItc2VjcmV0",
      'line 14 of `data["pgbackrest_instance.conf"]` is not what the cluster asks for.',
    ],
    [
      "a line that may be anything, which is not shown",
      "process-max = 2",
      "process-max = 2\n    # password: hunter2",
      'line 12 of `data["pgbackrest_instance.conf"]` is there, and the cluster does not ask for it.',
    ],
    [
      "the value of a variable, which is not shown",
      "value: secret-value",
      "value: other-secret",
      "`spec.jobTemplate.spec.template.spec.containers[0].env[5].value` has another value than the cluster asks for.",
    ],
  ] as const)
    it(`names ${what}`, async () => expect(await said(from, to)).to.equal(says));

  it("names three fields and counts the others, metadata last", async () => {
    const changes: ReadonlyArray<readonly [string, string]> = [
      ["type: backup-job\n    team: acid", "type: backup-job\n    team: other"],
      ['  schedule: "30 2 * * *"', "  schedule: 0 1 * * *"],
      ["concurrencyPolicy: Forbid", "concurrencyPolicy: Allow"],
      ["restartPolicy: Never", "restartPolicy: Always"],
      ["terminationGracePeriodSeconds: 300", "terminationGracePeriodSeconds: 1"],
    ];
    const text = changes.reduce((now, [from, to]) => now.replace(from, to), await rendered());
    const { stale } = await filter(Buffer.from(text));
    expect(stale.map((object) => staleDiagnostic(object).problem)).to.deep.equal([
      "CronJob `pgbackrest-demo-repo1-full` was created by this function, but `spec.schedule` is `0 1 * * *`, and the cluster asks for `30 2 * * *`; `spec.concurrencyPolicy` is `Allow`, and the cluster asks for `Forbid`; `spec.jobTemplate.spec.template.spec.restartPolicy` is `Always`, and the cluster asks for `Never`; 2 more fields differ.",
    ]);
  });
});
