import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import fc from "fast-check";
import { statusFormats } from "../../../src/cli/status-formats/index.ts";
import type { Status } from "../../../src/status/status-schema.ts";
import { requireTool, root, run, which } from "../../tools.ts";
import { expectNoForgery, hostile } from "../hostile-text.ts";
import { example } from "./example.ts";
import { performanceOf } from "./performance.ts";

/** What we choose between or write ourselves; all other texts are from the cluster, its pods and the manifests. */
const ours = new Set([
  ...[
    "now",
    "level",
    "state",
    "type",
    "storage",
    "is",
    "lastSuccess",
    "lastSuccessFrom",
    "lastFailure",
    "runningSince",
  ],
  ...["next", "newest", "oldestBackup", "oldestPointInTime", "certificateUntil", "lastArchived"],
]);

const noted: Status = { ...example, notes: ["A note."] };

/** The example with another text in each place that a stranger can write to. */
function withTexts(next: () => string): Status {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return ours.has(key) ? value : next();
    if (Array.isArray(value)) return value.map((each) => change(each, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each, name)]));
  };
  const changed: Status = JSON.parse(JSON.stringify(change(noted, "")));
  return changed;
}

const text = fc.oneof(
  hostile,
  fc
    .tuple(fc.constantFrom("FORGED", "|", "'x'=1|", '"} 1\n', "\\", "a".repeat(100)), hostile)
    .map((parts) => parts.join(" ")),
  fc.string({ unit: "binary" }),
);
const status = fc.array(text, { minLength: 1, maxLength: 7 }).map((texts) => {
  let index = 0;
  return withTexts(() => texts[index++ % texts.length] ?? "");
});
const columns = fc.constantFrom(20, 40, 80, Number.POSITIVE_INFINITY);
const plain = { color: false, columns: Number.POSITIVE_INFINITY };
/** Sentences are wrapped behind a gutter, by their lengths. */
const withoutSentences = (written: string) => written.replace(/^ *\| (?! {2}>).*\n/gm, "");
const linesOf = (written: string) => written.split("\n").length;

describe("what strangers write in names, logs and fields, in the formats of status", function () {
  this.timeout(480_000);

  for (const [name, format] of Object.entries(statusFormats)) {
    it(`forges no line: ${name}`, () => {
      fc.assert(
        fc.property(status, columns, fc.boolean(), (given, width, color) => {
          expectNoForgery(format(given, { color, columns: width }).replace(/\u001b\[\d\dm|\u001b\[0m/g, ""));
        }),
        { numRuns: 300 },
      );
    });
  }

  it("add no line to text, Markdown and Nagios, and none is lost", () => {
    fc.assert(
      fc.property(status, (given) => {
        const { markdown, nagios, text } = statusFormats;
        expect(linesOf(withoutSentences(text(given, plain)))).to.equal(linesOf(withoutSentences(text(noted, plain))));
        expect(linesOf(markdown(given, plain))).to.equal(linesOf(markdown(noted, plain)));
        for (const row of markdown(given, plain).match(/^\|.*$/gm) ?? [])
          expect(row.replace(/\\./g, "").split("|")).to.have.lengthOf(11);
        performanceOf(nagios(given, plain));
      }),
      { numRuns: 300 },
    );
  });

  it("leave JSON what the schema describes", () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(root, "fn-config", "status.schema.json"), "utf8")));
    fc.assert(
      fc.property(status, (given) => {
        const read = JSON.parse(statusFormats.json(given, plain));
        expect(read).to.deep.equal(given);
        validate(read);
        expect(validate.errors).to.equal(null);
      }),
      { numRuns: 100 },
    );
  });

  it("leave Prometheus' metrics whole: each series once, and the labels of the cluster", () => {
    const label = String.raw`[a-z]+="(?:[^"\\\n]|\\["\\n])*"`;
    const sample = new RegExp(String.raw`^(expand_pgbackrest_[a-z_]+)((?:\{${label}(?:,${label})*\})?) (?:\d+|\+Inf)$`);
    fc.assert(
      fc.property(status, (given) => {
        const lines = statusFormats.prometheus(given, plain).split("\n").slice(0, -1);
        const series = lines.filter((line) => !/^# (?:HELP|TYPE) expand_pgbackrest_[a-z_]+ /.test(line));
        for (const line of series) expect(line).to.match(sample);
        const names = series.map((line) => line.replace(/ \S+$/, ""));
        expect(new Set(names).size).to.equal(names.length);
      }),
      { numRuns: 300 },
    );
  });

  it("leave promtool nothing to say of them", function () {
    const promtool = requireTool(this, "promtool", which("promtool"));
    fc.assert(
      fc.property(status, (given) => {
        const input = statusFormats.prometheus(given, plain);
        expect(run(promtool, ["check", "metrics"], { input })).to.deep.equal({ status: 0, stdout: "", stderr: "" });
      }),
      { numRuns: 25 },
    );
  });

  it("are about all formats that there are", () =>
    expect(Object.keys(statusFormats)).to.deep.equal(["text", "json", "markdown", "nagios", "prometheus"]));
});
