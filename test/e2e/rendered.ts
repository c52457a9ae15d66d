import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execFunction, type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run, which } from "../tools.ts";

/** Changes of a scenario's files before they are rendered, by file. */
export type Edits = Readonly<Record<string, (text: string) => string>>;

const scenarios = "test/e2e/scenarios";

/** A scenario's folder as its author has it, with the program in the path. */
export interface ScenarioFolder {
  /** Changes a file. */
  readonly edit: (file: string, change: (text: string) => string) => void;
  /** Runs the real kustomize with the built program, and returns the YAML that it prints. */
  readonly build: () => string;
  /** Types commands into a shell in the folder, which must succeed, and returns what they print. */
  readonly type: (commands: string) => string;
  readonly remove: () => void;
}

export function scenarioFolder(scenario: string, edits: Edits = {}): ScenarioFolder {
  const work: Workspace = workspace(scenarios, "fn-config");
  const folder = work.path(scenarios, scenario);
  work.write("fn-config/component/function.yaml", execFunction(program));
  const edit: ScenarioFolder["edit"] = (name, change) => {
    const file = join(scenarios, scenario, name);
    work.write(file, change(work.read(file)));
  };
  for (const [name, change] of Object.entries(edits)) edit(name, change);
  return {
    edit,
    build() {
      const build = ["build", "--enable-alpha-plugins", "--enable-exec", folder];
      const { status, stdout, stderr } = run(which("kustomize") ?? "kustomize", build);
      if (status !== 0) throw new Error(stderr);
      return stdout;
    },
    type(commands) {
      const env = { ...process.env, PATH: `${work.path()}:${process.env.PATH}` };
      const { status, stdout, stderr } = run("bash", ["--norc", "-euo", "pipefail", "-c", commands], {
        cwd: folder,
        env,
      });
      if (status !== 0) throw new Error(`${commands} ended with ${status}\n${stdout}${stderr}`);
      return stdout;
    },
    remove: work.remove,
  };
}

/** Renders a scenario's folder. */
export function render(scenario: string, edits: Edits = {}): string {
  const folder = scenarioFolder(scenario, edits);
  try {
    return folder.build();
  } finally {
    folder.remove();
  }
}

/** The value of an option that the user wrote into the `.conf` files of a scenario. */
export function userOption(scenario: string, option: string): string {
  const folder = join(root, scenarios, scenario);
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".conf"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const value = new RegExp(`^${option} = (.*)$`, "m").exec(texts.join("\n"))?.[1];
  if (value === undefined) throw new Error(`${scenario} has no ${option}`);
  return value;
}
