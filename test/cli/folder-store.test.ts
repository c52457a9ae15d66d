import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect } from "chai";
import { folderStore } from "../../src/cli/folder-store.ts";

describe("the store of folders that are not written yet", () => {
  const filesOf = (folder: string) => [
    { path: `${folder}/secret-x.yaml`, text: `kind: Secret # ä🐘\u2028 ${"x".repeat(1000)}\n`, mode: 0o600 },
    { path: `${folder}/configmap-x.yaml`, text: "", mode: 0o666 },
  ];
  const folders = ["a", "b", "c"];

  for (const [what, bytes] of [
    ["in memory", undefined],
    ["in a file", 0],
    ["in memory as far as there is room", 1500],
  ] as const)
    it(`gives back what it keeps, ${what}, in any order, and leaves nothing`, () => {
      const before = new Set(readdirSync(tmpdir()));
      const store = folderStore(bytes);
      const kept = folders.map((folder) => store.keep(filesOf(folder)));
      // Where the program is killed now, nothing is left either.
      const mine = readdirSync(tmpdir()).filter(
        (name) => name.startsWith("expand-pgbackrest-store-") && !before.has(name),
      );
      expect(mine).to.deep.equal([]);
      expect(kept.reverse().map((files) => files())).to.deep.equal(folders.toReversed().map(filesOf));
      store.close();
      store.close();
    });
});
