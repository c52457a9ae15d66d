import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, run } from "../tools.ts";
import { hydrateArgs } from "./built.ts";
import { expectHidden, secrets } from "./canary.ts";
import { places } from "./canary-places.ts";

/* The same as canaries.test.ts, through the built program, where kustomize runs too, and says what it likes. */

/** What kustomize prints about a patch or a generator that it cannot use: the text of it. */
const complaints = (secret: string) =>
  fc.constantFrom(
    `Error: unable to parse SM or JSON patch from [repo1-s3-key-secret: ${secret}`,
    `Error: map[private_key:${secret}]`,
    `Error: {"stringData":{"s3.conf":"[global]\nrepo1-cipher-pass = ${secret}`,
    `Error: invalid Kubernetes OpenAPI: PGBACKREST_REPO1_CIPHER_PASS=${secret}`,
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    `data: ${Buffer.from(`[global]\nrepo1-s3-key-secret = ${secret}`).toString("base64")}`,
  );

describe("a secret in the input of the built program", function () {
  this.timeout(480_000);
  let work: Workspace;
  before(() => {
    work = workspace();
    work.write("kustomize.sh", 'cat "$1/complaint" >&2; cat "$1/built.yaml"\n');
  });
  after(() => work.remove());

  it("is in no message of hydrate, whatever format the report has, and of whatever kustomize says", () => {
    const input = secrets.chain((secret) =>
      fc
        .tuple(
          fc.constantFrom(...Object.values(places)).chain((plant) => plant(secret)),
          complaints(secret),
          fc.constantFrom("text", "json", "sarif", "junit", "github"),
        )
        .map(([{ items, functionConfig }, complaint, format]) => ({
          secret,
          items,
          functionConfig,
          complaint,
          format,
        })),
    );
    let said = 0;
    fc.assert(
      fc.property(input, ({ secret, items, functionConfig, complaint, format }) => {
        work.write("a/built.yaml", items.map((item) => stringify(item, { compat: "yaml-1.1" })).join("---\n"));
        work.write("a/complaint", complaint);
        work.write("f.yaml", functionConfig === undefined ? "" : stringify(functionConfig));
        const { stdout, stderr } = run(
          program,
          [
            ...hydrateArgs(work, ["a", "-o", "out", "--format", format]),
            ...(functionConfig === undefined ? [] : ["-f", "f.yaml"]),
          ],
          { cwd: work.path() },
        );
        said += stderr.length;
        expectHidden(stdout + stderr, secret);
      }),
      { numRuns: 25, seed: 1 },
    );
    expect(said).to.be.greaterThan(0);
  });

  it("is in no message of the filter and of check", () => {
    fc.assert(
      fc.property(
        secrets.chain((secret) =>
          fc.constantFrom(...Object.values(places)).chain((plant) => plant(secret).map((input) => ({ secret, input }))),
        ),
        ({ secret, input: { items } }) => {
          const input = items.map((item) => stringify(item, { compat: "yaml-1.1" })).join("---\n");
          expectHidden(run(program, [], { input }).stderr, secret);
          const { stdout, stderr } = run(program, ["check", "-", "--format", "sarif"], { input });
          expectHidden(stdout + stderr, secret);
        },
      ),
      { numRuns: 15, seed: 2 },
    );
  });
});
