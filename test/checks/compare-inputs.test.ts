import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { exampleInput } from "../../scripts/rule-example.ts";
import { type ComparedInput, compareInputs } from "../../src/checks/compare-inputs.ts";
import { rules } from "../../src/checks/rules/index.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { filter } from "../../src/function/filter.ts";

interface NamedInput extends ComparedInput {
  readonly path: string;
}

/** Checks one input alone, and keeps what is compared with others. */
async function alone(path: string, manifests: string): Promise<NamedInput> {
  const { kept } = await filter(Buffer.from(manifests), undefined, { everyCluster: true });
  if (kept === undefined) throw new Error("The input was refused.");
  const { comparable, findings } = kept();
  return { ...comparable, path, findings };
}

describe("inputs that are compared", function () {
  this.timeout(240_000);
  // Copies of one cluster in different folders are versions of it, which is healthy.
  for (const { id, bad } of rules.filter(({ id, bad }) => "other" in bad && id !== "object-twice"))
    it(`${id}: what is wrong between two clusters of an input is found between two inputs`, async () => {
      const [first = "", secret = "", second = ""] = exampleInput(bad).manifests.split("---\n");
      const inputs = [await alone("first", `${first}---\n${secret}`), await alone("second", `${second}---\n${secret}`)];
      const own = inputs.flatMap(({ findings }) => findings).filter(({ rule }) => rule === id);
      const between = compareInputs(inputs).filter(({ finding }) => finding.rule === id);
      expect(own.length + between.length).to.equal(1);
      for (const { finding, input, others } of between) {
        expect([input, ...others].map(({ path }) => path)).to.have.members(["first", "second"]);
        expect(others.length).to.equal(finding.also?.length);
      }
    });

  const names = ["a", "a-pgbackrest-repo-host", "b", "c", "d"] as const;
  interface Given {
    readonly folder: number;
    readonly namespace: string;
    readonly path: string;
    readonly clone: { readonly from: string; readonly storage: string; readonly path: string } | null;
  }
  const given: fc.Arbitrary<Given> = fc.record({
    folder: fc.nat(2),
    namespace: fc.constantFrom("one", "two"),
    path: fc.constantFrom("/x", "/y", "/z"),
    clone: fc.option(
      fc.record({
        from: fc.constantFrom(...names),
        storage: fc.constantFrom("s3", "pvc"),
        path: fc.constantFrom("/x", "/elsewhere"),
      }),
    ),
  });
  const manifest = (name: string, { namespace, path, clone }: Given) => {
    const place = { resource: "backups", endpoint: "s3.example.com", region: "eu" };
    return stringify({
      apiVersion: "cpo.opensource.cybertec.at/v1",
      kind: "postgresql",
      metadata: { name, namespace },
      spec: {
        ...{ teamId: "acid", numberOfInstances: 1, postgresql: { version: "17" }, volume: { size: "5Gi" } },
        ...(clone !== null && {
          clone: {
            cluster: clone.from,
            pgbackrest: {
              options: { "repo1-path": clone.path },
              repo: { storage: clone.storage, ...(clone.storage === "s3" && place) },
            },
          },
        }),
        backup: {
          pgbackrest: {
            image: "example/pgbackrest:18",
            // A clone writes to a place of its own: it is another rule that says so of one that does not.
            global: { "repo1-path": clone === null ? path : `/clones${path}` },
            repos: [{ name: "repo1", storage: "s3", ...place, schedule: { full: "30 2 * * *" } }],
          },
        },
      },
    });
  };

  const comparing = rules.filter((rule) => "comparesClusters" in rule).map(({ id }) => id as string);
  /** The clusters of which each rule has something to say. */
  const accused = (findings: readonly Finding[]) =>
    [
      ...new Set(
        findings.flatMap(({ rule, at, also = [] }) =>
          comparing.includes(rule)
            ? (rule === "shared-repository" ? [at, ...also] : [at]).map(({ object }) => `${rule} ${object.name}`)
            : [],
        ),
      ),
    ].sort();

  it("one by one, and then with each other: the same clusters are named as in one input that has them all", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(...names.map(() => given)), async (clusters) => {
        const all = clusters.map((cluster, index) => ({ ...cluster, text: manifest(names[index] ?? "", cluster) }));
        const together = await alone("all", all.map(({ text }) => text).join("---\n"));
        const folders = [0, 1, 2].flatMap((folder) => {
          const texts = all.filter((each) => each.folder === folder).map(({ text }) => text);
          return texts.length === 0 ? [] : [{ path: `folder-${folder}`, text: texts.join("---\n") }];
        });
        const inputs = await Promise.all(folders.map(({ path, text }) => alone(path, text)));
        const between = compareInputs(inputs);
        found += between.length;
        const own = inputs.flatMap(({ findings }) => findings);
        expect(accused([...own, ...between.map(({ finding }) => finding)])).to.deep.equal(accused(together.findings));
        for (const { input, others } of between)
          expect(new Set([input, ...others].map(({ path }) => path)).size).to.be.greaterThan(1);
      }),
      { numRuns: 100 },
    );
    expect(found).to.be.greaterThan(50);
  });

  it("versions of clusters in two inputs, each with places of its own: nothing is said that neither says alone", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(...names.map(() => given)),
        fc.subarray([...names], { minLength: 1 }),
        async (clusters, versions) => {
          const versionIn = (environment: string, isThere: (name: string) => boolean) =>
            alone(
              environment,
              clusters
                .flatMap((cluster, index) =>
                  isThere(names[index] ?? "") ? [manifest(names[index] ?? "", cluster)] : [],
                )
                .join("---\n")
                .replaceAll("repo1-path: /", `repo1-path: /${environment}/`),
            );
          const inputs = [
            await versionIn("dev", () => true),
            await versionIn("prod", (name) => versions.some((each) => each === name)),
          ];
          found += inputs.flatMap(({ findings }) => findings.filter(({ rule }) => comparing.includes(rule))).length;
          expect(compareInputs(inputs).map(({ finding }) => finding)).to.deep.equal([]);
        },
      ),
      { numRuns: 100 },
    );
    expect(found).to.be.greaterThan(50);
  });

  it("the same cluster in a second input: what the first says of it and another one is not said again", async () => {
    const one: Given = { folder: 0, namespace: "one", path: "/x", clone: null };
    const [x, y] = [manifest("x", one), manifest("y", one)];
    for (const texts of [
      [x, `${x}---\n${y}`],
      [x, `${y}---\n${x}`],
      [`${x}---\n${y}`, x],
      [`${y}---\n${x}`, x],
    ]) {
      const inputs = await Promise.all(texts.map((text, index) => alone(String(index), text)));
      expect(accused(inputs.flatMap(({ findings }) => findings)).length).to.be.greaterThan(0);
      expect(compareInputs(inputs)).to.deep.equal([]);
    }
  });

  it("one input has nothing to be compared with, and neither has none", async () => {
    const [first = ""] = exampleInput({}).manifests.split("---\n");
    const input = await alone("one", first);
    expect(compareInputs([input])).to.deep.equal([]);
    expect(compareInputs([])).to.deep.equal([]);
    expect(compareInputs([input, await alone("same", first)])).to.deep.equal([]);
  });
});
