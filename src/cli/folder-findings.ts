import { existsSync } from "node:fs";
import { join } from "node:path";
import { isError } from "../findings/errors.ts";
import type { Finding } from "../findings/finding.ts";
import type { Outcome } from "../function/write.ts";
import type { Report } from "./formats/report.ts";
import { kustomizationNames } from "./kustomization-files.ts";

/** Collects what was found in folders, for a report in one of the formats. */
export interface FolderFindings {
  readonly add: (folder: string, outcome: Pick<Outcome, "findings" | "clusters">) => void;
  /** A folder was not written; `text` says why, if no finding does. */
  readonly failed: (folder: string, text: string) => void;
  readonly report: () => Pick<Report, "located" | "clusters">;
}

/**
 * The findings of each folder, in the order of these, whichever is done first. Of what kustomize built it is not known which file it was
 * written in, so each finding is placed in the kustomization.
 */
export function folderFindings(folders: readonly string[]): FolderFindings {
  const found = new Map<string, Pick<Outcome, "findings" | "clusters">>();
  return {
    add(folder, outcome) {
      found.set(folder, outcome);
    },
    failed(folder, text) {
      const { findings, clusters } = found.get(folder) ?? { findings: [], clusters: { checked: 0, unselected: 0 } };
      if (!findings.some(isError)) found.set(folder, { clusters, findings: [...findings, notHydrated(folder, text)] });
    },
    report: () => ({
      located: folders.flatMap((folder) =>
        (found.get(folder)?.findings ?? []).map((finding) => ({
          finding,
          file: kustomizationIn(folder),
          line: 1,
          column: 1,
        })),
      ),
      clusters: [...found.values()].reduce((sum, { clusters }) => sum + clusters.checked, 0),
    }),
  };
}

function notHydrated(folder: string, text: string): Finding {
  return {
    rule: "not-hydrated",
    severity: "error",
    at: { in: "field", object: { apiVersion: "", kind: "", file: { path: folder } }, path: [] },
    problem: `${folder} was not hydrated: ${text.trim().replaceAll("\n", " ").replace(/\.?$/, ".")}`,
    fix: "Correct this and hydrate the folder again; what an earlier run wrote for it is still there.",
  };
}

function kustomizationIn(folder: string): string {
  const name = kustomizationNames.find((each) => existsSync(join(folder, each)));
  return name === undefined ? folder : join(folder, name);
}
