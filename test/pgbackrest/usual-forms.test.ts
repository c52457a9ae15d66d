import { expect } from "chai";
import fc from "fast-check";
import { amazonRegionOf } from "../../src/pgbackrest/endpoint.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { releasesOfImage } from "../../src/pgbackrest/releases.ts";

/* The usual form of a host, a tag or a key is recognized without what all forms need. Both have to say the same. */

const joined = (...pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map((chosen) => chosen.join(""));

describe("the usual form", () => {
  it("of a host of Amazon has the region that any form has", () => {
    const any =
      /(?:^|[.-])s3(?:-fips)?(?:\.dualstack)?[.-]([a-z]{2}(?:-[a-z]+)+-\d+)(?:\.vpce)?\.amazonaws\.com(?:\.cn)?$/;
    const ends = [".amazonaws.com", ".amazonaws.com.cn", ".vpce.amazonaws.com", ".example.com"];
    const hosts = fc
      .tuple(joined("s3", ".", "-", "-fips", ".dualstack", "eu-central-1", "cn-north-1", "x"), fc.constantFrom(...ends))
      .map(([start, end]) => start + end);
    fc.assert(
      fc.property(hosts, (host) => {
        expect(amazonRegionOf(host)).to.equal(any.exec(host)?.[1]);
      }),
    );
    expect(amazonRegionOf("s3.eu-central-1.amazonaws.com")).to.equal("eu-central-1");
  });

  it("of a key with an index is no option's own name", () => {
    const names = allOptions().map(([name]) => name);
    expect(names).to.have.length.greaterThan(100);
    expect(names.filter((name) => /^[a-z]+\d+-/.test(name))).to.deep.equal([]);
  });

  it("of a tag has the releases that it has with more behind it", () =>
    fc.assert(
      fc.property(joined("18.3-1", "17.5-1", "17.5", "-", "pgbackrest", "1", "constructor"), (tag) => {
        // What follows is no part of a version, and makes the tag none of the usual form.
        expect(releasesOfImage(`image:${tag}`)).to.deep.equal(releasesOfImage(`image:${tag}-`));
      }),
    ));
});
