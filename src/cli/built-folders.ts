import { realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isAbsolute, relative, resolve } from "node:path";
import type { Finding } from "../findings/finding.ts";
import { visible } from "../text/visible.ts";
import { type BuiltFolder, builtFolder } from "./built-folder.ts";
import { changedAfter } from "./changed-after.ts";
import { clusterSources } from "./cluster-sources.ts";
import { inParallel } from "./in-parallel.ts";
import type { Io } from "./io.ts";
import { kustomizationOf } from "./kustomization-files.ts";
import { kustomizeEnvironment } from "./kustomize-environment.ts";
import type { KustomizeOrder } from "./kustomize-flags.ts";
import { clusterValues, type Located } from "./located.ts";
import { mayHaveRepoHost } from "./patch-reach.ts";
import { sourcePlaces } from "./place-in-source.ts";
import { renamedSecrets } from "./renamed-secrets.ts";
import { whileSignalsWait } from "./signals.ts";
import type { Unit } from "./unit.ts";

/** What was built of the folders that the user named, in their order. */
export interface BuiltFolders {
  readonly units: readonly Unit[];
  /** Those that could not be built. */
  readonly failed: readonly Located[];
  /** Where the function is listed so that it would run before clusters are changed. */
  readonly notices: readonly Located[];
  /** Tells by its absolute path whether a file is part of what was built: it is not read as it is, too. */
  readonly covers: (path: string) => boolean;
}

type FailedBuild = Extract<Awaited<ReturnType<typeof builtFolder>>, { readonly is: "failed" }>;

/** Builds the folders, several at a time. What kustomize says goes to standard error, folder by folder. */
export async function builtFolders(
  { folders, command, seconds }: Pick<KustomizeOrder, "folders" | "command" | "seconds">,
  io: Io,
): Promise<BuiltFolders> {
  const units: Unit[] = [];
  const failed: Located[] = [];
  const notices: Located[] = [];
  const covered = new Set<string>();
  if (folders.length === 0) return { units, failed, notices, covers: () => false };
  const builds = await whileSignalsWait(async (stop) => {
    const done = new Map<string, Awaited<ReturnType<typeof builtFolder>>>();
    const jobs = availableParallelism();
    const limits = {
      seconds,
      stop: stop.signal,
      env: kustomizeEnvironment(io.env, Math.min(jobs, folders.length), jobs),
    };
    await inParallel(jobs, folders, stop, async (folder) => {
      done.set(folder, await builtFolder(folder, command, limits));
    });
    return done;
  });
  for (const folder of folders) {
    const build = builds.get(folder);
    if (build?.is === "built") {
      if (build.text !== "") io.stderr(`${visible(folder)}:\n${build.text}`);
      units.push(unitOf(build));
      notices.push(...runTooEarly(build));
      for (const file of build.tree?.files ?? []) covered.add(realPath(file));
    } else failed.push(notBuilt(folder, build?.is === "failed" ? build : { text: "The build was stopped." }));
  }
  return { units, failed, notices, covers: (path) => covered.has(realPath(path)) };
}

function unitOf(build: BuiltFolder): Unit {
  const { folder, tree, list, origins } = build;
  const kustomization = { file: kustomizationOf(folder), line: 1, column: 1 };
  const placeOf = tree === undefined ? undefined : sourcePlaces({ tree, list, origins });
  const shown = (path: string) => shownIn(folder, path);
  return {
    list,
    listedConfig: tree?.functions[0]?.config?.value,
    locate: () => (place) => {
      if (placeOf === undefined) return kustomization;
      const found = placeOf(place);
      return { ...found, file: shown(found.file) };
    },
    isBuilt: true,
    built: { folder, sources: clusterSources(build) },
    renamedSecret: renamedSecrets(folder, () => (tree === undefined ? undefined : { tree, list, origins })),
  };
}

/** Absolute only where the user wrote the folder so. */
const shownIn = (folder: string, path: string) => (isAbsolute(folder) ? path : relative(resolve("."), path));

/** What is built here without the function comes out right; with the function where it is listed, it does not. */
function runTooEarly({ folder, tree, list }: BuiltFolder): readonly Located[] {
  const clusters = tree === undefined ? [] : clusterValues(list);
  if (tree === undefined || clusters.length === 0) return [];
  return changedAfter(tree, clusters.some(mayHaveRepoHost)).map(({ kustomization, line, column, by, fields }) => {
    const named = `${fields.map((field) => `\`${field}\``).join(", ")} in ${shownIn(folder, by.file)}`;
    return {
      finding: {
        rule: "run-too-early",
        severity: "warning",
        at: { in: "field", object: { apiVersion: "", kind: "" }, path: [] },
        problem: `The function runs here before kustomize applies ${named}, so the ConfigMaps and other objects that it makes keep the old values.`,
        fix: `In ${shownIn(folder, by.file)}, list fn-config/transformer under \`transformers\` and fn-config/namereference under \`components\` instead.`,
      },
      file: shownIn(folder, kustomization.file),
      line,
      column,
    };
  });
}

/** Where the build could not even begin, nothing of the folder is to be corrected. */
function notBuilt(
  folder: string,
  { text, advice = "", by }: Partial<FailedBuild> & { readonly text: string },
): Located {
  const finding: Finding = {
    rule: "not-built",
    severity: "error",
    at: { in: "field", object: { apiVersion: "", kind: "" }, path: [] },
    problem: `This kustomization could not be built, so nothing in it was checked: ${text.trim().replaceAll("\n", " ").replace(/\.?$/, ".")}`,
    fix:
      by === "start" && advice !== ""
        ? advice.trim()
        : `Correct what \`kustomize build ${folder}\` reports; if it needs other options, pass the command with \`--kustomize-command\`.`,
  };
  return { finding, folder, file: kustomizationOf(folder), line: 1, column: 1 };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
