import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { formats } from "../../src/cli/formats/index.ts";
import { main } from "../../src/cli/main.ts";
import { type Input, places } from "./canary-places.ts";

/* Whatever a secret is written in by mistake, no message shows six characters of it in a row. `npm run test:canaries` makes many more runs. */

const runs = Number(process.env.CANARY_RUNS ?? 150);

const characters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength, maxLength }).map((letters) => letters.join(""));
const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Secrets as generators of passwords and keys make them. */
const secrets = fc.oneof(
  characters(`${alphanumeric}+/`, 24, 44).map((text) => `${text}9x=`),
  characters(`${alphanumeric}-_`, 24, 44).map((text) => `${text}0Z`),
  characters("0123456789abcdef", 24, 64).map((text) => `0f${text}`),
  characters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 24, 40).map((text) => `7Q${text}`),
  characters(`${alphanumeric}=:#'"\`,;{}[]&*!|>%@$\\ \t`, 24, 40).map((text) => `8${text}K`),
  characters("0123456789äöüßéñλжשע日本語🔑‰ſ", 16, 30).map((text) => `4${text}λ`),
);

/** Every run of six characters, also of its base64. */
function partsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((at) => bytes.subarray(at).toString("base64").replace(/=*$/, "").slice(0, -1));
  return [secret, ...encoded, bytes.toString("hex"), encodeURIComponent(secret)].flatMap((form) =>
    Array.from({ length: Math.max(0, form.length - 5) }, (_, at) => form.slice(at, at + 6)),
  );
}

/** The first part of a secret that a text shows. */
function partIn(text: string, secret: string): string | undefined {
  const lower = text.toLowerCase();
  return partsOf(secret).find((part) => lower.includes(part.toLowerCase()));
}

async function program(args: readonly string[], stdin: string) {
  let [stdout, stderr] = ["", ""];
  await main(args, {
    stdin: () => Buffer.from(stdin),
    stdout: (part) => {
      stdout += typeof part === "string" ? part : Buffer.from(part).toString("utf8");
    },
    stderr: (text) => {
      stderr += text;
    },
    terminal: false,
    env: {},
  });
  return { stdout, stderr };
}

const resourceList = ({ items, functionConfig }: Input) => ({
  apiVersion: "config.kubernetes.io/v1",
  kind: "ResourceList",
  ...(functionConfig !== undefined && { functionConfig }),
  items,
});

/** An input in the ways in which it may be written. */
const writers: Readonly<Record<string, (input: Input) => string>> = {
  YAML: (input) => stringify(resourceList(input), { compat: "yaml-1.1" }),
  JSON: (input) => JSON.stringify(resourceList(input), null, 1),
  documents: ({ items }) => items.map((item) => stringify(item, { compat: "yaml-1.1" })).join("---\n"),
};

/** The `results` of a list that the filter wrote. */
function resultsIn(stdout: string): string {
  const at = stdout.search(/^(results:|\s*"results":)/m);
  return at < 0 ? "" : stdout.slice(at);
}

/** All that is said about an input, by every command and in every format. */
async function messages(input: Input): Promise<string> {
  const said: string[] = [];
  for (const write of Object.values(writers)) {
    const { stdout, stderr } = await program([], write(input));
    said.push(stderr, resultsIn(stdout));
  }
  const text = writers.documents?.(input) ?? "";
  said.push((await program(["render", "-"], text)).stderr);
  for (const format of Object.keys(formats)) {
    const { stdout, stderr } = await program(["check", "-", "--format", format], text);
    said.push(stdout, stderr);
  }
  return said.join("\n");
}

describe("a secret that stands in the input", function () {
  this.timeout(0);

  for (const [place, plant] of Object.entries(places))
    it(`is in no message where it is in ${place}`, async () => {
      const inputs = secrets.chain((secret) => plant(secret).map((input) => ({ secret, input })));
      let length = 0;
      await fc.assert(
        fc.asyncProperty(inputs, async ({ secret, input }) => {
          const text = await messages(input);
          length += text.length;
          const part = partIn(text, secret);
          if (part !== undefined) {
            const at = text.toLowerCase().indexOf(part.toLowerCase());
            expect.fail(`${JSON.stringify(part)} in: ${text.slice(Math.max(0, at - 200), at + 100)}`);
          }
        }),
        { numRuns: Math.ceil(runs / 5) },
      );
      expect(length).to.be.greaterThan(0);
    });
});
