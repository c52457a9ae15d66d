import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { formatNames } from "../src/cli/formats/names.ts";
import { isConfigFile } from "../src/cli/generated/is-config-file.ts";
import { root } from "./tools.ts";

describe("docs/check.md", () => {
  const text = readFileSync(join(root, "docs", "check.md"), "utf8");
  it("has settings that are valid", () => {
    const [, settings = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(text) ?? [];
    const { checks, ...others } = parse(settings);
    expect(Object.keys(checks).length).to.be.greaterThan(0);
    expect(isConfigFile({ checks, ...others })).to.equal(true);
  });

  it("has a row for every format", () =>
    expect([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).to.have.members(formatNames));
});
