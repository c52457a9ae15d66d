import { readFileSync } from "node:fs";
import { expect } from "chai";
import Type from "typebox";
import { parse } from "yaml";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";
import { sharedCluster } from "./shared.ts";

interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly input: string;
  readonly verdict: "accepted" | "rejected";
  readonly message: string;
  readonly pruned: readonly string[];
  readonly nullsDropped: readonly string[];
  readonly defaulted: readonly string[];
  readonly strict: string;
}

const verdicts: readonly Verdict[] = JSON.parse(
  readFileSync(new URL("../cpo/testdata/crd-verdicts.json", import.meta.url), "utf8"),
);

/** The path of every field with what is there, in the words of the API server. */
function* fieldsOf(value: unknown, path = ""): Generator<readonly [path: string, value: unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    if (at === "metadata") continue; // which the API server fills in
    yield [at, below];
    yield* fieldsOf(below, at);
  }
}

const message = Type.Object({ message: Type.String() });

describe("the definitions that the API server of the tests has, beside those of the operator", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let namespace: string;
  before(async function () {
    cluster = sharedCluster(this);
    namespace = await cluster.makeNamespace();
  });

  for (const { id, what, input, verdict, ...expected } of verdicts) {
    it(`${id} (${what}): ${verdict}`, async () => {
      const moved = input.replace(/^( +namespace: ).*$/m, `$1${namespace}`);
      const { apiVersion, kind } = parse(moved);
      const create = (fieldValidation: string) =>
        cluster.request(
          "POST",
          `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s?dryRun=All&fieldValidation=${fieldValidation}`,
          moved,
        );
      const { status, body } = await create("Ignore");
      if (status === 404) {
        // The API server does not say more of it; kubectl does.
        expect(cluster.tryKubectl(["create", "-f", "-"], { input: moved }).stderr).to.include(expected.message);
        return;
      }
      if (verdict === "rejected") {
        expect(checked(message, body).message).to.equal(expected.message);
        return;
      }
      const strict = await create("Strict");
      const sent = new Map(fieldsOf(parse(moved)));
      const stored = new Map(fieldsOf(body));
      const lost = [...sent.keys()].filter((path) => !stored.has(path));
      expect({
        verdict: status === 201 ? "accepted" : status,
        message: "",
        pruned: lost.filter((path) => sent.get(path) !== null),
        nullsDropped: lost.filter((path) => sent.get(path) === null),
        defaulted: [...stored.keys()].filter((path) => !sent.has(path)),
        strict:
          strict.status === 201
            ? ""
            : checked(message, strict.body).message.replace(/^.* cannot be handled as a \w+: /, ""),
      }).to.deep.equal({ verdict, ...expected });
    });
  }
});
