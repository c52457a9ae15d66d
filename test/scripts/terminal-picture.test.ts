import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { terminalDemo } from "../../scripts/terminal-demo.ts";
import { terminalPicture } from "../../scripts/terminal-picture.ts";
import { program, requireTool, root, which } from "../tools.ts";

describe("the picture of a terminal", function () {
  this.timeout(240_000);

  it("in docs is what the program prints now: npm run screenshots draws it", function () {
    requireTool(this, "the built program", existsSync(program) ? program : undefined);
    requireTool(this, "kustomize", which("kustomize"));
    expect(readFileSync(join(root, "docs/terminal.svg"), "utf8")).to.equal(terminalDemo());
  });

  it("shows commands and what they print, in order, with colors, and breaks long lines between words", () => {
    const svg = terminalPicture(
      "a < b",
      [{ command: "run", output: "  one \u001b[31mtwo\u001b[0m three four\n<&>\n" }],
      16,
    );
    const texts = [
      ...svg.matchAll(/<text x="20" y="(\d+)" style="--at: ([\d.]+)s" xml:space="preserve">(.*)<\/text>/g),
    ];
    expect(texts.map(([, y, at, text]) => [Number(y), Number(at), text])).to.deep.equal([
      [34, 0.5, '<tspan class="bold">$ run</tspan>'],
      [54, 1, '  one <tspan class="red">two</tspan> three'],
      [74, 1, "    four"],
      [94, 1, "&#60;&#38;&#62;"],
    ]);
    expect(svg).to.include('<title id="title">a &#60; b</title>').and.include('viewBox="0 0 175 120"');
  });
});
