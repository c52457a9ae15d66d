import { expect } from "chai";
import { completeWith } from "../../src/krm/complete-object.ts";
import { placer } from "../../src/krm/placement.ts";
import { headOf } from "../../src/krm/resource.ts";
import { madePart, type PartMaker } from "../../src/text/copied.ts";

describe("the metadata of a fleet's objects", () => {
  for (const [what, annotations] of [
    ["without files", {}],
    ["in files of kpt", { "config.kubernetes.io/path": "a/b.yaml", "internal.config.kubernetes.io/path": "a/b.yaml" }],
  ] as const)
    it(`are written from one text, ${what}`, () => {
      const owners = ["a", "b", "c"].map((name) => headOf({ metadata: { name, annotations } }));
      const { fileOf } = placer(owners, () => new Map());
      const settings = new Set<unknown>();
      const part: PartMaker = (make, common, own, others) => {
        settings.add(others);
        return madePart(make, common, own, others);
      };
      const complete = completeWith(part);
      for (const owner of owners)
        for (const name of ["x", "y"]) complete({ metadata: { name, namespace: "pg" } }, owner.name, fileOf(owner), 0);
      expect(settings.size).to.equal(1);
    });
});
