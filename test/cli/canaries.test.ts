import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { formats } from "../../src/cli/formats/index.ts";
import { visible } from "../../src/text/visible.ts";
import { expectHidden, secrets } from "./canary.ts";
import { brokenTexts, type Input, places } from "./canary-places.ts";
import { program } from "./program.ts";

/*
 * Wherever a secret is written, and however, no message shows six characters of it in a row. `npm run test:canaries` makes many runs, each
 * time others.
 */

const numRuns = Number(process.env.CANARY_RUNS ?? 100);
/** Random letters may spell a name, once in ten thousand secrets. */
const parameters = process.env.CANARY_RUNS === undefined ? { numRuns, seed: 1 } : { numRuns };

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
  documents,
};

function documents({ items }: Input): string {
  return items.map((item) => stringify(item, { compat: "yaml-1.1" })).join("---\n");
}

/** The `results` of a list that the filter wrote. */
function resultsIn(stdout: string): string {
  const at = stdout.search(/^(results:|\s*"results":)/m);
  return at < 0 ? "" : stdout.slice(at);
}

/** Commands that tell people of a cluster, in each of their forms. */
const tellings: ReadonlyArray<readonly string[]> = [
  ...["text", "markdown", "json"].map((format) => ["plan", "-", "--format", format]),
  ...["markdown", "json"].map((format) => ["runbook", "pg/demo", "-f", "-", "--format", format]),
];

/** Commands that print a manifest, which holds what the one of the cluster holds. */
const patches: ReadonlyArray<readonly string[]> = [
  ["restore-patch", "pg/demo", "--latest", "--force", "-f", "-"],
  ["restore-patch", "pg/demo", "--undo", "-f", "-"],
  ["clone-patch", "pg/demo", "copy", "--latest", "-f", "-"],
];

/** What is said of a cluster, without what has to be said as it is: where its Secret and its repositories are, and its labels. */
function withoutPlaces(text: string, value: unknown): string {
  let rest = text;
  const look = (at: unknown, name: string) => {
    if (/^secret$|^account$|path$|^cluster_labels$/i.test(name) && (typeof at === "string" || typeof at === "number")) {
      const place = String(at);
      // Of labels, a command has each by itself, in quotes of the shell.
      for (const part of name === "cluster_labels" ? place.split(/[:,']/) : [place])
        for (const form of [part, visible(part)]) rest = rest.replace(howeverQuoted(form), "");
    } else if (typeof at === "object" && at !== null) {
      const own: Readonly<Record<string, unknown>> = { ...at };
      for (const [key, below] of Object.entries(own)) look(below, key === "value" ? String(own.name) : key);
    }
  };
  look(value, "");
  return rest;
}

/** A text as JSON, Markdown, a shell or a file of pgBackRest has it: with quotes and backslashes in it, and without spaces around it. */
function howeverQuoted(text: string): RegExp {
  const quotes = "[\\\\'\"`]*";
  const characters = Array.from(text.trim().replace(/[\\'"`]/g, ""));
  // Nothing is of no length.
  return characters.length === 0
    ? /(?!)/g
    : new RegExp(
        characters.map((each) => (/\s/.test(each) ? "\\s+" : each.replace(/[$()*+.?[\]^{|}/-]/, "\\$&"))).join(quotes),
        "g",
      );
}

/** Ways to run the program on an input; each gives what is said. */
const ways: ReadonlyArray<(input: Input) => Promise<string>> = [
  ...Object.values(writers).map((write) => async (input: Input) => {
    const { stdout, stderr } = await program([], write(input));
    return stderr + resultsIn(stdout);
  }),
  async (input) => (await program(["render", "-"], documents(input))).stderr,
  ...Object.keys(formats).map((format) => async (input: Input) => {
    const { stdout, stderr } = await program(["check", "-", "--format", format], documents(input));
    return stdout + stderr;
  }),
  async (input) => {
    const folder = mkdtempSync(join(tmpdir(), "canaries-"));
    try {
      const baseline = join(folder, "baseline.json");
      const texts = documents(input);
      const written = await program(["check", "-", "--fail-on", "info", "--write-baseline", baseline], texts);
      const file = existsSync(baseline) ? readFileSync(baseline, "utf8") : "";
      const later =
        file === "" ? { stdout: "" } : await program(["check", "-", "--baseline", baseline], "kind: List\n");
      return written.stdout + written.stderr + file + later.stdout;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  ...tellings.map((args) => async (input: Input) => {
    const { stdout, stderr } = await program(args, documents(input));
    return stderr + withoutPlaces(stdout, input.items);
  }),
  ...patches.map((args) => async (input: Input) => (await program(args, documents(input))).stderr),
];

/** What is said about a text that cannot be read. */
async function messagesAbout(text: string): Promise<string> {
  const said = [(await program([], text)).stderr, (await program(["render", "-"], text)).stderr];
  for (const format of Object.keys(formats)) {
    const { stdout, stderr } = await program(["check", "-", "--format", format], text);
    said.push(stdout, stderr);
  }
  return said.join("\n");
}

describe("a secret that stands in the input", function () {
  this.timeout(0);

  it("would be found in a message, also as base64, beside what has to be said; a word of the program is none", () => {
    const secret = "7QAZKXWVUTSRPLMNBD52";
    const leaks = [`x ${secret} y`, Buffer.from(`a${secret}`).toString("base64"), secret.slice(3, 10).toLowerCase()];
    for (const leak of leaks) expect(() => expectHidden(leak, secret)).to.throw();
    expectHidden("a retention, a `retention`", "7QReTentION52");
    const spec = { account: " it's|a_b*c ", secret: 123456, path: "/x" };
    expect(withoutPlaces(`a 'it'\\''s\\|a\\_b\\*c' b "it's|a_b*c" c 123456 d /x e ${secret}`, spec)).to.equal(
      `a '' b "" c  d  e ${secret}`,
    );
  });

  for (const [place, plant] of Object.entries(places))
    it(`is in no message where it is in ${place}`, async () => {
      let length = 0;
      await fc.assert(
        fc.asyncProperty(
          secrets.chain((secret) => plant(secret).map((input) => ({ secret, input }))),
          fc.constantFrom(...ways),
          async ({ secret, input }, say) => {
            const text = await say(input);
            length += text.length;
            expectHidden(text, secret);
          },
        ),
        parameters,
      );
      expect(length).to.be.greaterThan(0);
    });

  it("is in no message where the text cannot be read", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        for (const text of brokenTexts(secret)) expectHidden(await messagesAbout(text), secret);
      }),
      { ...parameters, numRuns: Math.ceil(numRuns / 25) },
    );
  });

  it("is in no message where it is in an argument that does not fit", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        for (const args of [
          [secret],
          [`repo1-s3-key=${secret}`],
          [`--key=${secret}`],
          ["check", "-", `--key=${secret}`],
          ["check", "-", "--format", secret],
          ["check", "-", `--fail-on=${secret}`],
          ["check", "-", `--require-clusters=${secret}`],
          ["hydrate", "a", "-o", "b", `--jobs=${secret}`],
          ["hydrate", "a", "-o", "b", `--shard=${secret}`],
          ["hydrate", "a", "-o", "b", `--timeout=${secret}`],
        ])
          expectHidden((await program(args, "")).stderr, secret);
      }),
      { ...parameters, numRuns: Math.ceil(numRuns / 10) },
    );
  });
});
