import { expect } from "chai";
import fc from "fast-check";
import { stretches } from "../../src/text/stretches.ts";

const long = "a stretch of text that many texts have in common\n";

/** Any text but for the character that begins a mark. */
const text = fc.string({ unit: "binary", maxLength: 40 }).map((any) => any.replaceAll("\u0000", ""));

describe("marks for stretches of text", () => {
  it("give the text back as it was, whatever is around them", () => {
    const { mark, whole } = stretches();
    fc.assert(
      fc.property(fc.array(fc.record({ stretch: text, between: text }), { maxLength: 8 }), (pieces) => {
        const short = pieces.map(({ stretch, between }) => mark(stretch) + between).join("");
        expect(whole(short)).to.equal(pieces.map(({ stretch, between }) => stretch + between).join(""));
      }),
    );
  });

  it("take three bytes each, and stay the same for the same stretch, however many there are", () => {
    const { mark, whole } = stretches();
    for (let number = 0; number < 1 << 14; number += 1) {
      const stretch = long + number;
      const short = mark(stretch);
      const again = mark(stretch);
      const back = whole(`x${short}y`);
      if (Buffer.byteLength(short) !== 3 || again !== short || back !== `x${stretch}y`)
        expect({ bytes: Buffer.byteLength(short), again, back }).to.deep.equal({
          bytes: 3,
          again: short,
          back: `x${stretch}y`,
        });
    }
    expect(mark(`${long}one too many`)).to.equal(`${long}one too many`);
    expect(whole(mark(`${long}5`))).to.equal(`${long}5`);
  });

  it("do not stand for short ones", () => {
    expect(stretches().mark(" name:")).to.equal(" name:");
  });
});
