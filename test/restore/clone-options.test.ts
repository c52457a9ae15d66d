import { expect } from "chai";
import fc from "fast-check";
import { cloneOptions, ownPath } from "../../src/restore/clone-options.ts";

describe("the options of a clone's repository", () => {
  for (const [what, global, repo, options] of [
    [
      "what says where and how it is read",
      { "repo1-path": "/a", "repo1-cipher-type": "aes-256-cbc" },
      "repo1",
      { "repo1-path": "/a", "repo1-cipher-type": "aes-256-cbc" },
    ],
    [
      "under the number that a clone knows",
      { "repo2-path": "/a", "repo1-path": "/b" },
      "repo2",
      { "repo1-path": "/a" },
    ],
    [
      "not what says what to keep",
      { "repo1-retention-full": "4", "repo1-bundle": "y", "repo1-block": "y", "repo1-hardlink": "y" },
      "repo1",
      {},
    ],
    [
      "not what is about all repositories",
      { "process-max": "4", "compress-type": "zst", "archive-async": "y" },
      "repo1",
      {},
    ],
    [
      "how the store is reached",
      {
        "repo1-s3-uri-style": "path",
        "repo1-storage-port": "9000",
        "repo1-storage-verify-tls": "n",
        "repo1-s3-key-type": "auto",
      },
      "repo1",
      {
        "repo1-s3-uri-style": "path",
        "repo1-storage-port": "9000",
        "repo1-storage-verify-tls": "n",
        "repo1-s3-key-type": "auto",
      },
    ],
    ["not what is not an option", { "repo1-pth": "/a", nonsense: "x" }, "repo1", {}],
  ] as const)
    it(what, () => {
      expect(cloneOptions(global, repo)).to.deep.equal(options);
    });
});

describe("the path of a clone's own repository", () => {
  const source = { name: "demo", namespace: "pg" };
  for (const [path, clone, own] of [
    ["/pg/demo/repo1", { name: "copy", namespace: "pg" }, "/pg/copy/repo1"],
    ["/pg/demo/repo1/", { name: "copy", namespace: "pg" }, "/pg/copy/repo1"],
    ["/demo", { name: "copy", namespace: "pg" }, "/copy"],
    ["/pg/demo", { name: "demo", namespace: "prod" }, "/prod/demo"],
    ["/backups", { name: "copy", namespace: "pg" }, "/pg/copy/repo1"],
    ["/demo-backups", { name: "copy", namespace: "pg" }, "/pg/copy/repo1"],
    [undefined, { name: "copy", namespace: "pg" }, "/pg/copy/repo1"],
    [undefined, { name: "copy", namespace: undefined }, "/copy/repo1"],
    ["/demo", { name: "demo", namespace: "prod" }, "/prod/demo/repo1"],
  ] as const)
    it(`is ${own} where that of the source is ${path ?? "the usual one"}`, () => {
      expect(ownPath(path, "repo1", { source, clone, taken: new Set([path ?? ""]) })).to.equal(own);
    });

  it("is never one of the source's", () => {
    const part = fc.constantFrom("pg", "demo", "copy", "repo1", "repo2", "clone");
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
    fc.assert(
      fc.property(
        fc.array(path, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("demo", "copy"),
        part,
        (paths, name, namespace) => {
          const own = ownPath(paths[0], "repo1", { source, clone: { name, namespace }, taken: new Set(paths) });
          expect(paths).not.to.include(own);
        },
      ),
    );
  });
});
