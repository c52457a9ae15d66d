import { join } from "node:path";
import type { Finding } from "../findings/finding.ts";
import { placeText, reportText } from "../findings/finding-text.ts";
import { type FilterOptions, filter } from "../function/filter.ts";
import { splitStream } from "../krm/split-stream.ts";
import { visible } from "../text/visible.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { buildToHydrate } from "./build-to-hydrate.ts";
import type { CheckSettings } from "./check-settings.ts";
import type { FolderFindings } from "./folder-findings.ts";
import type { FolderLock } from "./folder-lock.ts";
import type { FolderReport } from "./folder-reports.ts";
import type { FolderStore } from "./folder-store.ts";
import type { HydrateOrder } from "./hydrate-order.ts";
import { isUnfinished, replaceFolder } from "./hydrated-folder.ts";
import { hydratedFiles } from "./hydrated-mark.ts";
import { kustomizationTree } from "./kustomization-tree.ts";
import { fileOf, type ObjectFile, objectFiles } from "./object-files.ts";
import { renamedSecrets, type SecretSources } from "./renamed-secrets.ts";
import { standing } from "./safe-path.ts";

/** How to hydrate each folder. */
export interface How extends HydrateOrder {
  readonly functionConfigOver: CheckSettings["functionConfigOver"];
  readonly configPlaces: CheckSettings["configPlaces"];
  readonly found: FolderFindings;
  readonly lock: FolderLock;
  readonly store: FolderStore;
  readonly stop: AbortSignal;
}

/** A folder, and where it is written. */
export type Target = HydrateOrder["targets"][number];

/** What became of a folder, and what the user should read of it. One that is `kept` is to be written by `write`. */
export type Hydrated = FolderReport &
  (
    | { readonly is: "written" }
    | { readonly is: "failed" }
    | { readonly is: "kept"; readonly write: () => Promise<Hydrated> }
  );

/** Builds and expands one folder. It is written at once where it has no cluster, or no other folder is there to compare it with. */
export async function hydrateFolder({ folder, target }: Target, how: How): Promise<Hydrated> {
  const {
    output,
    targets,
    command,
    seconds,
    env,
    functionConfigOver,
    configPlaces,
    found: allFound,
    lock,
    store,
    stop,
  } = how;
  let said = "";
  const failed = (text: string, advice = ""): Hydrated => ({ is: "failed", text, advice });
  const replace = (files: readonly ObjectFile[]) => lock(target, () => replaceFolder(output, target, files));
  try {
    if (isUnfinished(output, target)) await lock(target, () => {});
    const { build, listedConfig } = await buildToHydrate(folder, command, { seconds, stop, env });
    if (build.is === "stopped") return failed("");
    said = build.text;
    if (build.is === "failed") return failed(said, build.advice);
    const built = splitStream(build.documents);
    if ("unreadable" in built) throw new UnreadableInput(built.unreadable);
    const outcome = await filter(built, functionConfigOver(listedConfig), {
      everyCluster: true,
      writtenBefore: writtenBefore(target),
      renamedSecret: renamedSecrets(folder, () => asBuilt(folder, build.documents)),
    });
    const { documents, findings, exitCode } = outcome;
    allFound.add(folder, outcome);
    // Where kustomize ran the function as well, it has said the same already.
    const isSaid = ({ at, rule }: Finding) =>
      rule === "secret-missing" && said.includes(`[${rule}]`) && said.includes(placeText(at));
    const found = reportText(findings.filter((finding) => !isSaid(finding)).map(configPlaces.worded));
    if (!said.includes(found)) said += found;
    if (exitCode !== 0) return failed(said);
    const files = objectFiles(documents());
    const isAlone = targets.length === 1 || !allFound.hasClusters(folder);
    if (!isAlone) return waiting(said, store.keep(files), replace);
    await replace(files);
    return { is: "written", text: said, advice: "" };
  } catch (error) {
    return failed(`${said}${visible(messageOf(error))}\n`);
  }
}

/** Tells which objects the folder has from an earlier run: its list names them, and nobody has removed the file since. */
function writtenBefore(target: string): NonNullable<FilterOptions["writtenBefore"]> {
  let files: ReadonlySet<string> | undefined;
  return (name) => {
    files ??= new Set(hydratedFiles(target));
    const file = fileOf(name);
    return files.has(file) && standing(join(target, file)) === "file";
  };
}

/** What was built, and what it was made of, without kustomize's word for what comes from where. */
function asBuilt(folder: string, documents: Buffer): SecretSources | undefined {
  const [list, tree] = [splitStream(documents, { lenient: true }), kustomizationTree(folder)];
  return "unreadable" in list || tree === undefined ? undefined : { tree, list, origins: [] };
}

/** A function of its own, so that what waits holds on to nothing but this. */
function waiting(
  text: string,
  kept: () => readonly ObjectFile[],
  replace: (files: readonly ObjectFile[]) => Promise<void>,
): Hydrated {
  const write = async (): Promise<Hydrated> => {
    try {
      await replace(kept());
      return { is: "written", text: "", advice: "" };
    } catch (error) {
      return { is: "failed", text: `${visible(messageOf(error))}\n`, advice: "" };
    }
  };
  return { is: "kept", text, advice: "", write };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
