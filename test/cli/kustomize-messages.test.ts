import { expect } from "chai";
import { kustomizeBuild } from "../../src/cli/kustomize-build.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { requireTool, which } from "../tools.ts";

const secret = "x7Kq2mZp9RvT4wLs8NdB";

/** What kustomize refuses, by the files of the folder, and what of its message is shown. */
const refused: ReadonlyArray<readonly [what: string, files: Readonly<Record<string, string>>, shown: string]> = [
  [
    "a literal without `=`",
    { "kustomization.yaml": `secretGenerator:\n- {name: s, literals: [${secret}]}\n` },
    "literal sources […]: invalid literal source …, expected key=value",
  ],
  [
    "a literal with a blank for `=`",
    { "kustomization.yaml": `secretGenerator:\n- {name: s, literals: ["repo1-cipher-pass ${secret}"]}\n` },
    "invalid literal source …, expected key=value",
  ],
  [
    "a password in the URL of a base",
    { "kustomization.yaml": `resources: ["https://me:${secret}@127.0.0.1:1/a/b.git?ref=main"]\n` },
    "https://…@127.0.0.1:1/a/b.git",
  ],
  [
    "a value of the wrong type",
    {
      "kustomization.yaml": "resources: [s.yaml]\n",
      "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: !!int ${secret}}\n`,
    },
    "cannot decode !!str `…` as a !!int",
  ],
  [
    "a key that is a list",
    {
      "kustomization.yaml": "resources: [s.yaml]\n",
      "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {[${secret}]: a}\n`,
    },
    "invalid map key: …",
  ],
  [
    "a patch that cannot be read",
    { "kustomization.yaml": `patches:\n- patch: |\n    {op: "${secret}\n` },
    "unable to parse SM or JSON patch from",
  ],
];

describe("what kustomize says of a folder that it refuses", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());

  for (const [what, files, shown] of refused)
    it(`is shown without the secret: ${what}`, async function () {
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      for (const [name, text] of Object.entries(files)) work.write(`in/${name}`, text);
      const limits = { stop: new AbortController().signal, seconds: 60 };
      const built = await kustomizeBuild(work.path("in"), [kustomize, "build"], limits);
      if (built.is !== "failed") throw new Error("kustomize should have refused this.");
      expect(built.text).to.include(shown);
      for (let at = 0; at + 6 <= secret.length; at += 1) expect(built.text).to.not.include(secret.slice(at, at + 6));
    });
});
