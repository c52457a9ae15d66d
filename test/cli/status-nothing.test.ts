import { expect } from "chai";
import type { Answer, ApiServer } from "../../src/cli/api/api-server.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import { status } from "../../src/cli/status.ts";
import { nothingFound } from "../../src/cli/status-nothing.ts";
import { statusOrder } from "../../src/cli/status-order.ts";
import type { JsonObject } from "../../src/json/json-value.ts";

const order = async (...args: readonly string[]) => statusOrder(await readArguments(status, args));

/** An API server that answers so when it is asked for a namespace. */
const serverOf = (answer: Answer<readonly JsonObject[]>): ApiServer => ({
  ...{ context: "test", namespace: "default" },
  async *list({ plural }, { labelSelector }) {
    expect([plural, labelSelector]).to.deep.equal(["namespaces", "kubernetes.io/metadata.name=r"]);
    yield answer;
  },
  get: async () => ({ is: "missing" }),
  dryRun: async () => ({ is: "missing" }),
  log: async () => ({ is: "missing" }),
  exec: async () => ({ is: "missing" }),
});

describe("where there is no cluster", () => {
  const there = serverOf({ is: "found", value: [{ metadata: { name: "r" } }] });
  const none = serverOf({ is: "found", value: [] });
  const forbidden = serverOf({ is: "unknown", unknown: { unknown: "forbidden", why: "No." } });
  const cases: ReadonlyArray<
    readonly [args: readonly string[], namespace: string | undefined, api: ApiServer, sentence: string]
  > = [
    [["-n", "r"], "r", there, "There is no cluster in namespace r."],
    [["-n", "r"], "r", forbidden, "There is no cluster in namespace r."],
    [["-n", "r"], "r", none, "There is no namespace r."],
    [["-n", "r", "-l", "team=x"], "r", there, "There is no cluster that `-l team=x` selects in namespace r."],
    [["-n", "r", "--cluster", "demo"], "r", there, "There is no cluster `demo` in namespace r."],
    [["-A"], undefined, there, "There is no cluster in any namespace."],
    [["x.yaml", "--cluster", "demo"], "r", there, "There is no cluster `demo` in the manifests."],
  ];
  for (const [args, namespace, api, sentence] of cases)
    it(`says ${sentence} (${args.join(" ")})`, async () => {
      const { problem, level } = await nothingFound(await order(...args), namespace, api);
      expect({ problem, level }).to.deep.equal({ problem: sentence, level: "unknown" });
    });

  for (const name of ["../x", "a?b", "A", "-a"])
    it(`refuses a namespace that cannot be: ${name}`, async () => {
      expect(await order(`--namespace=${name}`).catch((error: Error) => error.message)).to.match(
        /^--namespace cannot be `/,
      );
    });
});
