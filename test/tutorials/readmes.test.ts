import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { docker, program, requireTool, root, run, which } from "../tools.ts";
import { blocksOf, linksOf } from "./readme.ts";

const tutorials = readdirSync(join(root, "tutorials"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const filesOf = (tutorial: string) =>
  readdirSync(join(root, "tutorials", tutorial), { recursive: true, encoding: "utf8" });

/** The tools that a script needs, each with where it is. */
const tools: ReadonlyArray<readonly [RegExp, string, () => string | undefined]> = [
  [/\bkubectl\b/, "kubectl", () => which("kubectl")],
  [/\bkustomize\b|expand-pgbackrest hydrate/, "kustomize", () => which("kustomize")],
  [/\bkpt\b/, "kpt", () => which("kpt")],
  [/--enable-alpha-plugins|kpt fn render|docker/, "docker with the image", docker],
];

describe("the README of every tutorial", function () {
  this.timeout(180_000);

  for (const tutorial of tutorials) {
    describe(tutorial, () => {
      const markdown = readFileSync(join(root, "tutorials", tutorial, "README.md"), "utf8");
      let work: Workspace;
      let home: string;
      /** Where the next block runs: where the one before it ended. */
      let place: string;
      let given: Readonly<Record<string, string>>;
      /** Blocks build on what the blocks above them made. */
      let above: "ran" | "skipped" = "ran";
      before(() => {
        work = workspace("tutorials", "fn-config", "docs");
        home = work.path("home");
        mkdirSync(join(home, "bin"), { recursive: true });
        symlinkSync(program, join(home, "bin", "expand-pgbackrest"));
        mkdirSync(work.path("tmp"));
        place = work.path("tutorials", tutorial);
        given = work.files("tutorials");
      });
      after(() => work.remove());

      it("says first which tools it needs, and works in a copy", () => {
        const [{ script = "" } = {}, ...others] = blocksOf(markdown);
        expect(script).to.equal(
          `try=$(mktemp -d) && cp -r ../../tutorials ../../fn-config "$try" && cd "$try/tutorials/${tutorial}"\n`,
        );
        const scripts = others.map((block) => block.script).join("");
        const [, named = ""] =
          /^The commands need (.*?) \(\[how to get them\]\(\.\.\/README\.md#tools\)\)/m.exec(markdown) ?? [];
        const isNamed = (tool: string) => named.split(/, | and | or /).includes(tool);
        const runsProgram = /(?:^|[|(&;] ?|do )expand-pgbackrest\b(?!\.)/m.test(scripts);
        expect(isNamed("`expand-pgbackrest` on your `PATH`")).to.equal(runsProgram);
        expect(isNamed("docker with the image")).to.equal(/--enable-alpha-plugins|kpt fn render/.test(scripts));
        for (const tool of ["kubectl", "kpt"])
          if (new RegExp(`(^|[|(] ?)${tool} `, "m").test(scripts)) expect(isNamed(tool), tool).to.equal(true);
        if (/kustomize|hydrate/.test(scripts)) expect(isNamed("kubectl") || isNamed("kustomize")).to.equal(true);
      });

      it("has commands, and links only to what is there", () => {
        expect(blocksOf(markdown)).not.to.deep.equal([]);
        for (const path of linksOf(markdown))
          expect(existsSync(join(root, "tutorials", tutorial, path)), path).to.equal(true);
      });

      if (filesOf(tutorial).some((file) => file.endsWith(".conf"))) {
        it("has fake credentials, and says how to put real ones there without committing them", () => {
          expect(markdown).to.match(/^\*\*Real credentials\*\*: .*(CI|SOPS|Secret)/m);
          for (const file of filesOf(tutorial).filter((name) => name.endsWith(".conf"))) {
            const text = readFileSync(join(root, "tutorials", tutorial, file), "utf8");
            for (const [, secret = ""] of text.matchAll(
              /^repo\d-(?:cipher-pass|s3-key|s3-key-secret|azure-key) = (.*)$/gm,
            ))
              expect(
                /fake/i.test(secret) || /fake/i.test(Buffer.from(secret, "base64").toString("latin1")),
                file,
              ).to.equal(true);
          }
        });
      }

      for (const { script, prints } of blocksOf(markdown)) {
        it(`runs, and prints what it shows: ${script.trim().split("\n").join("; ")}`, function () {
          if (above === "skipped") this.skip();
          above = "skipped";
          for (const [word, name, find] of tools) if (word.test(script)) requireTool(this, name, find());
          above = "ran";
          const PATH = [join(home, "bin"), join(process.env.HOME ?? "/root", "go", "bin"), process.env.PATH].join(":");
          // Both streams into one, as on a terminal.
          const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\ntrap 'pwd >"$WHERE"' EXIT\n${script}`], {
            cwd: place,
            env: {
              PATH,
              HOME: home,
              TMPDIR: work.path("tmp"),
              WHERE: work.path("where"),
              DOCKER_CONFIG: join(process.env.HOME ?? "/root", ".docker"),
            },
          });
          expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
          place = work.read("where").trim();
        });
      }

      it("leaves the folders of the tutorials as they were", () => {
        expect(work.files("tutorials")).to.deep.equal(given);
      });
    });
  }
});

describe("tutorials/README.md", () => {
  const markdown = readFileSync(join(root, "tutorials", "README.md"), "utf8");

  it("lists every tutorial", () => {
    const listed = linksOf(markdown).filter((path) => /^[a-z0-9-]+\/$/.test(path));
    expect([...new Set(listed.map((path) => path.slice(0, -1)))].sort()).to.deep.equal([...tutorials].sort());
  });

  it("links only to what is there", () => {
    for (const path of linksOf(markdown)) expect(existsSync(join(root, "tutorials", path)), path).to.equal(true);
  });

  for (const { script, prints } of blocksOf(markdown)) {
    it(`runs: ${script.trim()}`, () => {
      const work = workspace("dist");
      const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\n${script}`], {
        cwd: work.path(),
        env: { HOME: work.path("home") },
      });
      work.remove();
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
    });
  }
});
