import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { workspace } from "./hosts/example.ts";
import { docker, kubectls, program, requireTool, root, run, which } from "./tools.ts";

/** Commands that .ci/run and `npm test` themselves run: they cannot run inside a test. */
const ofCi = /^(npm ci && npm run build && |npm ci && npm test$|docker build )/;

describe("every command block of the README", function () {
  this.timeout(120_000);
  const text = readFileSync(join(root, "README.md"), "utf8");
  for (const [, block = ""] of text.matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
    for (const line of block.trim().split("\n")) {
      const command = line.replace(/^npm ci && npm run build && /, "");
      if (ofCi.test(command)) continue;
      it(`runs: ${command}`, function () {
        if (command.startsWith("kubectl")) {
          requireTool(this, "kubectl", kubectls()[0]);
          requireTool(this, "docker with the image", docker());
        }
        if (/ hydrate | --kustomize /.test(command)) requireTool(this, "kustomize", which("kustomize"));
        const { status, stdout } = run("bash", ["-c", command], { cwd: root });
        expect(status).to.equal(0);
        expect(stdout).not.to.equal("");
      });
    }
  }

  it("names only files that are there", () => {
    for (const [, path = ""] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect(run("ls", [join(root, path)]).status, path).to.equal(0);
  });

  describe("its functionConfigs", () => {
    const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
    const configs = blocks.filter((block) => /^kind: (ExpandPgBackRest|ConfigMap)$/m.test(block));

    it("show every field of the schema", () => {
      const { properties } = JSON.parse(readFileSync(join(root, "fn-config", "schema.json"), "utf8"));
      expect(configs).to.have.lengthOf(2);
      expect(Object.keys(parse(configs[0] ?? "").spec)).to.have.members(Object.keys(properties.spec.properties));
    });

    /** Renders a cluster without a namespace. */
    function render(config: string | undefined) {
      const work = workspace("tutorials/pvc");
      const manifest = work.read("tutorials/pvc/postgresql.yaml");
      work.write("postgresql.yaml", manifest.replace("  namespace: pg\n", "  labels: {team: a}\n"));
      work.write("config.yaml", config ?? "");
      const result = run(program, ["render", "postgresql.yaml", "-f", "config.yaml"], { cwd: work.path() });
      work.remove();
      return { ...result, rules: [...result.stderr.matchAll(/\[([a-z-]+)\]$/gm)].map(([, rule]) => rule) };
    }

    it("are read: ExpandPgBackRest", () => {
      const { status, stdout, rules } = render(configs[0]);
      expect({ status, rules }).to.deep.equal({ status: 0, rules: [] });
      expect(stdout).to.include(".pg.svc.cluster.local");
    });

    it("are read: ConfigMap, here without the namespace that this cluster needs", () => {
      const { status, rules } = render(configs[1]);
      expect({ status, rules }).to.deep.equal({ status: 1, rules: ["namespace-missing"] });
    });
  });
});
