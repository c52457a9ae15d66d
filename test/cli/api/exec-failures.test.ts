import { expect } from "chai";
import { failedCommand, noPod, notRun } from "../../../src/cli/api/exec-failures.ts";
import { podCommands } from "../../../src/status/pod-commands.ts";

const host = { pod: "demo-pgbackrest-repo-host-0", container: "pgbackrest" };
const primary = { pod: "demo-0", container: "postgres" };
const { archiver, info } = podCommands;
const infoInShort = "`pgbackrest --stanza=db info --output=json`";

describe("what is said of a command in a pod that failed", () => {
  for (const [name, said, expected] of [
    [
      "there is no pod",
      noPod("pg", host, info),
      {
        unknown: "no-pod-to-ask",
        why: `There is no Pod/demo-pgbackrest-repo-host-0 in namespace \`pg\` to run ${infoInShort} in.`,
        fix: "See with `kubectl get pods` which pods run, and why this one does not.",
      },
    ],
    [
      "pgBackRest is not configured, and the hint stands last",
      failedCommand(host, info, {
        exitCode: 37,
        stdout: "",
        stderr: "P00  ERROR: [037]: info command requires option: pg1-path\n      HINT: does this stanza exist?\n",
      }),
      {
        unknown: "unreadable",
        why: `${infoInShort} in the container \`pgbackrest\` of Pod/demo-pgbackrest-repo-host-0 ended with exit code 37: P00  ERROR: [037]: info command requires option: pg1-path.`,
        fix: "pgBackRest is not configured there, or refuses its configuration: see with `kubectl exec demo-pgbackrest-repo-host-0 -c pgbackrest -- ls -l /etc/pgbackrest/conf.d` which files it reads, and with `kubectl describe pod demo-pgbackrest-repo-host-0` which ConfigMap and Secret they come from.",
      },
    ],
    [
      "it prints its error on standard output",
      failedCommand(host, info, { exitCode: 49, stdout: "ERROR: [049]: unable to connect\n", stderr: "" }),
      {
        unknown: "unreadable",
        why: `${infoInShort} in the container \`pgbackrest\` of Pod/demo-pgbackrest-repo-host-0 ended with exit code 49: ERROR: [049]: unable to connect.`,
        fix: "Mend what it names, and see with `kubectl exec demo-pgbackrest-repo-host-0 -c pgbackrest -- pgbackrest --stanza=db info` whether it works.",
      },
    ],
    [
      "the image has no such program",
      failedCommand(primary, info, { exitCode: 127, stdout: "", stderr: "" }),
      {
        unknown: "unreadable",
        why: `${infoInShort} in the container \`postgres\` of Pod/demo-0 ended with exit code 127, and said nothing.`,
        fix: `The image of the container has no \`pgbackrest\`: see with \`kubectl get pod demo-0 -o jsonpath='{.spec.containers[?(@.name=="postgres")].image}'\` which it is, and use one of the operator's.`,
      },
    ],
    [
      "PostgreSQL does not answer",
      failedCommand(primary, archiver, { exitCode: 2, stdout: "", stderr: "psql: error: connection failed" }),
      {
        unknown: "unreadable",
        why: "`psql` in the container `postgres` of Pod/demo-0 ended with exit code 2: psql: error: connection failed.",
        fix: "PostgreSQL does not accept the connection: see why with `kubectl logs demo-0 -c postgres --tail=50`.",
      },
    ],
    [
      "the pod has no such container",
      notRun(primary, info, { code: 400, reason: "", message: "" }),
      {
        unknown: "unreachable",
        why: `${infoInShort} cannot be run in the container \`postgres\` of Pod/demo-0 (400).`,
        fix: "See with `kubectl get pod demo-0 -o jsonpath='{.spec.containers[*].name}'` which containers the pod has: `postgres` has to be one, and to run.",
      },
    ],
    [
      "the container runtime does not find the program",
      notRun(primary, archiver, {
        code: 500,
        reason: "InternalError",
        message: 'exec: "psql": executable file not found in $PATH',
      }),
      {
        unknown: "unreadable",
        why: '`psql` cannot be run in the container `postgres` of Pod/demo-0 (500, exec: "psql": executable file not found in $PATH).',
        fix: `The image of the container has no \`psql\`: see with \`kubectl get pod demo-0 -o jsonpath='{.spec.containers[?(@.name=="postgres")].image}'\` which it is, and use one of the operator's.`,
      },
    ],
    [
      "it does not end",
      notRun(host, info, { code: 504, reason: "Timeout", message: "it did not end in time" }),
      {
        unknown: "timeout",
        why: `${infoInShort} in the container \`pgbackrest\` of Pod/demo-pgbackrest-repo-host-0 was stopped: it did not end in time.`,
        fix: "See with `kubectl exec demo-pgbackrest-repo-host-0 -c pgbackrest -- pgbackrest --stanza=db info` what it waits for: most often the way from the pod to the repository. Where it is only slow, give it more time with `--timeout`.",
      },
    ],
  ] as const)
    it(`because ${name}`, () => expect(said).to.deep.equal(expected));
});
