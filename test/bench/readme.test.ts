import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { withPerformance } from "../../bench/readme.ts";
import type { Report } from "../../bench/report.ts";
import { root } from "../tools.ts";

const report: Report = {
  machine: "2 x a processor, 24 GiB, Linux 6, Node 20.20.2",
  load: { start: "0.10, 0.20, 0.30", end: "1.10, 1.20, 1.30" },
  rounds: 5,
  size: 10_000,
  figures: { "second run unchanged against the first": 1.049, "expansion of 100,000, peak memory": 329.6 },
};

describe("the README's figures", () => {
  it("are written from a report, and the rest of the README stays", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const written = withPerformance(readme, report);
    const [before, rest = ""] = written.split("## Performance\n");
    const [section, after] = rest.split("## More\n");
    expect([before, after]).to.deep.equal([readme.split("## Performance\n")[0], readme.split("## More\n")[1]]);
    expect(section).to.include("2 x a processor, 24 GiB, Linux 6, Node 20.20.2;\nload 0.10, 0.20, 0.30 at the start");
    expect(section).to.include(`| | measured |
|---|---|
| second run unchanged against the first | 1.05 |
| expansion of 100,000, peak memory | 330 MB |
`);
    expect(withPerformance(written, report)).to.equal(written);
  });

  it("are not those of a quick try", () =>
    expect(() => withPerformance("## Performance\n\n## More\n", { ...report, size: 500 })).to.throw("have 500 items"));

  it("need their section", () => expect(() => withPerformance("## More\n", report)).to.throw("no section"));
});
