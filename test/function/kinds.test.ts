import type { V1NetworkPolicy } from "@kubernetes/client-node";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import type { Cluster } from "../../src/cpo/cluster.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { ownerLabel } from "../../src/krm/ownership.ts";
import { instanceConfigMap } from "../../src/objects/config-maps.ts";
import { builders } from "../../src/objects/index.ts";
import { type Builder, builder, type OfKind } from "../../src/objects/kinds.ts";

/*
 * A kind in the list of builders need not be named anywhere else: what is made is recognized by the next run, updated in place and
 * removed.
 */

/** What somebody would write to add an object of a new kind: a builder, and its line in the list. */
const networkPolicy = builder({
  of: "backup",
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  build: ({
    name,
    namespace,
    image,
  }: Cluster): ReadonlyArray<OfKind<"networking.k8s.io/v1", "NetworkPolicy", V1NetworkPolicy>> => [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `${name}-pgbackrest`, ...(namespace !== undefined && { namespace }) },
      spec: { podSelector: { matchLabels: { image } } },
    },
  ],
});

// @ts-expect-error A builder cannot give objects of another kind than it declares.
builder({ of: "backup", apiVersion: "v1", kind: "Secret", build: instanceConfigMap });

const functionConfig: JsonValue = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec: { cloneConfigMap: true },
};

/** A cluster that needs every object that there is. The version is in each of them: let the cluster differ in what a new kind is made of, too. */
const cluster = (version: string) => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg" },
  spec: {
    teamId: `team-${version}`,
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    ...(version !== "" && {
      backup: {
        pgbackrest: {
          image: `example/pgbackrest:${version}`,
          global: { "repo1-retention-full": version },
          repos: [{ name: "repo1", storage: "pvc", volume: { size: "5Gi" }, schedule: { full: "30 2 * * *" } }],
        },
      },
      clone: {
        cluster: "source",
        pgbackrest: { options: { "process-max": version }, repo: { storage: "pvc" } },
      },
    }),
  },
});

const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList" };
const forms: Readonly<Record<string, (items: readonly unknown[]) => string>> = {
  "a block list": (items) =>
    `apiVersion: ${list.apiVersion}\nkind: ${list.kind}\nitems:\n${items.map((item) => `- ${JSON.stringify(item)}\n`).join("")}`,
  JSON: (items) => JSON.stringify({ ...list, items }),
  documents: (items) => items.map((item) => `---\n${JSON.stringify(item)}\n`).join(""),
};

async function run(text: string, list: readonly Builder[]) {
  const { parts, exitCode, findings } = await filter(Buffer.from(text), functionConfig, { builders: list });
  expect(
    findings.filter(({ severity }) => severity === "error"),
    "errors",
  ).to.deep.equal([]);
  expect(exitCode).to.equal(0);
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
}

interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** What the function made, of an output. */
const madeIn = (text: string): readonly Made[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .flatMap((value) => (value.kind === list.kind ? value.items : [value]))
    .filter(({ metadata }: Made) => metadata.labels?.[ownerLabel] === "demo");

const kindsOf = (objects: ReadonlyArray<{ readonly apiVersion: string; readonly kind: string }>) =>
  [...new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))].sort();

const lists: Readonly<Record<string, readonly Builder[]>> = {
  "the builders": builders,
  "the builders and one of a new kind": [...builders, networkPolicy],
};

describe("the kinds that the function makes", () => {
  for (const [what, all] of Object.entries(lists)) {
    for (const [where, form] of Object.entries(forms)) {
      const firstRun = () => run(form([cluster("4")]), all);
      /** The output of a first run after somebody edited the cluster. */
      const edited = async (version: string) =>
        (await firstRun()).replace(JSON.stringify(cluster("4")), JSON.stringify(cluster(version)));

      describe(`${what}, in ${where}`, () => {
        it("are all made, each with a name that mentions pgbackrest, for what is in the way is found by that", async () => {
          const made = madeIn(await firstRun());
          expect(kindsOf(made)).to.deep.equal(kindsOf(all));
          for (const { metadata } of made) expect(metadata.name).to.include("pgbackrest");
        });

        it("are recognized: a second run changes nothing", async () => {
          const output = await firstRun();
          expect(await run(output, all)).to.equal(output);
        });

        it("are updated in their places", async () => {
          const before = madeIn(await firstRun());
          const output = await run(await edited("5"), all);
          expect(output).to.equal(await run(form([cluster("5")]), all));
          const after = madeIn(output);
          expect(
            kindsOf(after.filter((object, at) => JSON.stringify(object) !== JSON.stringify(before[at]))),
          ).to.deep.equal(kindsOf(all));
        });

        it("are removed when nobody asks for them any more", async () => {
          expect(madeIn(await run(await edited(""), all))).to.deep.equal([]);
        });
      });
    }
  }
});
