import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { statusFormats } from "../../../src/cli/status-formats/index.ts";
import type { Status } from "../../../src/status/status-schema.ts";
import { requireTool, run, which } from "../../tools.ts";
import { example } from "./example.ts";
import { performanceOf } from "./performance.ts";

const { json, markdown, nagios, prometheus, text } = statusFormats;
const plain = { color: false, columns: Number.POSITIVE_INFINITY };

/** The whole text, as it was last looked at; `UPDATE=1` writes it anew. */
function expectFile(name: string, found: string) {
  const file = join(import.meta.dirname, "testdata", name);
  if (process.env.UPDATE === "1") writeFileSync(file, found);
  expect(found).to.equal(readFileSync(file, "utf8"));
}

describe("the formats of status", () => {
  it("text", () => expectFile("wide.txt", text(example, plain)));

  it("text in 80 columns: nothing of ours is longer", () => {
    const found = text(example, { color: false, columns: 80 });
    expectFile("narrow.txt", found);
    // What somebody may copy is left whole: commands, lines of logs, names.
    const long = found.split("\n").filter((line) => line.length > 80 && !/`|^ {2}\| {3}>/.test(line));
    expect(long).to.deep.equal([]);
  });

  it("text with colors: the same, with levels and states in them", () => {
    const found = text(example, { color: true, columns: 80 });
    expect(found.replace(/\u001b\[\d+m/g, "")).to.equal(text(example, { color: false, columns: 80 }));
    const painted = [...found.matchAll(/\u001b\[(\d+)m(\S+)\u001b\[0m/g)].map(([, code, word]) => `${code} ${word}`);
    expect(painted).to.deep.equal([
      ...["31 CRITICAL", "31 critical", "31 critical", "33 warning", "32 running", "31 failed"],
      ...["35 UNKNOWN", "33 WARNING", "33 warning", "33 suspended", "35 unknown", "32 ok", "32 ok"],
    ]);
  });

  it("text of 500 clusters: a line for each healthy one, and at the end again what is not ok", () => {
    const [healthy, sick] = example.clusters;
    if (healthy === undefined || sick === undefined) return expect.fail("the example has clusters");
    const clusters = Array.from({ length: 499 }, (_, at) => ({ ...healthy, name: `c-${at}` }));
    const lines = text({ ...example, problems: [], clusters: [...clusters, sick] }, plain)
      .trimEnd()
      .split("\n");
    expect(lines.filter((line) => line.startsWith("ok  pg/c-"))).to.have.lengthOf(499);
    expect(lines.slice(-3)).to.deep.equal([
      "500 clusters: 1 critical, 0 unknown, 0 warnings, 499 ok.",
      "Not ok: pg/orders critical.",
      "Looked at on 2026-11-27 12:00 UTC, context prod.",
    ]);
  });

  it("text where there is no cluster", () => {
    const none: Status = { now: example.now, clusters: [], problems: [], level: "ok", limits: example.limits };
    expect(text(none, plain)).to.equal(
      "0 clusters: 0 critical, 0 unknown, 0 warnings, 0 ok.\nLooked at on 2026-11-27 12:00 UTC.\n",
    );
    expect(nagios(none, plain)).to.match(/^PGBACKREST OK - 0 clusters: .* \| 'clusters'=0;;;0; /);
    expect(markdown(none, plain)).to.match(/^## Backup status\n\n0 clusters: .*\n$/);
  });

  it("json: the status itself", () => expect(JSON.parse(json(example, plain))).to.deep.equal(example));

  it("markdown", () => expectFile("ticket.md", markdown(example, plain)));

  it("nagios", () => expectFile("nagios.txt", nagios(example, plain)));

  it("nagios of many clusters: no more than Nagios reads, with the worst in it, and whole values", () => {
    const clusters = Array.from({ length: 500 }, (_, at) =>
      example.clusters.map((cluster) => ({ ...cluster, name: `${cluster.name}-${at}` })),
    ).flat();
    const found = nagios({ ...example, clusters }, plain);
    expect(Buffer.byteLength(found)).to.be.within(7500, 8191);
    expect(found).to.match(/^PGBACKREST CRITICAL - 2500 clusters: 500 critical/);
    expect(found).to.match(/\n\d+ more; the format text has them all\.\n$/);
    performanceOf(found);
  });

  it("have notes for people, behind all that is wrong", () => {
    const noted = { ...example, notes: ["There are others."] };
    expect(text(noted, plain).replace("note\n| There are others.\n\n", "")).to.equal(text(example, plain));
    expect(text(noted, plain)).to.include("\n\nnote\n| There are others.\n\n5 clusters: ");
    expect(markdown(noted, plain)).to.equal(`${markdown(example, plain)}\n- Note: There are others.\n`);
    for (const format of [nagios, prometheus]) expect(format(noted, plain)).to.equal(format(example, plain));
  });

  it("prometheus", () => expectFile("metrics.prom", prometheus(example, plain)));

  it("prometheus: promtool has nothing to say", function () {
    const promtool = requireTool(this, "promtool", which("promtool"));
    expect(run(promtool, ["check", "metrics"], { input: prometheus(example, plain) })).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("nagios: the library of the Monitoring Plugins reads each value", function () {
    requireTool(this, "perl", which("perl"));
    const script = `use Monitoring::Plugin::Performance;
      my ($first) = split /\\n/, join('', <STDIN>);
      my (undef, $data) = split /\\|/, $first, 2;
      for (Monitoring::Plugin::Performance->parse_perfstring($data)) {
        print join(' ', $_->label, $_->value, $_->uom // '', $_->threshold->warning->is_set ? '' . $_->threshold->warning : '-'), "\\n";
      }`;
    const { status, stdout, stderr } = run("perl", ["-e", script], { input: nagios(example, plain) });
    if (/Can't locate Monitoring/.test(stderr)) requireTool(this, "libmonitoring-plugin-perl", undefined);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, -1)).to.deep.equal(
      performanceOf(nagios(example, plain)).map(
        ({ label, unit, value, warning }) => `${label} ${value} ${unit} ${warning === "" ? "-" : warning}`,
      ),
    );
  });
});
