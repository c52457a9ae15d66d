import { expect } from "chai";
import { metadata, templateMetadata } from "../../src/objects/metadata.ts";
import { clusterOf } from "./given.ts";

const cluster = clusterOf("{}");
const nowhere = clusterOf("{}", { namespace: "" });

describe("metadata", () => {
  for (const { when, is, expected } of [
    { when: "an object with a name alone", is: metadata(cluster, "a"), expected: { name: "a", namespace: "pg" } },
    {
      when: "an object with labels and annotations",
      is: metadata(cluster, "a", { labels: { b: "c" }, annotations: { d: "e" } }),
      expected: { name: "a", namespace: "pg", labels: { b: "c" }, annotations: { d: "e" } },
    },
    {
      when: "an object without annotations: no such field",
      is: metadata(cluster, "a", { labels: { b: "c" }, annotations: {} }),
      expected: { name: "a", namespace: "pg", labels: { b: "c" } },
    },
    {
      when: "a cluster without a namespace: none in the object",
      is: metadata(nowhere, "a"),
      expected: { name: "a" },
    },
    {
      when: "a pod template",
      is: templateMetadata(cluster, { b: "c" }, { d: "e" }),
      expected: { namespace: "pg", labels: { b: "c" }, annotations: { d: "e" } },
    },
    {
      when: "a pod template without a namespace and annotations",
      is: templateMetadata(nowhere, { b: "c" }, {}),
      expected: { labels: { b: "c" } },
    },
  ])
    it(when, () => expect(is).to.deep.equal(expected));
});
