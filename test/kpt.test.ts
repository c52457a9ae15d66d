import { readFileSync } from "node:fs";
import { expect } from "chai";
import { Configs, type KubernetesObject, runFnWithConfigs } from "kpt-functions";
import { parse } from "yaml";
import { expandPgBackRest } from "../src/kpt.ts";

const cluster = (): KubernetesObject =>
  parse(readFileSync(new URL("../tutorials/pvc/postgresql.yaml", import.meta.url), "utf8"));
const names = (configs: Configs) => configs.getAll().map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe("expand-pgbackrest/kpt, for programs of the kpt-functions SDK", () => {
  it("adds the objects, updates and removes them later", async () => {
    const configs = new Configs([cluster()]);
    await runFnWithConfigs(expandPgBackRest, configs);
    const all = [
      "StatefulSet demo-pgbackrest-repo-host",
      "CronJob pgbackrest-demo-repo1-full",
      "CronJob pgbackrest-demo-repo1-incr",
      "postgresql demo",
      "ConfigMap demo-pgbackrest-config",
      "ConfigMap demo-pgbackrest-repohost-config",
    ];
    expect(names(configs)).to.deep.equal(all);
    const [changed] = [cluster()];
    const spec: unknown = Reflect.get(Object(changed), "spec");
    delete Reflect.get(Object(spec), "backup").pgbackrest.repos[0].schedule.incr;
    configs.insert(Object(changed));
    await runFnWithConfigs(expandPgBackRest, configs);
    expect(names(configs)).to.deep.equal(all.filter((name) => !name.endsWith("-incr")));
  });

  it("reports an error as a result and leaves the objects alone", async () => {
    const broken = cluster();
    Reflect.get(Object(broken), "spec").backup.pgbackrest.global["repo1-retension-full"] = "4";
    const configs = new Configs([broken]);
    await runFnWithConfigs(expandPgBackRest, configs);
    expect(names(configs)).to.deep.equal(["postgresql demo"]);
    expect(configs.getResults()).to.deep.equal([
      {
        message:
          "`repo1-retension-full` is not a pgBackRest option, so this line has no effect. Write `repo1-retention-full`.",
        severity: "error",
        tags: { function: "expand-pgbackrest", rule: "unknown-option" },
        resourceRef: { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", name: "demo", namespace: "pg" },
        field: { path: "spec.backup.pgbackrest.global.repo1-retension-full" },
      },
    ]);
  });
});
