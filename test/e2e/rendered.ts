import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { execFunction, workspace } from "../hosts/example.ts";
import { program, root, run, which } from "../tools.ts";

/** An object as it came out of kustomize; tests look into it without types, as a kubelet would. */
// biome-ignore lint/suspicious/noExplicitAny: rendered YAML of any kind
export type Rendered = any;

/** Runs the real kustomize with our function on a scenario, with some of its files replaced, and gives all objects. */
export function renderScenario(name: string, files: Readonly<Record<string, string>> = {}): readonly Rendered[] {
  const work = workspace("test/e2e/scenarios", "fn-config");
  try {
    work.write("fn-config/component/function.yaml", execFunction(program));
    for (const [file, text] of Object.entries(files)) work.write(`test/e2e/scenarios/${name}/${file}`, text);
    const folder = work.path("test/e2e/scenarios", name);
    work.write(
      `test/e2e/scenarios/${name}/kustomization.yaml`,
      work.read(`test/e2e/scenarios/${name}/kustomization.yaml`).replace("../../fn-config", "../../../../fn-config"),
    );
    const { status, stdout, stderr } = run(which("kustomize") ?? "kustomize", [
      "build",
      "--enable-alpha-plugins",
      "--enable-exec",
      folder,
    ]);
    if (status !== 0) throw new Error(stderr);
    return parseAllDocuments(stdout).map((document) => document.toJS());
  } finally {
    work.remove();
  }
}

/** The one object of a kind, or with a name that ends so. */
export function one(objects: readonly Rendered[], kind: string, ending = ""): Rendered {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name.endsWith(ending));
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ...${ending}, not one`);
  return found[0];
}

/** Files of a projected volume as the kubelet lays them out: the sources in order, later ones over earlier ones. */
export function projectedFiles(volume: Rendered, objects: readonly Rendered[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { configMap, secret } of volume.projected.sources) {
    const source = objects.find(({ kind, metadata }) =>
      configMap
        ? kind === "ConfigMap" && metadata.name === configMap.name
        : kind === "Secret" && metadata.name === secret.name,
    );
    for (const [key, text] of Object.entries<string>(source?.data ?? {}))
      files.set(key, configMap ? text : Buffer.from(text, "base64").toString("utf8"));
  }
  return files;
}

export const podScript = join(root, "test", "e2e", "pod.sh");
