import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { program } from "../tools.ts";

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";
const section = readFileSync(new URL("../parity/cases/pvc-minimal/input.yaml", import.meta.url), "utf8")
  .replace(/^#.*\n/gm, "")
  .replace(/^(?=.)/gm, "  ")
  .replace(/^ /, "-");
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((name, index) => `  ${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`)}]\n`).join("")}`;
const nested = (open: string, close: string) => open.repeat(5000) + close.repeat(5000);

/** Runs the program with little memory; says how it ended, what it wrote and how long it took. */
function run(input: string, args: readonly string[] = []) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--max-old-space-size=300", program, ...args], {
    input,
    maxBuffer: 1 << 27,
    encoding: "utf8",
  });
  return { status, stdout, stderr, seconds: (performance.now() - start) / 1000 };
}

describe("limits", function () {
  this.timeout(480_000);

  for (const [what, foreign] of [
    ["1,000,000 empty items", "- {}\n".repeat(1_000_000)],
    ["a text of 10 MB", `- kind: X\n  a: ${"x".repeat(10_000_000)}\n`],
    ["a block of 10 MB", `- kind: X\n  a: |\n${`    ${"x".repeat(75)}\n`.repeat(125_000)}`],
    [
      "a mapping of 100,000 keys",
      `- kind: X\n${Array.from({ length: 100_000 }, (_, index) => `  k${index}: v\n`).join("")}`,
    ],
    ["5,000 levels of lists", `- kind: X\n  a: ${nested("[", "]")}\n`],
    [
      "5,000 levels of mappings",
      `- kind: X\n${Array.from({ length: 5000 }, (_, level) => `${"  ".repeat(level + 1)}a:\n`).join("")}`,
    ],
    ["an alias bomb", `- kind: X\n  ${bomb}`],
  ] as const) {
    it(`${what} before a cluster: passed through`, () => {
      const { status, stdout, stderr, seconds } = run(head + foreign + section);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout.startsWith(head + foreign + section)).to.equal(true);
      expect(seconds).to.be.lessThan(10);
    });
  }

  for (const [what, input, message] of [
    [
      "5,000 levels within a cluster",
      head + section.replace(/teamId: .*/, `teamId: ${nested("[", "]")}`),
      "nested too deeply",
    ],
    ["5,000 levels in JSON", `{"a":${nested("[", "]")}}`, "nested too deeply"],
    [
      "an alias bomb within a cluster",
      head + section.replace(/\n {2}spec:/, `\n  ${bomb}  spec:`),
      "Excessive alias count",
    ],
  ] as const) {
    it(`${what}: refused with a sentence`, () => {
      const { status, stdout, stderr, seconds } = run(input);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
      expect(stderr)
        .to.match(/^expand-pgbackrest: [^\n]+\n$/)
        .and.include(message);
      expect(seconds).to.be.lessThan(10);
    });
  }

  for (const [what, setting] of [
    ["line breaks", `cluster_domain: "a${"\\n".repeat(300_000)}b"`],
    ["digits in a duration", `pod_terminate_grace_period: "${"1".repeat(300_000)}"`],
    ["letters in an expression", `downscaler_annotations: ["${"x".repeat(300_000)}"]`],
    ["parentheses in an expression", `downscaler_annotations: ["${"(".repeat(300_000)}"]`],
  ] as const) {
    it(`300,000 ${what} in a setting: judged in good time`, () => {
      const settings = `- apiVersion: cpo.opensource.cybertec.at/v1\n  kind: OperatorConfiguration\n  metadata: {name: c}\n  configuration: {kubernetes_use_configmaps: true, kubernetes: {${setting}}}\n`;
      const annotated = section.replace(/\n {4}name: /, "\n    annotations: {a: b}$&");
      const { status, stderr, seconds } = run(head + settings + annotated);
      expect(status).to.be.oneOf([0, 1]);
      expect(stderr).to.not.match(/^ +at /m);
      expect(seconds).to.be.lessThan(10);
    });
  }

  it("a Secret of 10 MB that a cluster names: read and checked", () => {
    const named = section.replace(/( +)image: .*\n/, "$&$1configuration: {secret: s}\n");
    const secret = `- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n    namespace: pg\n  data:\n    big.conf: ${Buffer.from(`# ${"x".repeat(7_500_000)}\n`).toString("base64")}\n`;
    const { status, stdout, stderr } = run(head + named + secret);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout.startsWith(head + named + secret)).to.equal(true);
  });

  const cluster = section.replace(/^[-\s] /gm, "");
  const secretBomb = `apiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3, namespace: pg}\nstringData:\n  ${bomb}`;
  const mergeBomb = bomb.replace("[x,x,x,x,x,x,x,x,x]", "{x: y}").replace(/: (&\w) (\[.*\])/g, ": $1 {<<: $2}");
  for (const [what, text] of [
    ["in a cluster", cluster.replace(/\nspec:/, `\n${bomb.replace(/^ {2}/gm, "")}spec:`)],
    [
      "in the Secret of a cluster",
      `${cluster.replace("pgbackrest:\n", "pgbackrest:\n      configuration: {secret: demo-s3}\n")}---\n${secretBomb}`,
    ],
    ["of merges, in a cluster", cluster.replace(/\nspec:/, `\n${mergeBomb.replace(/^ {2}/gm, "")}spec:`)],
  ] as const)
    for (const args of [[], ["check", "-"], ["render", "-"]])
      it(`an alias bomb ${what} of documents, ${args.join(" ") || "filter"}: refused with a sentence`, () => {
        const { status, stdout, stderr } = run(text, args);
        expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
        expect(stderr).to.match(/^expand-pgbackrest: [^\n]+aliases[^\n]+\n$/);
      });

  it("a value of 10 MB in a cluster: a finding that can be read", () => {
    const { status, stderr } = run(
      head +
        section
          .replace(/teamId: .*/, `teamId: [${"x".repeat(10_000_000)}]`)
          .replace(/size: 10Gi/, `size: ${"1".repeat(10_000_000)}x`),
    );
    expect(status).to.equal(1);
    expect(stderr.length).to.be.lessThan(10_000);
  });
});
