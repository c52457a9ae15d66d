import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, type Run, root, run } from "../tools.ts";
import { blocksOf } from "./readme.ts";

/** A repository with the clusters of a tutorial on `main`, a change on `change`, the empty branch `rendered`, and clones of it. */
export interface Repository {
  readonly work: Workspace;
  /** Runs a script in a folder of the workspace as a pipeline would, and expects success, or the exit status that is given. */
  readonly script: (
    text: string,
    options: { readonly cwd: string; readonly shell?: readonly string[]; readonly env?: Env; readonly status?: number },
  ) => Run;
  /** A new clone of a branch. */
  readonly clone: (folder: string, branch?: string) => void;
  /** The files of the branch `rendered`, with their texts. */
  readonly rendered: () => Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string>>;

/** What the README of tutorials/ci tells to do once, and what it takes for an example of a change. */
const scripts = blocksOf(readFileSync(join(root, "tutorials", "ci", "README.md"), "utf8")).map(({ script }) => script);
const [once = "", change = ""] = scripts.slice(scripts.findIndex((script) => script.startsWith("git init ")));

/** The clusters of tutorials/ci. */
export const ciClusters = { name: "ci", change };

/** A few clusters of tutorials/fleet. */
export const fleetClusters = { name: "fleet", change: "rm -r clusters/db-003 && git add --all clusters" };

export function repository(tutorial: { readonly name: string; readonly change: string }): Repository {
  const sources = join("tutorials", tutorial.name);
  const work = workspace(sources);
  mkdirSync(work.path("bin"));
  mkdirSync(work.path("home"));
  symlinkSync(program, work.path("bin", "expand-pgbackrest"));
  const PATH = `${work.path("bin")}:${join(process.env.HOME ?? "/root", "go", "bin")}:${process.env.PATH}`;
  if (existsSync(work.path(sources, "generate.sh"))) run("sh", ["generate.sh", "7"], { cwd: work.path(sources) });
  const author = { GIT_AUTHOR_DATE: "2026-01-31T12:00:00Z", GIT_COMMITTER_DATE: "2026-01-31T12:00:00Z" };
  const script: Repository["script"] = (text, { cwd, shell = ["bash", "-e"], env = {}, status = 0 }) => {
    const [command = "", ...args] = shell;
    const result = run(command, [...args, "-c", text], {
      cwd: work.path(cwd),
      env: { PATH, HOME: work.path("home"), ...author, ...env },
    });
    expect({
      script: text,
      status: result.status,
      stderr: result.status === status ? "" : result.stderr,
    }).to.deep.equal({
      script: text,
      status,
      stderr: "",
    });
    return result;
  };
  const save = "git add clusters $(ls -d base 2>/dev/null || true) && git commit --quiet --message";
  script(`${once}git checkout --quiet -b main && ${save} Start && git push --quiet origin main`, { cwd: sources });
  script(`git checkout --quiet -b change\n${tutorial.change}\n${save} Later && git push --quiet origin change`, {
    cwd: sources,
  });
  return {
    work,
    script,
    clone: (folder, branch = "main") =>
      void script(`git clone --quiet --branch ${branch} tutorials/origin.git ${folder}`, { cwd: "." }),
    rendered: () => {
      const git = (...args: readonly string[]) => run("git", ["-C", work.path("tutorials/origin.git"), ...args]).stdout;
      const files = git("ls-tree", "-r", "--name-only", "rendered").trim().split("\n");
      return Object.fromEntries(files.map((file) => [file, git("show", `rendered:${file}`)]));
    },
  };
}
