import { expect } from "chai";
import type { ApiServer } from "../../src/cli/api/api-server.ts";
import { withBuiltName } from "../../src/cli/built-name.ts";
import { problemOf } from "../../src/status/problem.ts";
import type { ClusterStatus } from "../../src/status/status-schema.ts";

const missing = problemOf("secret-missing", "Secret/demo-s3 is not there.", { object: "Secret/demo-s3" });
const status: ClusterStatus = {
  name: "demo",
  namespace: "pg",
  level: "critical",
  repositories: [],
  problems: [missing],
};

/** An API server whose cluster names a Secret; those that are there are given. */
const serverOf = (own: string, ...there: readonly string[]): ApiServer => ({
  ...{ context: "test", namespace: "pg" },
  async *list() {},
  async get({ plural }, _namespace, name) {
    const spec = { backup: { pgbackrest: { configuration: { secret: own } } } };
    if (plural === "postgresqls") return { is: "found", value: { spec } };
    return there.includes(name) ? { is: "found", value: {} } : { is: "missing" };
  },
  dryRun: async () => ({ is: "missing" }),
  log: async () => ({ is: "missing" }),
  exec: async () => ({ is: "missing" }),
});

describe("a manifest that a kustomization builds, read as written", () => {
  it("is not critical while the Secret of the built name is there", async () => {
    const own = "demo-s3-547fd8f6hb";
    const { level, problems } = await withBuiltName(serverOf(own, own), status, "Use `--kustomize s3`.");
    expect({ level, problems }).to.deep.equal({
      level: "warning",
      problems: [
        {
          ...{ id: "secret-missing", level: "warning", object: "Secret/demo-s3", fix: "Use `--kustomize s3`." },
          problem:
            "The manifest names Secret/demo-s3, and the cluster has Secret/demo-s3-547fd8f6hb, to which a kustomization gave a hash.",
        },
      ],
    });
  });

  for (const [what, server] of [
    ["that Secret is missing, too", serverOf("demo-s3-547fd8f6hb")],
    ["the cluster has that of another generator", serverOf("other-547fd8f6hb", "other-547fd8f6hb")],
    ["the cluster names the same", serverOf("demo-s3")],
  ] as const)
    it(`stays critical where ${what}`, async () => {
      expect(await withBuiltName(server, status, "Use -k.")).to.equal(status);
    });
});
