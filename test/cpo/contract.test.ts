import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { addedFor, rows } from "./contract-rows.ts";

/** The value at a path of the objects: the kind, or `repohost` for the repo host's ConfigMap, then keys. */
function at(objects: readonly unknown[], path: string): unknown {
  const [kind, ...keys] = path.split(" ");
  const object = objects.find((candidate) =>
    kind === "repohost"
      ? JSON.stringify(candidate).includes('-repohost-config"')
      : Reflect.get(Object(candidate), "kind") === kind,
  );
  return keys.reduce<unknown>((value, key) => Reflect.get(Object(value), key), object);
}

describe("what the contract says of corners", () => {
  for (const [what, input, made] of rows) {
    it(what, async () => {
      const objects = parseAllDocuments(await addedFor(input)).map((document) => document.toJS());
      expect(Object.fromEntries(Object.keys(made).map((path) => [path, at(objects, path)]))).to.deep.equal(made);
    });
  }
});
