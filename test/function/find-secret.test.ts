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
  const head = { ...headOf(value), file: { path: String(index) } };
  return { index, head, value, member: false, ...(root !== undefined && { root }) };
}

/** Looks through all of them: which one is found, and the files of all that make it. */
function lookedUp(all: readonly Given[], root: string | undefined, name: string, namespace = "") {
  const named = all.flatMap((each, index) => (each.name === name ? [{ ...each, index }] : []));
  const manifestsFirst = (of: typeof named) => [
    ...of.filter(({ maker }) => !maker),
    ...of.filter(({ maker }) => maker),
  ];
  const ordered = [
    ...manifestsFirst(named.filter((each) => each.root === root)),
    ...manifestsFirst(named.filter((each) => each.root !== root)),
  ];
  const found =
    ordered.find((each) => each.namespace === namespace) ??
    ordered.find((each) => each.namespace === "" || namespace === "");
  if (found === undefined) return undefined;
  const others = ordered.filter((each) => each.namespace === found.namespace && each.maker !== found.maker);
  return { index: String(found.index), files: [...new Set([found, ...others].map(({ key }) => key))] };
}

describe("the Secret of a cluster in one of several kustomizations", () => {
  it("is that of its own kustomization before those of others, and one Secret however often it is asked for", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(given, { maxLength: 12 }), (all) => {
        const items = all.map(itemOf);
        const isManifest = ({ head }: Item) => head.kind === "Secret";
        const { findFrom } = secretFinder(
          items.filter(isManifest),
          items.filter((item) => !isManifest(item)),
        );
        for (const root of roots)
          for (const name of names)
            for (const namespace of [undefined, ...namespaces]) {
              const secret = findFrom(root)(name, namespace);
              const seen = secret && {
                index: secret.object.file?.path,
                files: secret.files.map((file) => file.name),
              };
              expect(seen).to.deep.equal(lookedUp(all, root, name, namespace));
              expect(findFrom(root)(name, namespace)).to.equal(secret);
              if (secret !== undefined) found += 1;
            }
      }),
      { numRuns: 300 },
    );
    expect(found).to.be.greaterThan(1000);
  });
});
