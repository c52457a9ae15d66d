import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, parseAllDocuments, stringify } from "yaml";
import { ofPostgres } from "../../src/cli/patch-reach.ts";
import { filter } from "../../src/function/filter.ts";
import { root } from "../tools.ts";

/** Other values of the fields, by their paths. */
const values: Readonly<Record<string, unknown>> = {
  "spec.users": { app: ["createdb"] },
  "spec.databases": { app: "app" },
  "spec.preparedDatabases": { app: {} },
  "spec.patroni": { ttl: 40, loop_wait: 5 },
  "spec.resources": { requests: { cpu: "2", memory: "2Gi" }, limits: { cpu: "3", memory: "3Gi" } },
  "spec.allowedSourceRanges": ["10.0.0.0/8"],
};

async function objectsOf(cluster: unknown): Promise<readonly unknown[]> {
  const { parts } = await filter(Buffer.from(stringify(cluster)), {
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
  });
  const text = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter(({ kind }) => kind !== "postgresql");
}

describe("a field that only PostgreSQL has to do with", () => {
  for (const path of ofPostgres)
    for (const tutorial of ["s3", "pvc"])
      it(`changes no object that the function makes: ${path} in tutorials/${tutorial}`, async () => {
        const read = () => parse(readFileSync(join(root, "tutorials", tutorial, "postgresql.yaml"), "utf8"));
        const changed = read();
        const keys = path.split(".");
        const last = keys.pop() ?? "";
        expect(values[path]).to.not.equal(undefined);
        keys.reduce((at, key) => at[key], changed)[last] = values[path];
        const objects = await objectsOf(read());
        expect(objects).to.not.deep.equal([]);
        expect(await objectsOf(changed)).to.deep.equal(objects);
      });
});
