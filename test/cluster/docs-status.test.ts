import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { statusFormats } from "../../src/cli/status-formats/index.ts";
import { example } from "../cli/status-formats/example.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, which } from "../tools.ts";
import { blocksOf } from "../tutorials/readme.ts";
import type { Cluster } from "./cluster.ts";
import { sharedCluster } from "./shared.ts";

const text = readFileSync(join(root, "docs", "status.md"), "utf8");

describe("docs/status.md", () => {
  it("shows what the format prints", () => {
    const [, shown] = /^```text\n([\s\S]*?)^```$/m.exec(text) ?? [];
    expect(shown).to.equal(statusFormats.text(example, { color: false, columns: 80 }));
  });

  describe("has commands that a cluster answers", function () {
    this.timeout(240_000);
    let cluster: Cluster;
    let work: Workspace;
    let namespace: string;
    before(async function () {
      cluster = sharedCluster(this);
      work = workspace("tutorials", "fn-config");
      mkdirSync(work.path("bin"));
      for (const name of ["expand-pgbackrest", "kubectl-expand_pgbackrest"])
        symlinkSync(program, work.path("bin", name));
      namespace = await cluster.makeNamespace();
      const tutorial = work
        .read("tutorials/pvc/postgresql.yaml")
        .replaceAll("namespace: pg", `namespace: ${namespace}`);
      work.write("tutorials/pvc/postgresql.yaml", tutorial);
      cluster.kubectl(["create", "-f", "-"], tutorial);
    });
    let watching: ChildProcess | undefined;
    after(() => {
      watching?.kill("SIGKILL");
      work?.remove();
    });

    for (const line of blocksOf(text).flatMap(({ script }) => script.trim().split("\n")))
      it(line, function () {
        if (line.startsWith("promtool")) requireTool(this, "promtool", which("promtool"));
        const script = line.replace("--namespace pg", `--namespace ${namespace}`);
        const path = `${work.path("bin")}:${cluster.plane.programs}:${process.env.PATH}`;
        const { status, stderr, stdout } = cluster.run("bash", ["-c", script], {
          cwd: work.path(),
          env: { PATH: path },
        });
        expect(stderr).to.equal("");
        // It is about a cluster that nobody runs: what it says of it may be anything but that it does not know it.
        expect(status).to.be.oneOf(line.includes(" status ") ? [1, 2] : [0]);
        if (line.includes(" status ") && !line.includes(" -o ")) expect(stdout).to.include(`${namespace}/demo`);
      });

    it("writes a file anew with each look, until it is ended", async () => {
      const file = work.path("watched.prom");
      const args = ["status", "-n", namespace, "--watch", "1", "--format", "prometheus", "-o", file];
      const child = cluster.start(process.execPath, [program, ...args]);
      watching = child;
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding("utf8").on("data", (part: string) => {
          output += part;
        });
      const ended = new Promise((resolve) => child.on("close", resolve));
      const lookedAt = () =>
        existsSync(file)
          ? /^expand_pgbackrest_status_timestamp_seconds (\d+)$/m.exec(readFileSync(file, "utf8"))?.[1]
          : undefined;
      /** Also ends with the program, so that mocha can end after a failure. */
      const lookedAgain = async (before: string | undefined) => {
        while (lookedAt() === before) {
          if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the program has ended: ${output}`);
          await pause(50);
        }
      };
      await lookedAgain(undefined);
      await lookedAgain(lookedAt());
      child.kill("SIGTERM");
      expect(await ended).to.be.oneOf([1, 2]);
      expect(output).to.equal("");
    });
  });
});
