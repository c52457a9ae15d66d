import { expect } from "chai";
import { imageProblem } from "../../src/kubernetes/image-reference.ts";

const hex = "0123456789abcdef".repeat(4);

describe("the name of an image", () => {
  for (const image of [
    "postgres",
    "postgres:18",
    "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1",
    "localhost/x",
    "localhost:5000/a/b__c.d-e--f:V1_x",
    "Registry.Example.com/x/y",
    "[2001:db8::1]:5000/x/y",
    `x/y@sha256:${hex}`,
    `x/y:18@sha256:${hex}`,
    `x/y@sha512:${hex}${hex}`,
  ])
    it(`can be read: ${image}`, () => expect(imageProblem(image)).to.equal(undefined));

  for (const [image, problem] of [
    ["", "is empty"],
    ["x/y :1", "contains white space"],
    ["https://x/y:1", "is a URL"],
    ["x/y:1!", "contains a character that no image name has"],
    [`x/y@sha256:${hex.slice(1)}`, "has an invalid digest; `sha256:` takes 64 digits from 0 to f"],
    ["x/y:18@sha256:zz", "has an invalid digest; `sha256:` takes 64 digits from 0 to f"],
    [`x/y@sha512:${hex}`, "has an invalid digest; `sha256:` takes 64 digits from 0 to f"],
    ["x/y:", "has an empty tag"],
    ["x/y:-1", "has an invalid tag"],
    ["x/Y:1", "has capital letters, which only the registry and the tag may have"],
    ["x//y:1", "has an empty part, or one that begins or ends with punctuation"],
    ["x/y-:1", "has an empty part, or one that begins or ends with punctuation"],
    ["-x.example.com/y", "has an invalid registry name"],
  ] as const)
    it(`cannot be read: ${image}`, () => expect(imageProblem(image)).to.equal(problem));
});
