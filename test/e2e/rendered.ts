import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execFunction, workspace } from "../hosts/example.ts";
import { program, root, run, which } from "../tools.ts";

/** Changes of a scenario's files before they are rendered, by file. */
export type Edits = Readonly<Record<string, (text: string) => string>>;

const scenarios = "test/e2e/scenarios";

/** Runs the real kustomize with the built program on a scenario's folder, and returns the YAML that it prints. */
export function render(scenario: string, edits: Edits = {}): string {
  const work = workspace(scenarios, "fn-config");
  try {
    work.write("fn-config/component/function.yaml", execFunction(program));
    for (const [name, edit] of Object.entries(edits)) {
      const file = join(scenarios, scenario, name);
      work.write(file, edit(work.read(file)));
    }
    const build = ["build", "--enable-alpha-plugins", "--enable-exec", work.path(scenarios, scenario)];
    const { status, stdout, stderr } = run(which("kustomize") ?? "kustomize", build);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  } finally {
    work.remove();
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
