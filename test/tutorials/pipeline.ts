import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, type Run, root, run } from "../tools.ts";
import { blocksOf } from "./readme.ts";

/** A repository with the clusters of tutorials/ci on `main` and the empty branch `rendered`, and clones of it in which pipelines run. */
export interface Repository {
  readonly work: Workspace;
  /** Runs a script in a folder of the workspace as a pipeline would, and expects success. */
  readonly script: (
    text: string,
    options: { readonly cwd: string; readonly shell?: readonly string[]; readonly env?: Env },
  ) => Run;
  /** A new clone of a branch. */
  readonly clone: (folder: string, branch?: string) => void;
  /** The files of the branch `rendered`, with their texts. */
  readonly rendered: () => Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string>>;

/** What the README tells to do once, and what a change is. */
const [, once, change] = blocksOf(readFileSync(join(root, "tutorials", "ci", "README.md"), "utf8")).map(
  ({ script }) => script,
);

export function repository(): Repository {
  const work = workspace("tutorials/ci");
  mkdirSync(work.path("bin"));
  mkdirSync(work.path("home"));
  symlinkSync(program, work.path("bin", "expand-pgbackrest"));
  const PATH = `${work.path("bin")}:${join(process.env.HOME ?? "/root", "go", "bin")}:${process.env.PATH}`;
  const author = { GIT_AUTHOR_DATE: "2026-01-31T12:00:00Z", GIT_COMMITTER_DATE: "2026-01-31T12:00:00Z" };
  const script: Repository["script"] = (text, { cwd, shell = ["bash", "-e"], env = {} }) => {
    const [command = "", ...args] = shell;
    const result = run(command, [...args, "-c", text], {
      cwd: work.path(cwd),
      env: { PATH, HOME: work.path("home"), ...author, ...env },
    });
    expect({ script: text, status: result.status, stderr: result.status === 0 ? "" : result.stderr }).to.deep.equal({
      script: text,
      status: 0,
      stderr: "",
    });
    return result;
  };
  script(once ?? "", { cwd: "tutorials/ci" });
  const save = "git add clusters && git commit --quiet --message";
  script(`git checkout --quiet -b main && ${save} Start && git push --quiet origin main`, { cwd: "tutorials/ci" });
  script(`git checkout --quiet -b change\n${change}\n${save} Later && git push --quiet origin change`, {
    cwd: "tutorials/ci",
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
