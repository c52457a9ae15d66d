import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { root, run } from "./tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const manifest = JSON.parse(read("package.json"));
const [, organization, repository] = /github\.com\/([^/]+)\/([^/.]+)/.exec(manifest.repository.url) ?? [];

/** Every file that is committed or could be. */
const files = run("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .stdout.trim()
  .split("\n");

describe("what editors and tools read", () => {
  /** The sections of .editorconfig by their patterns; what stands before the first has the empty one. */
  const sections = new Map<string, ReadonlyMap<string, string>>();
  for (const section of `\n${read(".editorconfig")}`.split(/^\[(?=.*\]$)/m)) {
    const [pattern = "", ...lines] = section.split("\n");
    const pairs = lines.flatMap((line) => [...line.matchAll(/^(\w+) = (.+)$/g)]);
    sections.set(pattern.replace(/\]$/, ""), new Map(pairs.map(([, key = "", value = ""]) => [key, value])));
  }

  it(".editorconfig says what biome.json says", () => {
    const { formatter } = JSON.parse(read("biome.json"));
    const all = sections.get("*");
    expect(all?.get("indent_style")).to.equal(formatter.indentStyle);
    expect(all?.get("indent_size")).to.equal(String(formatter.indentWidth));
    expect(all?.get("end_of_line")).to.equal(formatter.lineEnding ?? "lf");
    const formatted = sections.get("*.{ts,mjs,cjs,json}");
    expect(formatted?.get("max_line_length")).to.equal(String(formatter.lineWidth));
  });

  it("every file is as .editorconfig says", () => {
    expect(sections.get("*")?.get("insert_final_newline")).to.equal("true");
    expect(sections.get("*")?.get("trim_trailing_whitespace")).to.equal("true");
    const wrong = files.filter((file) => {
      if (file.endsWith(".png")) return false; // not a text
      const text = existsSync(join(root, file)) ? read(file) : "";
      const tabs = /\.go$|(^|\/)go\.mod$/.test(file);
      return (text !== "" && !text.endsWith("\n")) || /[ \t\r]$/m.test(text) || (!tabs && /^ *\t/m.test(text));
    });
    expect(wrong).to.deep.equal([]);
  });

  it("both images of the Dockerfile have one release of Node, and one that is maintained longer than the oldest", () => {
    const [build] = read("Dockerfile").match(/(?<=^ARG BUILD_IMAGE=node:)\d+/m) ?? [];
    const [runs] = read("Dockerfile").match(/(?<=^ARG RUN_IMAGE=\S+\/nodejs)\d+/m) ?? [];
    expect(runs).to.equal(build);
    expect(Number(build)).to.be.greaterThan(Number(read(".nvmrc")));
  });

  it(".nvmrc, the build and the types are for the oldest Node that package.json promises", () => {
    const node = read(".nvmrc").trim();
    // A library may ask for a later patch of it.
    expect(manifest.engines.node).to.match(new RegExp(`^>=${node}(?:\\.\\d+\\.\\d+)?$`));
    expect(manifest.devDependencies["@types/node"]).to.match(new RegExp(`^\\^${node}\\.`));
    const targets = files
      .filter((file) => file.startsWith("scripts/"))
      .flatMap((file) => [...read(file).matchAll(/target: "(.+?)"/g)].map(([, target]) => target));
    expect(targets).to.deep.equal([`node${node}`]);
  });

  it("package.json names one exact release of npm", () => {
    expect(manifest.packageManager).to.match(/^npm@\d+\.\d+\.\d+$/);
  });
});

describe(".github", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(join(root, folder)).filter((name) => name !== "config.yml");

  /** The labels that GitHub gives a new repository. Another one must be made by hand first: GitHub leaves out a label that is not there. */
  const labels = [
    ...["bug", "documentation", "duplicate", "enhancement", "good first issue"],
    ...["help wanted", "invalid", "question", "wontfix"],
  ];

  it("names only files of this repository that are there", () => {
    const texts = files.filter((file) => file.startsWith(".github/")).map(read);
    const links = [...texts.join("\n").matchAll(/https:\/\/github\.com\/([^/\s]+\/[^/\s]+)\/blob\/main\/([^\s)#]+)/g)];
    expect(links).not.to.deep.equal([]);
    for (const [, project, path = ""] of links) {
      expect(project).to.equal(`${organization}/${repository}`);
      expect(existsSync(join(root, path)), path).to.equal(true);
    }
  });

  for (const form of forms) {
    it(`has a form that GitHub shows: ${form}`, () => {
      const { name, description, labels: given, body, ...rest } = parse(read(`${folder}/${form}`));
      expect(rest).to.deep.equal({});
      expect([name, description].join("")).not.to.match(/^\s*$/);
      expect(labels).to.include.members(given);
      const fields: readonly { type: string; id?: string; attributes: Record<string, unknown> }[] = body;
      const asked = fields.filter(({ type }) => type !== "markdown");
      expect(new Set(asked.map(({ id }) => id)).size).to.equal(asked.length);
      for (const { type, id, attributes } of asked) {
        expect(type).to.match(/^(dropdown|input|textarea)$/);
        expect(id).to.match(/^[a-z]+$/);
        expect(attributes.label).to.be.a("string");
        if (type === "dropdown") expect(attributes.options).to.be.an("array").with.length.greaterThan(1);
      }
    });
  }

  it("sends vulnerabilities to the place that SECURITY.md names", () => {
    const { blank_issues_enabled, contact_links } = parse(read(`${folder}/config.yml`));
    expect(blank_issues_enabled).to.equal(false);
    expect(read("SECURITY.md")).to.include(`](${contact_links[0].url})`);
  });

  it("has an owner for every file, a team of the organization", () => {
    const lines = read(".github/CODEOWNERS")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines).to.deep.equal([`* @${organization}/${repository}`]);
  });

  it("asks in a pull request for commands that there are", () => {
    const commands = [...read(".github/pull_request_template.md").matchAll(/`npm (?:run )?([a-z:]+)/g)];
    expect(commands.map(([, name]) => name)).to.deep.equal(["test", "generate", "bench"]);
    for (const [, name = ""] of commands) expect(manifest.scripts).to.have.property(name);
  });

  it("keeps up to date every file that names releases of others", () => {
    const manifests: Readonly<Record<string, string>> = {
      "package.json": "npm",
      "requirements.txt": "pip",
      "go.mod": "gomod",
      Dockerfile: "docker",
    };
    const there = files.flatMap((file) => {
      const [name = "", ...folders] = file.split("/").reverse();
      const ecosystem = manifests[name];
      return ecosystem === undefined || file.includes("/testdata/")
        ? []
        : [`${ecosystem} /${folders.reverse().join("/")}`];
    });
    const { version, updates } = parse(read(".github/dependabot.yml"));
    expect(version).to.equal(2);
    const entries: readonly { "package-ecosystem": string; directory?: string; directories?: readonly string[] }[] =
      updates;
    const kept = entries.flatMap(({ "package-ecosystem": ecosystem, directory, directories }) =>
      (directories ?? [directory]).map((path) => `${ecosystem} ${path}`),
    );
    const workflows = files.filter((file) => file.startsWith("tutorials/") && /^\s*- uses: /m.test(read(file)));
    const folders = new Set(workflows.map((file) => `github-actions /${dirname(file)}`));
    expect(kept).to.have.members([...there, "github-actions /", ...folders]);
  });
});

describe("what others build and this project uses", () => {
  /** `name: reference`, for each action and each base image, in all files that a user copies or that build this project. */
  const used = files
    .filter((file) => /(^|\/)Dockerfile$|^\.github\/workflows\/|^tutorials\/.*\.ya?ml$/.test(file))
    .flatMap((file) =>
      [
        ...read(file).matchAll(/^\s*(?:- )?uses: (\S+)|^ARG (?:\w+_IMAGE|BASE|KUSTOMIZE)=(\S+)|^FROM ([^$\s]\S*)/gm),
      ].map(([, action, base, from]) => `${file}: ${action ?? base ?? from}`),
    );

  it("is pinned by digest, so that nobody can change it afterwards", () => {
    expect(used.length).to.be.greaterThan(8);
    // A workflow of this repository is of the same commit.
    const others = used.filter((each) => !each.includes(": ./"));
    expect(others.filter((each) => !/@(sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(each))).to.deep.equal([]);
  });
});
