import { expect } from "chai";
import fc from "fast-check";
import { secretFinder } from "../../src/function/find-secret.ts";
import type { Item } from "../../src/function/item.ts";
import { headOf } from "../../src/krm/resource.ts";

interface Given {
  readonly maker: boolean;
  readonly name: string;
  readonly namespace: string;
  readonly root: string | undefined;
  readonly key: string;
}

const names = ["a", "b"];
const namespaces = ["", "one", "two"];
const roots = [undefined, "/x", "/y", "/z"];
const given: fc.Arbitrary<Given> = fc.record({
  maker: fc.boolean(),
  name: fc.constantFrom(...names),
  namespace: fc.constantFrom(...namespaces),
  root: fc.constantFrom(...roots),
  key: fc.constantFrom("s3.conf", "gcs.conf"),
});

function itemOf({ maker, name, namespace, root, key }: Given, index: number): Item {
  const metadata = { name, ...(namespace !== "" && { namespace }) };
  const text = `[global]\nrepo1-path = /${index}\n`;
  const value = maker
    ? { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata, spec: { encryptedData: { [key]: "AgB" } } }
    : { apiVersion: "v1", kind: "Secret", metadata, stringData: { [key]: text } };
  return { index, head: headOf(value), value, member: false, ...(root !== undefined && { root }) };
}

describe("the Secret of a cluster in one of several kustomizations", () => {
  it("is the one that is found where those of its own kustomization come first", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(given, { maxLength: 12 }), (all) => {
        const items = all.map(itemOf);
        const kinds = (of: readonly Item[]) =>
          [of.filter(({ head }) => head.kind === "Secret"), of.filter(({ head }) => head.kind !== "Secret")] as const;
        const { findFrom } = secretFinder(...kinds(items));
        for (const root of roots) {
          const sorted = [...items.filter((item) => item.root === root), ...items.filter((item) => item.root !== root)];
          const { find } = secretFinder(...kinds(sorted));
          for (const name of names)
            for (const namespace of [undefined, ...namespaces]) {
              const secret = findFrom(root)(name, namespace);
              expect(secret).to.deep.equal(find(name, namespace));
              expect(findFrom(root)(name, namespace)).to.equal(secret);
              if (secret !== undefined) found += 1;
            }
        }
      }),
      { numRuns: 300 },
    );
    expect(found).to.be.greaterThan(1000);
  });
});
