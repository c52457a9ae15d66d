import { expect } from "chai";
import type { Answer, ApiKind, ApiServer } from "../../../src/cli/api/api-server.ts";
import { apiKinds } from "../../../src/cli/api/kinds.ts";
import { sayingOnce } from "../../../src/cli/api/saying-once.ts";

/** An API server that forbids everything to somebody. */
function forbidding(user: string): ApiServer {
  const forbidden = (verb: string, { apiVersion, plural }: ApiKind, namespace: string | undefined) => {
    const [group = ""] = apiVersion.split("/").slice(0, -1);
    const why = `The API server forbids \`${verb} ${plural}\` in namespace \`${namespace}\`.`;
    return {
      is: "unknown",
      unknown: { unknown: "forbidden", why, right: { verb, group, resource: plural, user } },
    } satisfies Answer<never>;
  };
  const core = (plural: string) => ({ apiVersion: "v1", plural });
  return {
    context: "prod",
    namespace: "pg",
    get: async (kind, namespace) => forbidden("get", kind, namespace),
    async *list(kind, { namespace }) {
      yield forbidden("list", kind, namespace);
    },
    dryRun: async (kind) => forbidden("patch", kind, "pg"),
    log: async (namespace) => forbidden("get", core("pods/log"), namespace),
    exec: async (namespace) => forbidden("create", core("pods/exec"), namespace),
  };
}

describe("what is forbidden", () => {
  it("is said once, with the commands that give the rights", async () => {
    const { api, problems } = sayingOnce(forbidding("system:serviceaccount:mon:reader"));
    await api.get(apiKinds.secrets, "pg", "a");
    await api.get(apiKinds.secrets, "pg", "b");
    for await (const _ of api.list(apiKinds.cronJobs, { namespace: "pg" }));
    await api.dryRun(apiKinds.cronJobs, { metadata: { namespace: "pg" } });
    const bind = (role: string) =>
      `\`kubectl -n pg create rolebinding ${role} --clusterrole=${role} --serviceaccount=mon:reader\``;
    expect(problems()).to.deep.equal([
      {
        id: "forbidden",
        level: "unknown",
        problem:
          "The API server forbids `get secrets`, `list cronjobs.batch` and `patch cronjobs.batch` in namespace `pg` to `system:serviceaccount:mon:reader`.",
        fix: `Have an administrator apply \`fn-config/status-rbac.yaml\` and run ${bind("expand-pgbackrest-status")} and ${bind("expand-pgbackrest-status-drift")}.`,
      },
    ]);
  });

  it("in all namespaces is given by a ClusterRoleBinding, to a user whatever the name is", async () => {
    const { api, problems } = sayingOnce(forbidding("jane doe"));
    for await (const _ of api.list(apiKinds.postgresqls, {}));
    expect(problems().map(({ fix }) => fix)).to.deep.equal([
      "Have an administrator apply `fn-config/status-rbac.yaml` and run `kubectl create clusterrolebinding expand-pgbackrest-status --clusterrole=expand-pgbackrest-status --user='jane doe'`.",
    ]);
  });
});
